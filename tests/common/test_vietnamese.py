"""Keys of Vietnamese text: one spelling, any input form, the alphabet's own order."""

import itertools
import re
import unicodedata

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from common.vietnamese import (
    accent_key,
    looks_legacy,
    normalise,
    person_sort_key,
    place_sort_key,
    search_key,
)

LETTERS = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxy" + "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
)
NAMES = st.text(alphabet=LETTERS + LETTERS.upper() + "0123456789 -()", max_size=40)
ANYTHING = st.text(max_size=60)


@pytest.mark.parametrize(
    "typed",
    ["Hoà  Khương", "  HÒA KHƯƠNG ", unicodedata.normalize("NFD", "Hòa Khương"), "hoa khuong",
     "Hòa\u00a0Khương"],
)  # fmt: skip
def test_search_key_is_the_same_for_every_way_to_write_a_name(typed):
    assert search_key(typed) == "hoa khuong"


@pytest.mark.parametrize(
    ("new", "old"),
    [("Hoà Vang", "hòa vang"), ("uỷ ban", "ủy ban"), ("khoẻ", "khỏe"), ("thuý", "thúy"),
     ("Qúy", "quý"), ("hòan", "hoàn"), ("gìa", "già"), ("gì", "gì"), ("Huỳnh", "huỳnh"),
     ("thúê", "thuế"), ("Nguyễn", "nguyễn"), ("Hoài", "hoài"), ("khuỷu", "khuỷu")],
)  # fmt: skip
def test_accent_key_has_one_place_for_the_tone(new, old):
    assert accent_key(new) == old


def test_accent_key_keeps_the_tones_apart():
    assert accent_key("Hòa") != accent_key("Hóa")


def test_d_with_stroke_is_found_by_d_and_keeps_its_own_place():
    assert search_key("Đại Lộc") == "dai loc"
    assert normalise("\u00d0ại") == "Đại"  # the Icelandic letter that old converters leave
    assert sorted(["Đa", "Em", "Da", "Dy"], key=place_sort_key) == ["Da", "Dy", "Đa", "Em"]


def test_normalise_squeezes_every_kind_of_space():
    assert normalise("\ufeff  Hồ \u00a0 Tấn\t\nÂn ") == "Hồ Tấn Ân"


def assert_rising(keys: list[str]) -> None:
    assert keys == sorted(set(keys))


def test_places_sort_by_the_alphabet_then_by_the_tones():
    ordered = ["An", "Ăn", "Ân", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Ba Đình", "Đa", "Em", "Ưng"]
    assert_rising([place_sort_key(name) for name in ordered])


def test_numbers_in_names_sort_as_numbers():
    ordered = ["Phú Sơn", "Phú Sơn 1", "Phú Sơn 2", "Phú Sơn 10", "Phú Sơn 10A", "Phú Sơn Nam"]
    assert_rising([place_sort_key(name) for name in ordered])


def test_people_sort_by_given_name_then_middle_then_family():
    ordered = [
        "Trần An", "Lê Hữu An", "Bùi Văn An", "Nguyễn Văn An", "Nguyễn Văn Ái An",
        "Trần Văn Anh", "Lê Ánh", "Đỗ Ân", "Đặng Bình",
    ]  # fmt: skip
    assert_rising([person_sort_key(name) for name in ordered])


def test_anh_comes_before_another_tone_of_it_whatever_the_family_name():
    assert sorted(["Bùi Ánh", "Vũ Anh"], key=person_sort_key) == ["Vũ Anh", "Bùi Ánh"]


@given(ANYTHING)
def test_keys_are_idempotent_plain_and_never_fail(text):
    assert search_key(search_key(text)) == search_key(text)
    assert accent_key(accent_key(text)) == accent_key(text)
    assert normalise(normalise(text)) == normalise(text)
    assert re.fullmatch(r"[0-9a-z ]*", search_key(text))
    assert re.fullmatch(r"[0-9a-z]*", place_sort_key(text) + person_sort_key(text))


@given(NAMES)
def test_keys_do_not_depend_on_the_unicode_form_or_the_case(name):
    for key in (search_key, accent_key, place_sort_key, person_sort_key):
        assert key(unicodedata.normalize("NFD", name)) == key(name) == key(name.upper())


@given(NAMES, NAMES)
def test_names_share_a_sort_key_only_if_they_are_one_name(one, other):
    same = _unpadded(accent_key(one)) == _unpadded(accent_key(other))
    if place_sort_key(one) == place_sort_key(other):
        assert _tones_and_letters(one) == _tones_and_letters(other)
    if same:
        assert place_sort_key(one) == place_sort_key(other)
        assert person_sort_key(one) == person_sort_key(other)


@given(NAMES, NAMES.filter(search_key))
def test_a_shorter_name_sorts_before_the_longer_that_begins_with_it(name, more):
    assert place_sort_key(name) < place_sort_key(f"{name} {more}")


def _unpadded(text: str) -> str:
    return re.sub(r"0+(?=[0-9])", "", text)


def _tones_and_letters(text: str) -> list[str]:
    """Return the words without regard to where in the word the tone stands."""
    words = (unicodedata.normalize("NFD", word) for word in _unpadded(accent_key(text)).split())
    return ["".join(sorted(word)) for word in words]


ONSETS = ["", "b", "c", "d", "đ", "h", "kh", "ngh", "nh", "ph", "qu", "th", "tr"]
RHYMES = ["a", "ai", "an", "ang", "ăn", "âu", "e", "ê", "iên", "oa", "oan", "ô", "ơi", "uy", "ương"]
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]


