"""Forms read what offices type, say what to do, run actions and show two versions of one thing."""

import datetime
import unicodedata
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.html import parse_html

from cells.models import Committee, PartyCell
from common import audit, editing
from common.errors import RuleBroken
from common.filters import FilterForm
from common.forms import DayField, PortalForm, PortalModelForm, ReasonField, render_form
from common.inputs import QuickSelect
from common.picking import PickField, pick_options
from tests import make

pytestmark = pytest.mark.urls("tests.common.gallery_urls")

# --- Days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["05/02/2026", "5/2/2026", "5.2.2026", "05-02-2026", " 05/02/2026 ", "05 02 2026", "05022026"],
)
def test_a_day_is_read_however_it_is_typed(typed):
    assert DayField().clean(typed) == datetime.date(2026, 2, 5)


@pytest.mark.parametrize("typed", ["2026/02/05", "05/02/26", "mai", "05/13/2026", "05/02", "0/0/0"])
def test_what_is_no_day_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError, match="ngày/tháng/năm, ví dụ 05/02/2026"):
        DayField().clean(typed)


def test_a_day_the_calendar_lacks_is_named_with_the_length_of_its_month():
    with pytest.raises(ValidationError, match=r"31/11/2019 không có trong lịch.*có 30 ngày"):
        DayField().clean("31/11/2019")


def test_an_optional_day_may_be_left_empty():
    assert DayField(required=False).clean("") is None


# --- What is typed --------------------------------------------------------------------------------


class NoteForm(PortalForm):
    name = forms.CharField(label="Tên", max_length=7)
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    secret = forms.CharField(required=False, widget=forms.PasswordInput)
    members = forms.IntegerField(required=False)
    points = forms.DecimalField(required=False)
    starts_at = forms.TimeField(required=False)


def test_text_is_kept_in_one_spelling_before_its_length_is_checked():
    form = NoteForm({"name": unicodedata.normalize("NFD", "  Cẩm\u00a0 Nê ")})
    assert form.is_valid()
    assert form.cleaned_data["name"] == "Cẩm Nê"


def test_lines_of_a_note_are_kept_and_tidied():
    form = NoteForm({"name": "a", "note": " một  hai \r\n\r\nba "})
    assert form.is_valid()
    assert form.cleaned_data["note"] == "một hai\n\nba"


def test_passwords_are_taken_as_typed():
    form = NoteForm({"name": "a", "secret": " hai  cách "})
    assert form["secret"].data == " hai  cách "


