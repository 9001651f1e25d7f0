"""Ten thousand rows: memory stays flat, queries stay few a chunk."""

import io
import time
import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from cells.models import PartyCell
from common.importing import check_run, write_run
from common.models import ImportRun
from hoavang_portal.imports import KINDS
from tests import make
from tests.imports.runs import uploaded

ROWS = 10_000
MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 60


def workbook(rows: int) -> io.BytesIO:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách")
    sheet.append(["TT", "Tên chi bộ", "Xã", "Bí thư", "Số ĐV", "Ngày SH", "Số hộ", "XL 2024"])
    for n in range(rows):
        commune = f"Hòa Thử {n // 100}"
        facts = ["Nguyễn Văn Thử", 20 + n % 30, f"ngày {1 + n % 28}", 100 + n % 400, "HTTNV"]
        sheet.append([n + 1, f"Chi bộ thôn Số {n}", commune, *facts])
    file = io.BytesIO()
    book.save(file)
    return file


@pytest.mark.django_db
def test_a_long_workbook_is_read_and_written_with_flat_memory(capsys):
    officer = make.district_officer(make.district(name="Huyện Thử"))
    run = uploaded(workbook(ROWS), officer)
    tracemalloc.start()  # makes everything several times slower: the write below goes without
    try:
        check_run(run.pk, KINDS)
        peak = tracemalloc.get_traced_memory()[1] / MEGABYTE
    finally:
        tracemalloc.stop()
    ImportRun.objects.filter(pk=run.pk).update(state="writing")
    began = time.perf_counter()
    run = write_run(run.pk, KINDS)
    seconds = time.perf_counter() - began
    with capsys.disabled():
        print(f"\n{ROWS} rows: peak of the dry run {peak:.1f} MB, written in {seconds:.1f} s")
    assert (run.state, PartyCell.objects.count()) == ("done", ROWS)
    assert peak < MOST_MEGABYTES


@pytest.mark.django_db
def test_queries_grow_with_the_chunks_not_with_the_rows():
    officer = make.district_officer(make.district(name="Huyện Thử"))
    counts = []
    for rows in (30, 300):
        run = uploaded(workbook(rows), officer)
        with CaptureQueriesContext(connection) as queries:
            check_run(run.pk, KINDS)
        counts.append(len(queries))
    assert counts[1] < 2 * counts[0]  # rows are stored in batches