def generated_names() -> list[str]:
    """Return a few thousand names of one to three syllables, all letters and tones in turn."""
    syllables = [
        accent_key(unicodedata.normalize("NFC", onset + rhyme[0] + tone + rhyme[1:]))
        for onset, rhyme, tone in itertools.product(ONSETS, RHYMES, TONES)
    ]
    pairs = [f"{a} {b}" for a, b in zip(syllables, syllables[7:] + syllables[:7], strict=True)]
    triples = [
        f"{a} {b} {a}" for a, b in zip(syllables, syllables[101:] + syllables[:101], strict=True)
    ]
    return list(dict.fromkeys(name.title() for name in syllables + pairs + triples))


@pytest.mark.django_db
def test_places_sort_like_icu_does():
    if connection.vendor != "postgresql":
        pytest.skip("asks PostgreSQL's vi-x-icu collation")
    names = generated_names()
    assert len(names) > 3000
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT name FROM unnest(%s::text[]) AS name ORDER BY name COLLATE "vi-x-icu"', [names]
        )
        by_icu = [name for (name,) in cursor.fetchall()]
    assert sorted(names, key=place_sort_key) == by_icu


@pytest.mark.django_db
def test_sort_keys_order_alike_under_every_collation():
    if connection.vendor != "postgresql":
        pytest.skip("asks PostgreSQL's collations")
    keys = sorted(place_sort_key(name) for name in generated_names())
    with connection.cursor() as cursor:
        for collation in ("C", "vi-x-icu", "en-x-icu"):
            cursor.execute(
                f'SELECT key FROM unnest(%s::text[]) AS key ORDER BY key COLLATE "{collation}"',
                [keys],
            )
            assert [key for (key,) in cursor.fetchall()] == keys


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("NguyÔn V¨n Hßa", "TCVN3"), ("Hµ", "TCVN3"), ("HuyÖn uû Hßa Vang", "TCVN3"),
     ("§Æng ThÞ Lª", "TCVN3"), ("Nguyeãn Vaên Hoøa", "VNI"), ("Ñaëng Thò Leä", "VNI"),
     ("HOØA VANG", "VNI"), ("Chi boä thoân Phöôùc Höng", "VNI")],
)  # fmt: skip
def test_text_of_the_days_before_unicode_is_recognised(text, encoding):
    assert looks_legacy(text) == encoding


@pytest.mark.parametrize(
    "text",
    ["Nguyễn Văn Hòa", "Hoà Vang", "Tân An", "hoà bình", "Võ Ân", "Trần Quốc Ước", "Bí thư",
     "François Müller", "José Nuñez", "São Paulo", "Hélène Citroën", "Straße", "Zürich", "naïve",
     "crème brûlée", "m²", "5 µm", "3×4", "© 2026", "«An»", "½", "25°C", "Bríu", "Hôih", "Hué",
     unicodedata.normalize("NFD", "Lê Tấn Ý"), "", "HTXSNV"],
)  # fmt: skip
def test_real_vietnamese_and_other_latin_text_raises_no_alarm(text):
    assert looks_legacy(text) is None


@pytest.mark.parametrize("name", ["Phú Hòa", "Thạch Nham Đông", "Túy Loan", "Lệ Sơn", "Hội Phước"])
def test_place_names_raise_no_alarm_in_either_spelling(name):
    assert looks_legacy(name) is None
    assert looks_legacy(unicodedata.normalize("NFD", name)) is None
