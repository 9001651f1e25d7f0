"""The two passes: what is shown is what is written, once, or nothing is."""

import pytest
from django.core.cache import cache
from django.db import transaction

from cells.models import Committee, PartyCell
from common.importing import check_run, engine, progress_of, write_run
from common.models import AuditEntry, ImportRun
from hoavang_portal.imports import KINDS
from tests import make
from tests.imports.runs import checked, faults, notes, outcomes, uploaded, written

pytestmark = pytest.mark.django_db

HEADER = ["Tên chi bộ", "Xã", "Bí thư", "Số đảng viên"]
GOOD = [HEADER, ["Chi bộ thôn Phú Hòa 1", "Hòa Nhơn", "Lê A", 20]]
MIXED = [*GOOD, ["Chi bộ thôn Phú Hòa 2", "Hòa Nhơn", "Lê B", "hai mươi"]]


@pytest.fixture
def officer():
    return make.district_officer(make.district(name="Huyện Thử"))


def order(run: ImportRun) -> None:
    ImportRun.objects.filter(pk=run.pk).update(state="writing")


def test_the_dry_run_writes_nothing_and_tells_what_would_happen(officer):
    run = checked(GOOD, officer)
    assert (run.state, run.kind, outcomes(run)) == ("checked", "cells", {"create": 1})
    assert run.counts["tally"]["cells.committee"] == {"create": 1}
    assert not PartyCell.objects.exists()
    assert not AuditEntry.objects.exists()


def test_writing_does_what_was_shown_and_leaves_a_trail_of_each_thing(officer):
    run = written(GOOD, officer)
    assert run.state == "done"
    assert PartyCell.objects.get().secretary_name == "Lê A"
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert acts == {"import_committee", "import_area", "import_cell", "write_import"}
    entry = AuditEntry.objects.get(act="import_cell")
    assert entry.by == officer
    assert entry.reason == "Nhập từ bảng tính bang.xlsx, trang “Trang 1”, dòng 2"


def test_the_same_file_twice_changes_nothing(officer):
    written(GOOD, officer)
    entries = AuditEntry.objects.count()
    run = written(GOOD, officer)
    assert outcomes(run) == {"same": 1}
    assert AuditEntry.objects.count() == entries + 1  # the run itself


def test_wrong_rows_are_named_and_left_out(officer):
    run = written(MIXED, officer)
    assert faults(run) == [
        (
            "Trang 1",
            3,
            "D (Số đảng viên)",
            "hai mươi",
            "Ô này phải là số nguyên, ví dụ 43 hoặc 1.234",
        )
    ]
    assert list(PartyCell.objects.values_list("name", flat=True)) == ["Chi bộ thôn Phú Hòa 1"]


def test_what_only_a_wrong_row_needs_is_not_made(officer):
    rows = [HEADER, ["Chi bộ thôn Phú Hòa 2", "Hòa Nhơn", "Lê B", "hai mươi"]]
    written(rows, officer)
    assert not Committee.objects.communes().exists()


def test_data_changed_since_the_dry_run_is_shown_again_and_nothing_written(officer):
    written(GOOD, officer)
    changed = [HEADER, ["Chi bộ thôn Phú Hòa 1", "Hòa Nhơn", "Lê Mới", 20]]
    run = checked(changed, officer)
    PartyCell.objects.update(secretary_name="Lê Giữa Chừng")
    order(run)
    run = write_run(run.pk, KINDS)
    assert (run.state, run.problem[:19]) == ("checked", "Dữ liệu đã đổi từ l")
    assert PartyCell.objects.get().secretary_name == "Lê Giữa Chừng"
    assert run.lines.get().changes == [["bí thư", "Lê Giữa Chừng", "Lê Mới"]]
    order(run)
    assert write_run(run.pk, KINDS).state == "done"


def test_a_second_delivery_of_either_pass_does_nothing(officer):
    run = written(GOOD, officer)
    entries = AuditEntry.objects.count()
    assert write_run(run.pk, KINDS).state == "done"
    assert check_run(run.pk, KINDS).state == "done"
    assert AuditEntry.objects.count() == entries


def test_a_pass_taken_up_again_after_a_killed_worker_ends_well(officer):
    run = uploaded(GOOD, officer)
    ImportRun.objects.filter(pk=run.pk).update(state="checking")
    run = check_run(run.pk, KINDS)
    assert (run.state, outcomes(run)) == ("checked", {"create": 1})


def test_a_pass_that_kills_its_worker_again_and_again_is_given_up(officer):
    run = uploaded(GOOD, officer)
    ImportRun.objects.filter(pk=run.pk).update(state="checking", options={"tries": 3})
    run = check_run(run.pk, KINDS)
    assert (run.state, run.problem[:10]) == ("failed", "Đã thử 3 l")


def test_an_unexpected_error_ends_the_run_with_a_sentence_and_in_the_log(
    officer, monkeypatch, caplog
):
    def broken(*_args, **_kwargs):
        message = "boom"
        raise ValueError(message)

    run = checked(GOOD, officer)
    order(run)
    monkeypatch.setattr("cells.imports.chunk.store_units", broken)
    run = write_run(run.pk, KINDS)
    assert (run.state, PartyCell.objects.count()) == ("failed", 0)
    assert "chưa ghi gì" in run.problem
    assert "boom" in caplog.text


