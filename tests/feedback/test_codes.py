"""The sender's code: long enough, the same for the same form, faults of copying noticed."""

from hypothesis import given
from hypothesis import strategies as st

from feedback.rules.codes import ALPHABET, code_for, hash_of, parse_code, shown

SECRET = "bí mật của cổng"
keys = st.uuids().map(str)


def test_a_code_is_five_groups_that_can_be_read_aloud():
    code = shown(code_for("khóa của tờ khai", secret=SECRET))
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4, 2]
    assert not set("ILOU") & set(code)


def test_the_same_form_has_the_same_code_and_another_portal_another():
    assert code_for("a", secret=SECRET) == code_for("a", secret=SECRET)
    assert code_for("a", secret=SECRET) != code_for("b", secret=SECRET)
    assert code_for("a", secret=SECRET) != code_for("a", secret="khác")


@given(keys)
def test_a_code_is_understood_however_it_is_typed(key):
    code = code_for(key, secret=SECRET)
    assert parse_code(shown(code)) == code
    assert parse_code(f"  {shown(code).lower().replace('-', ' – ')} ") == code
    assert parse_code(code.replace("0", "O").replace("1", "l")) == code


@given(keys, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_noticed(key, place, sign):
    code = code_for(key, secret=SECRET)
    wrong = code[:place] + sign + code[place + 1 :]
    assert (parse_code(wrong) is None) == (wrong != code)


@given(keys, st.integers(0, 14))
def test_two_neighbours_swapped_are_noticed(key, place):
    code = code_for(key, secret=SECRET)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (parse_code(wrong) is None) == (wrong != code)


@given(st.text(max_size=40))
def test_anything_else_is_no_code(text):
    found = parse_code(text)
    assert found is None or len(found) == 18


def test_what_is_stored_does_not_show_the_code():
    code = code_for("a", secret=SECRET)
    assert code not in hash_of(code)
    assert len(hash_of(code)) == 64