def test_numbers_are_read_as_they_are_written_here():
    form = NoteForm({"name": "a", "members": "1.366", "points": "86,94", "starts_at": "19:00"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["members"] == 1366
    assert form.cleaned_data["points"] == Decimal("86.94")
    assert NoteForm({"points": "1.234,5"})["points"].data == "1234,5"
    assert NoteForm({"points": "1.234"})["points"].data == "1.234"


def test_an_empty_mandatory_field_says_what_to_do():
    form = NoteForm({})
    assert form.errors["name"] == ["Mục này phải điền."]


def test_a_reason_is_more_than_a_word():
    assert not ReasonField().required or ReasonField().clean("Họp bất thường")
    with pytest.raises(ValidationError):
        ReasonField().clean("ok")


# --- How it looks ---------------------------------------------------------------------------------


class ShownForm(PortalForm):
    held_on = DayField(label="Ngày họp", help_text="Ngày/tháng/năm")
    kind = forms.ChoiceField(
        label="Loại", choices=[("r", "Thường kỳ"), ("t", "Chuyên đề")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Ghi chú", required=False)
    agreed = forms.BooleanField(label="Đã đọc")


def _written(form):
    return " ".join(render_to_string("components/form.html", {"form": form, "verb": "Lưu"}).split())


def test_mandatory_and_optional_fields_are_told_apart():
    page = _written(ShownForm())
    assert "Ngày họp *" in page
    assert 'Ghi chú <span class="optional">(không bắt buộc)</span>' in page


def test_a_field_is_tied_to_its_hint_and_its_error():
    page = _written(ShownForm({"held_on": "mai"}))
    assert 'aria-describedby="id_held_on_helptext id_held_on_error"' in page
    assert 'id="id_held_on_error"' in page
    assert 'aria-invalid="true"' in page


def test_the_summary_links_each_error_to_its_control():
    page = _written(ShownForm({"held_on": "mai"}))
    assert "Có 3 chỗ cần sửa" in page
    for anchor in ("id_held_on", "id_kind_0", "id_agreed"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page


def test_what_was_typed_stays_in_a_refused_form():
    assert 'value="mai"' in _written(ShownForm({"held_on": "mai"}))


# --- Running an action ----------------------------------------------------------------------------


def test_an_action_gets_what_was_typed_and_what_the_view_fixes():
    form = NoteForm({"name": "Cẩm Nê", "secret": "x"})
    got = {}

    def act(**given):
        got.update(given)
        return "xong"

    assert form.perform(act, by="ai đó", secret="cố định")
    assert (got["name"], got["by"], got["secret"]) == ("Cẩm Nê", "ai đó", "cố định")
    assert form.result == "xong"


def test_wrong_input_runs_nothing():
    form = NoteForm({})
    assert not form.perform(lambda **_given: pytest.fail("ran"))


@pytest.mark.parametrize(("field", "place"), [("name", "name"), ("", "__all__"), ("no", "__all__")])
def test_a_refusal_stands_at_its_field(field, place):
    def refuse(**_given):
        raise RuleBroken("Quý này đã chốt.", field=field)

    form = NoteForm({"name": "a"})
    assert not form.perform(refuse)
    assert form.errors[place] == ["Quý này đã chốt."]


@pytest.mark.parametrize(("is_htmx", "code"), [(True, 422), (False, 200)])
def test_htmx_gets_422_for_refused_input(rf, is_htmx, code):
    request = rf.get("/")
    request.htmx = is_htmx
    form = NoteForm({})
    form.is_valid()
    answer = render_form(request, "components/error_summary.html", form)
    assert isinstance(answer, HttpResponse)
    assert answer.status_code == code
    assert render_form(request, "components/error_summary.html", NoteForm()).status_code == 200


# --- Two people edit one thing --------------------------------------------------------------------


class CommuneForm(PortalModelForm):
    class Meta:
        model = Committee
        fields = ("name", "code", "valid_from")
        labels = {"name": "Tên"}


def _edit(*, pk, version, by, **changes):
    row = editing.lock_for_edit(Committee.objects.all(), pk=pk, version=version)
    before = editing.save_edit(row, changes)
    audit.record("edit_committee", row, by=by, before=before, after=changes)
    return row


def _typed(form, **changes):
    """Return what a browser would send for `form` after `changes`."""
    fields = {bound.html_name: bound.value() or "" for bound in form}
    return {**fields, **changes}


@pytest.fixture
def two_editors(db):
    commune = make.commune(name="Hòa Khương", code="20281")
    first, second = (make.district_officer(commune.parent) for _each in range(2))
    return commune, first, second, CommuneForm(instance=commune), CommuneForm(instance=commune)


def test_an_edit_of_the_opened_version_is_saved(two_editors):
    commune, first, _second, page, _other = two_editors
    form = CommuneForm(_typed(page, name="Hòa Phong", valid_from="01/07/2025"), instance=commune)
    assert form.perform(_edit, pk=commune.pk, by=first), form.errors
    commune.refresh_from_db()
    assert (commune.name, commune.version) == ("Hòa Phong", 2)
    assert commune.valid_from == datetime.date(2025, 7, 1)


def _in_conflict(two_editors):
    commune, first, second, page, other_page = two_editors
    fresh = Committee.objects.get(pk=commune.pk)
    assert CommuneForm(_typed(page, name="Hòa Phong"), instance=fresh).perform(
        _edit, pk=commune.pk, by=first
    )
    stale = Committee.objects.get(pk=commune.pk)
    form = CommuneForm(_typed(other_page, name="Hòa Nhơn"), instance=stale)
    assert not form.perform(_edit, pk=commune.pk, by=second)
    return form


def test_the_second_editor_sees_both_versions_and_who_saved(two_editors):
    form = _in_conflict(two_editors)
    name, code, _from = form.conflict.rows
    assert (name.opened, name.saved, name.typed) == ("Hòa Khương", "Hòa Phong", "Hòa Nhơn")
    assert name.is_different
    assert not code.is_different
    assert form.conflict.differing == 1
    assert form.conflict.entry.by == two_editors[1]


def test_sending_the_same_once_more_saves_over(two_editors):
    commune, _first, second, *_pages = two_editors
    form = _in_conflict(two_editors)
    again = {bound.html_name: bound.value() or "" for bound in form}
    fresh = Committee.objects.get(pk=commune.pk)
    assert CommuneForm(again, instance=fresh).perform(_edit, pk=commune.pk, by=second)
    commune.refresh_from_db()
    assert (commune.name, commune.version) == ("Hòa Nhơn", 3)


def test_the_page_of_a_conflict_shows_three_values_and_two_ways_on(two_editors):
    page = render_to_string(
        "components/form.html", {"form": _in_conflict(two_editors), "verb": "Lưu", "back": "/x/"}
    )
    for piece in ("Hòa Khương", "Hòa Phong", "Hòa Nhơn", "Lưu bản của tôi", "Giữ bản đã lưu"):
        assert piece in page
    assert "&quot;version&quot;" not in page


def test_a_form_never_saves_by_itself(two_editors):
    commune, _first, _second, page, _other = two_editors
    form = CommuneForm(_typed(page), instance=commune)
    assert form.is_valid()
    with pytest.raises(NotImplementedError):
        form.save()


# --- Choosing one row of many ---------------------------------------------------------------------


def _label(cell):
    return f"{cell.name}, {cell.committee.name}"


class PickForm(PortalForm):
    cell = PickField(label="Chi bộ", label_of=_label)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.choose_from("cell", PartyCell.objects.select_related("committee"))


@pytest.fixture
def cells(db):
    khuong, phong = make.commune(name="Xã Hòa Khương"), make.commune(name="Xã Hòa Phong")
    places = [("Phú Sơn", khuong), ("Phú Sơn 2", khuong), ("Cẩm Nê", khuong), ("Cẩm Nê", phong)]
    return [make.cell(committee=commune, name=name) for name, commune in places]


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Phú Sơn", 0),
        ("phu son", 0),
        ("PHÚ SƠN, xã hoà khương", 0),
        ("phu son 2", 1),
        ("Cẩm Nê, Xã Hòa Phong", 3),
        ("cam ne, hoa phong", 3),
    ],
)
def test_typed_text_finds_its_row_without_accents(cells, typed, place):
    form = PickForm({"cell": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["cell"] == cells[place]


def test_text_that_fits_several_rows_names_them(cells):
    form = PickForm({"cell": "cam ne"})
    message = form.errors["cell"][0]
    assert "Cẩm Nê, Xã Hòa Khương; Cẩm Nê, Xã Hòa Phong" in message


def test_unknown_text_is_repeated(cells):
    assert "“Đà Lạt”" in PickForm({"cell": "Đà Lạt"}).errors["cell"][0]


def test_a_row_out_of_scope_is_unknown(cells):
    form = PickForm({"cell": "Phú Sơn"})
    form.choose_from("cell", PartyCell.objects.none())
    assert "cell" in form.errors


def test_the_field_shows_the_label_of_its_row(cells):
    for initial in (cells[0], cells[0].pk):
        page = str(PickForm(initial={"cell": initial})["cell"])
        assert 'value="Phú Sơn, Xã Hòa Khương"' in page
        assert page.count("<option") == 4


def test_forms_do_not_share_the_rows_to_choose_from(cells):
    narrow, wide = PickForm(), PickForm()
    narrow.choose_from("cell", PartyCell.objects.none())
    assert str(narrow["cell"]).count("<option") == 0
    assert str(wide["cell"]).count("<option") == 4


def test_a_look_up_answers_with_the_fitting_rows(cells):
    request = RequestFactory().get("/tim-chi-bo/?cell=cam+ne")
    rows = PartyCell.objects.select_related("committee")
    page = pick_options(request, rows, _label).content.decode()
    assert page.count("<option") == 2
    assert "Cẩm Nê, Xã Hòa Phong" in page


# --- Filters --------------------------------------------------------------------------------------


class CellFilters(FilterForm):
    q = forms.CharField(label="Chi bộ")
    kind = forms.ChoiceField(label="Loại", choices=[("", "Mọi loại"), ("thon", "Chi bộ thôn")])
    late = forms.BooleanField(label="Chỉ hàng trễ")


def _filters(address):
    return CellFilters(RequestFactory().get(address).GET)


def test_filters_in_use_are_words_with_the_address_that_drops_each():
    filters = _filters("/?q=hoa&kind=thon&late=on&trang=3&xuat=csv")
    assert filters.chosen == {"q": "hoa", "kind": "thon", "late": True}
    assert [chip.text for chip in filters.chips] == [
        "Chi bộ: hoa",
        "Loại: Chi bộ thôn",
        "Chỉ hàng trễ",
    ]
    assert filters.chips[0].without == "?kind=thon&late=on"


def test_nonsense_in_an_address_filters_nothing():
    assert _filters("/?kind=khong-co").chosen == {}


def test_a_quick_select_writes_what_djangos_writes() -> None:
    choices = [("", "Tất cả"), ("1", "Hòa Khương"), ("2", "A < B & “C”")]
    slow = forms.Select(attrs={"class": "form-select"}, choices=choices)
    quick = QuickSelect.in_place_of(slow)
    for value in ("", "2", None):
        parts = [parse_html(widget.render("xa", value)) for widget in (slow, quick)]
        assert parts[0] == parts[1]
