"""Columns that several tables of people share."""

from functools import partial
from typing import Any

from assignments.models import Cadre
from common.spreadsheets import Column, choice_parser, parse_int, parse_text, parse_year
from common.vietnamese import search_key

__all__ = ["AREA", "COMMUNE", "NAME", "PERSON", "VISITS"]

GENDERS = {Cadre.Gender.MAN.value: ("Nam",), Cadre.Gender.WOMAN.value: ("Nữ",)}


def _birth_year_or_mark(value: Any) -> int:
    """Return the birth year in a column "Nam" or "Nữ"; 0 for an x, which tells the gender alone."""
    return 0 if search_key(parse_text(value)) == "x" else parse_year(value)


NAME = Column(
    "name",
    "Họ và tên",
    ("Họ tên", "Họ và tên cán bộ", "Cán bộ", "Họ, tên", "Tên cán bộ"),
    required=True,
    hint="Nguyễn Văn A",
)
AGENCY = Column(
    "agency",
    "Cơ quan",
    ("Đơn vị", "Đơn vị công tác", "Cơ quan, đơn vị", "Cơ quan công tác", "Tên cơ quan"),
    hint="Phòng Nội vụ; để trống khi các dòng nằm dưới dòng nhóm tên cơ quan",
)
PERSON = (
    NAME,
    AGENCY,
    Column("birth_year", "Năm sinh", parse=parse_year, hint="1975"),
    Column("born_man", "Năm sinh (Nam)", ("Nam", "Năm sinh Nam"), parse=_birth_year_or_mark),
    Column("born_woman", "Năm sinh (Nữ)", ("Nữ", "Năm sinh Nữ"), parse=_birth_year_or_mark),
    Column("gender", "Giới tính", parse=choice_parser(GENDERS), hint="Nam hoặc Nữ"),
    Column("position", "Chức vụ", ("Chức danh",), hint="Phó Trưởng phòng"),
    Column(
        "post",
        "Chức vụ, đơn vị công tác",
        ("Chức vụ, cơ quan công tác", "Chức vụ, đơn vị", "Chức vụ, cơ quan"),
        hint="Chuyên viên, Phòng Nội vụ",
    ),
)
COMMUNE = Column(
    "commune",
    "Xã",
    ("Xã, phường", "Tên xã", "Địa bàn xã", "Đảng ủy xã", "Đảng bộ xã"),
    hint="Hòa Nhơn",
)
AREA = Column(
    "area",
    "Khu dân cư",
    ("Chi bộ thôn", "Thôn", "Chi bộ", "Thôn, khu dân cư", "Khu dân cư được phân công", "Tên thôn"),
    required=True,
    hint="Phú Hòa 1",
)
VISITS = Column(
    "visits",
    "Số lần dự mỗi quý",
    ("Số lần dự", "Định mức mỗi quý"),
    parse=partial(parse_int, at_most=31),
    hint="Để trống: theo định mức dự sinh hoạt",
)