def test_a_failure_in_the_last_chunk_writes_nothing_of_the_first(officer, monkeypatch):
    rows = [HEADER, *([f"Chi bộ thôn Số {n}", "Hòa Nhơn", "Lê A", n] for n in range(1, 6))]
    run = checked(rows, officer)
    order(run)
    monkeypatch.setattr(engine, "CHUNK", 2)
    taken = KINDS[0].take

    def take(lines, context):
        if lines[0].row > 4:
            message = "boom"
            raise ValueError(message)
        return taken(lines, context)

    monkeypatch.setattr(KINDS[0], "take", take)
    assert write_run(run.pk, KINDS).state == "failed"
    assert not PartyCell.objects.exists()


def test_a_run_dropped_while_it_is_read_stays_dropped(officer, monkeypatch):
    run = uploaded(GOOD, officer)
    taken = KINDS[0].take

    def take(lines, context):
        result = taken(lines, context)
        ImportRun.objects.filter(pk=run.pk).update(state="dropped")
        return result

    monkeypatch.setattr(KINDS[0], "take", take)
    monkeypatch.setattr(transaction, "set_rollback", lambda _value: None)
    assert check_run(run.pk, KINDS).state == "dropped"


def test_progress_is_told_while_lines_are_read(officer, monkeypatch):
    seen: list[tuple[str, int]] = []
    kept = cache.set

    def keep(key, value, *rest):
        seen.append((key, value))
        kept(key, value, *rest)

    monkeypatch.setattr(engine, "CHUNK", 1)
    monkeypatch.setattr(cache, "set", keep)
    run = checked(MIXED, officer)
    told = [value for key, value in seen if key == f"import-progress:{run.pk}"]
    assert told == [1, 2]
    assert progress_of(run) == 0  # finished: nothing is kept


def test_a_chosen_kind_names_the_columns_that_lack(officer):
    run = checked(GOOD, officer, kind="ratings")
    assert run.state == "failed"
    assert run.problem == "Trang “Trang 1”, dòng tiêu đề 1: thiếu cột “Năm”, “Mức xếp loại”."


def test_a_table_that_nobody_knows_is_refused_with_the_way_on(officer):
    run = checked([["Ngày", "Việc"], ["1/1/2026", "Họp"]], officer)
    assert run.state == "failed"
    assert "không nhận ra đây là bảng gì" in run.problem


def test_text_in_an_old_encoding_is_refused_with_the_way_to_convert_it(officer):
    header = ["Tªn chi bé", "X·", "BÝ th­", "Sè §V"]
    run = checked([header, ["Chi bé th«n Phó Hßa", "Hßa Nh¬n", "Lª A", 3]], officer)
    assert run.state == "failed"
    assert "TCVN3" in run.problem
    assert "UniKey" in run.problem


def test_a_cell_in_an_old_encoding_is_a_fault_of_that_cell(officer):
    run = checked([*GOOD, ["Chi bộ thôn Phú Hòa 3", "Hòa Nhơn", "NguyÔn V¨n ChiÕn", 3]], officer)
    ((_sheet, row, column, _value, message),) = faults(run)
    assert (row, column) == (3, "C (Bí thư)")
    assert "UniKey" in message


def test_a_repeated_line_is_noted_and_a_contradicting_one_is_a_fault(officer):
    rows = [*GOOD, GOOD[1], ["thôn Phú Hoà 1", "Hòa Nhơn", "Lê Khác", 20]]
    run = checked(rows, officer)
    assert (3, "A (Tên chi bộ)", "Chi bộ thôn Phú Hòa 1", "Trùng dòng 2, bỏ qua") in notes(run)
    ((_sheet, row, _column, value, message),) = faults(run)
    assert (row, value) == (4, "thôn Phú Hoà 1")
    assert message == "Đã ghi ở dòng 2 với nội dung khác; chỉ để lại một dòng đúng"


def test_rows_are_written_in_ones_own_district_only(officer):
    far = make.district(name="Huyện Xa")
    commune = make.commune(parent=far, name="Hòa Xa")
    make.cell(area=make.area(commune=commune, name="Phú Xa"))
    rows = [
        ["Tên chi bộ", "Xã", "Năm", "Mức xếp loại"],
        ["Chi bộ thôn Phú Xa", "Hòa Xa", 2025, "HTTNV"],
    ]
    run = checked(rows, officer)
    ((_sheet, _row, column, _value, message),) = faults(run)
    assert column == "B (Xã)"
    assert message == "Không có xã “Hòa Xa” trong địa bàn được phân quyền; ghi đúng tên xã"
    assert outcomes(checked(rows, make.district_officer(far))) == {"create": 1}


def test_another_role_elsewhere_does_not_widen_where_one_writes(officer):
    far = make.district(name="Huyện Xa")
    make.commune(parent=far, name="Hòa Xa")
    make.grant(user=officer, role="inspector", committee=far)
    run = checked([HEADER, ["Chi bộ thôn A", "Hòa Xa", "Lê A", 1]], officer)
    assert run.counts["tally"]["cells.committee"] == {"create": 1}  # of the own district
