"""The pages and the command that read workbooks in."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from kombu.exceptions import OperationalError
from openpyxl import load_workbook

from cells.models import PartyCell
from common.models import ImportLine, ImportRun
from common.spreadsheets import open_book
from hoavang_portal import import_runs, tasks
from hoavang_portal.imports import KINDS
from tests import make
from tests.common.spreadsheets.books import xlsx
from tests.imports.runs import CADRES_FILE, CELLS_FILE, checked, uploaded, written

pytestmark = pytest.mark.django_db

GOOD = [["Tên chi bộ", "Xã", "Bí thư"], ["Chi bộ thôn Phú Hòa 1", "Hòa Nhơn", "Lê A"]]
MIXED = [*GOOD, ["Chi bộ thôn Phú Hòa 2", None, "Lê B"]]


@pytest.fixture
def district():
    return make.district(name="Huyện Hòa Vang")


@pytest.fixture
def officer(district):
    return make.district_officer(district)


@pytest.fixture
def browser(client, officer):
    client.force_login(officer)
    return client


def send(browser, content: bytes, name: str = "bang.xlsx", kind: str = ""):
    data = {"file": SimpleUploadedFile(name, content), "kind": kind}
    return browser.post(reverse("import_new"), data, follow=True)


def test_a_workbook_is_sent_looked_through_and_written(browser):
    page = send(browser, CELLS_FILE.read_bytes(), CELLS_FILE.name)
    run = ImportRun.objects.get()
    assert "Ghi 56 dòng" in page.content.decode()
    assert not PartyCell.objects.exists()
    asked = browser.get(reverse("import_write", args=[run.pk])).content.decode()
    assert "Thêm hoặc sửa: 9 đảng bộ, cấp ủy; 56 khu dân cư; 56 chi bộ; 168 xếp loại" in asked
    page = browser.post(reverse("import_write", args=[run.pk]), follow=True)
    assert PartyCell.objects.count() == 56
    assert "đã ghi" in page.content.decode()
    browser.post(reverse("import_write", args=[run.pk]))  # a second click
    assert PartyCell.objects.count() == 56


def test_the_button_says_how_many_rows_are_left_out(browser):
    page = send(browser, xlsx(MIXED).getvalue()).content.decode()
    assert "Ghi 1 dòng đúng, bỏ 1 dòng sai" in page
    assert "Chưa rõ xã" in page


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "bang.xlsx", "rỗng"),
        (b"PK\x03\x04 no", "bang.xlsx", "hỏng"),
        (b"%PDF-1.7", "bang.pdf", "không phải bảng tính"),
    ],
)
def test_what_is_no_workbook_is_refused_at_once(browser, content, name, sentence):
    page = send(browser, content, name)
    assert sentence in page.content.decode()
    assert not ImportRun.objects.exists()


def test_a_csv_file_is_read_too(browser):
    text = "\ufeffTên chi bộ;Xã;Số đảng viên\nChi bộ thôn A;Hòa Nhơn;12\n"
    send(browser, text.encode(), "bang.csv")
    run = ImportRun.objects.get()
    assert (run.state, run.counts["create"], run.counts.get("note")) == ("checked", 1, None)


def test_lines_are_filtered_by_outcome_and_downloaded_as_shown(browser, officer):
    run = checked(MIXED, officer)
    address = reverse("import_detail", args=[run.pk])
    page = browser.get(address, {"ket_qua": "fault"}).content.decode()
    assert "Chưa rõ xã" in page
    assert "Lê A" not in page
    answer = browser.get(address, {"ket_qua": "fault", "xuat": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    values = list(sheet.values)
    assert len(values) == 2
    assert values[1][:2] == ("Trang 1", 3)


def test_a_long_list_of_lines_costs_no_more_queries(browser, officer, django_assert_num_queries):
    run = checked(GOOD, officer)
    address = reverse("import_detail", args=[run.pk])
    browser.get(address)
    with django_assert_num_queries(7):
        browser.get(address)
    ImportLine.objects.bulk_create(
        ImportLine(run=run, sheet="A", row=n, outcome="note", message="x") for n in range(30)
    )
    with django_assert_num_queries(7):
        browser.get(address)


def test_progress_polls_until_the_run_is_finished(browser, officer):
    run = uploaded(GOOD, officer)
    address = reverse("import_progress", args=[run.pk])
    part = browser.get(address)
    assert 'hx-trigger="every 1s"' in part.content.decode()
    assert "HX-Redirect" not in part.headers
    tasks.check_import(run.pk)
    part = browser.get(address)
    assert "hx-trigger" not in part.content.decode()
    assert part.headers["HX-Redirect"] == reverse("import_detail", args=[run.pk])


def test_a_colleague_looks_but_does_not_write(client, district, officer):
    run = checked(GOOD, officer)
    client.force_login(make.district_officer(district))
    page = client.get(reverse("import_detail", args=[run.pk]))
    assert page.status_code == 200
    assert "Ghi 1 dòng" not in page.content.decode()
    assert client.post(reverse("import_write", args=[run.pk])).status_code == 404


def test_a_dropped_run_cannot_be_written(browser, officer):
    run = checked(GOOD, officer)
    browser.post(reverse("import_drop", args=[run.pk]))
    page = browser.post(reverse("import_write", args=[run.pk]), follow=True)
    assert "không ghi được" in page.content.decode()
    assert not PartyCell.objects.exists()


def test_a_run_is_read_again_against_what_is_stored_now(browser, officer):
    run = checked(GOOD, officer)
    written(GOOD, officer)
    browser.post(reverse("import_recheck", args=[run.pk]))
    run.refresh_from_db()
    assert (run.state, run.counts.get("same")) == ("checked", 1)


def test_the_same_file_once_more_is_told(browser, officer):
    written(GOOD, officer, name="mot.xlsx")
    first = ImportRun.objects.get()
    with first.file.open() as file:
        content = file.read()
    page = send(browser, content, "hai.xlsx")
    assert "Đã nhập tệp này" in page.content.decode()


def test_what_no_worker_finished_is_taken_up_again(officer):
    run = uploaded(GOOD, officer)
    assert tasks.resume_imports() == 0  # too young
    old = run.created_at - 2 * tasks.LEFT_BEHIND
    ImportRun.objects.filter(pk=run.pk).update(created_at=old)
    assert tasks.resume_imports() == 1
    run.refresh_from_db()
    assert run.state == "checked"


def test_without_a_broker_answering_the_run_waits(officer, settings, monkeypatch):
    def no_broker(_run_id):
        raise OperationalError

    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(tasks.check_import, "delay", no_broker)
    run = uploaded(GOOD, officer)
    tasks.start(run)
    run.refresh_from_db()
    assert run.state == "waiting"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_template_is_recognised_when_it_comes_back(browser, kind):
    answer = browser.get(reverse("import_template", args=[kind.code]))
    content = b"".join(answer.streaming_content)
    book = load_workbook(io.BytesIO(content))
    example = dict(
        zip([c.value for c in book.worksheets[0][1]], kind.template_columns, strict=True)
    )
    facts = kind.examples[0]
    book.worksheets[0].append([facts.get(column.name) for column in example.values()])
    file = io.BytesIO()
    book.save(file)
    run = checked(file, make.district_officer(make.district()), name="mau.xlsx")
    assert (run.state, run.kind) == ("checked", kind.code)


def command(*arguments: str) -> str:
    out = io.StringIO()
    call_command("import_workbook", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_reads_then_writes(officer):
    said = command(str(CELLS_FILE), "--as", officer.username)
    assert "chi bộ: thêm 56, sửa 0, giữ 0" in said
    assert "Đọc thử, chưa ghi gì" in said
    assert not PartyCell.objects.exists()
    assert "Đã ghi 56 dòng." in command(str(CELLS_FILE), "--as", officer.username, "--write")
    assert "thêm 54" in command(str(CADRES_FILE), "--write")
    assert "không có gì mới" in command(str(CELLS_FILE), "--write")


def test_the_command_ends_with_1_on_faults(officer, tmp_path):
    path = tmp_path / "bang.xlsx"
    path.write_bytes(xlsx(MIXED).getvalue())
    with pytest.raises(SystemExit) as ended:
        command(str(path), "--as", officer.username, "--write")
    assert (ended.value.code, PartyCell.objects.count()) == (1, 0)
    with pytest.raises(SystemExit):
        command(str(path), "--as", officer.username, "--write-good-rows")
    assert PartyCell.objects.count() == 1


def test_the_command_acts_for_nobody_without_the_right(district, tmp_path):
    path = tmp_path / "bang.xlsx"
    path.write_bytes(xlsx(GOOD).getvalue())
    inspector = make.inspector(district)
    with pytest.raises(CommandError, match="không được nhập bảng tính"):
        command(str(path), "--as", inspector.username)
    with pytest.raises(CommandError, match="No such file"):
        command(str(tmp_path / "khong-co.xlsx"))


def test_both_samples_come_in_on_top_of_the_demo(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_demo", stdout=io.StringIO())
    cells = written(CELLS_FILE, None)
    assert cells.state == "done"
    messages = set(cells.lines.filter(outcome="fault").values_list("message", flat=True))
    assert messages
    assert all(re.match(r"Năm \d{4} (đã|đang) xếp", message) for message in messages)
    assert "create" not in cells.counts["tally"]["cells.partycell"]
    people = written(CADRES_FILE, None)
    assert (people.state, people.counts["bad_rows"]) == ("done", 0)
    assert people.counts["tally"]["assignments.assignment"] == {"create": 54}
    assert written(CADRES_FILE, None).counts["tally"]["assignments.assignment"] == {"same": 54}


def test_two_orders_to_write_are_one(officer):
    run = checked(GOOD, officer)
    first = import_runs.order_write(run=run, by=officer)
    second = import_runs.order_write(run=run, by=officer)
    assert first.state == second.state == "writing"
    with open_book(io.BytesIO(xlsx(GOOD).getvalue()), "a.xlsx"):
        tasks.write_import(run.pk)
        tasks.write_import(run.pk)
    assert PartyCell.objects.count() == 1
