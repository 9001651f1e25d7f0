"""The days off and the weekend days worked instead, 2020 to 2027, each with where it is known from.

Rows that exist already are left as they are: somebody has entered or corrected them.
"""

import datetime

from django.db import migrations

# --- Where a day is known from -----------------------------------------------------------------

CODE_2012 = "Bộ luật Lao động năm 2012, Điều 115"
CODE_2019 = "Bộ luật Lao động năm 2019, Điều 112"
IN_LIEU = "Bộ luật Lao động năm 2019, Điều 111, khoản 3: nghỉ bù vào ngày làm việc kế tiếp"
CULTURE = "Nghị quyết số 28/2026/QH16 của Quốc hội, Điều 2, có hiệu lực từ 01/7/2026"
TET_2020 = (
    "Bộ luật Lao động năm 2012, Điều 115; phương án nghỉ Tết Canh Tý được Chính phủ đồng ý: "
    "từ 23/01 đến hết 29/01/2020"
)
NOTICE_2021 = "Thông báo số 4875/TB-LĐTBXH của Bộ Lao động - Thương binh và Xã hội"
NOTICE_2022 = "Thông báo số 119/TB-LĐTBXH của Bộ Lao động - Thương binh và Xã hội"
NOTICE_2023 = "Thông báo số 5034/TB-LĐTBXH của Bộ Lao động - Thương binh và Xã hội"
NOTICE_2024 = "Thông báo số 5015/TB-LĐTBXH của Bộ Lao động - Thương binh và Xã hội"
SWAP_2024 = (
    "Công văn số 2450/VPCP-KGVX, ngày 12/4/2024; Thông báo số 1570/TB-LĐTBXH của Bộ Lao động - "
    "Thương binh và Xã hội"
)
NOTICE_2025 = (
    "Thông báo số 6150/TB-BLĐTBXH, ngày 03/12/2024 của Bộ Lao động - Thương binh và Xã hội"
)
NEW_YEAR_2026 = "Công văn số 12729/VPCP-KGVX, ngày 25/12/2025"
NOTICE_2026 = "Thông báo số 9441/TB-BNV, ngày 16/10/2025 của Bộ Nội vụ"
TET_2027 = (
    "Chưa có thông báo. Tạm ghi theo cách chia của năm 2020 và 2024, khi mùng 1 Tết cũng là "
    "Thứ Bảy"
)
SECOND_DAY_2027 = (
    "Chưa có thông báo về ngày nghỉ thứ hai. Tạm ghi theo năm 2021, khi 02/9 cũng là Thứ Năm"
)

NEW_YEAR, TET, KINGS = "Tết Dương lịch", "Tết Nguyên đán", "Giỗ Tổ Hùng Vương"
VICTORY, LABOUR, NATIONAL = "Ngày Chiến thắng", "Ngày Quốc tế Lao động", "Quốc khánh"
CULTURE_DAY = "Ngày Văn hóa Việt Nam"


def lieu(name):
    return f"Nghỉ bù {name}"


def swapped(day):
    return f"Nghỉ hoán đổi, làm bù {day}"


def worked(day):
    return f"Làm bù cho {day}"


# --- The days: (month, day, name, where it is known from) --------------------------------------

DAYS_OFF = {
    2020: [
        (1, 1, NEW_YEAR, CODE_2012),
        *((1, day, TET, TET_2020) for day in range(23, 28)),
        *((1, day, lieu(TET), TET_2020) for day in (28, 29)),
        (4, 2, KINGS, CODE_2012),
        (4, 30, VICTORY, CODE_2012),
        (5, 1, LABOUR, CODE_2012),
        (9, 2, NATIONAL, CODE_2012),  # one day until 2020
    ],
    2021: [
        (1, 1, NEW_YEAR, CODE_2019),
        *((2, day, TET, NOTICE_2021) for day in range(10, 15)),
        *((2, day, lieu(TET), NOTICE_2021) for day in (15, 16)),
        (4, 21, KINGS, CODE_2019),
        (4, 30, VICTORY, CODE_2019),
        (5, 1, LABOUR, CODE_2019),
        (5, 3, lieu(LABOUR), IN_LIEU),
        (9, 2, NATIONAL, CODE_2019),
        (9, 3, NATIONAL, NOTICE_2021),
    ],
    2022: [
        (1, 1, NEW_YEAR, CODE_2019),
        (1, 3, lieu(NEW_YEAR), IN_LIEU),
        (1, 31, TET, NOTICE_2022),
        *((2, day, TET, NOTICE_2022) for day in range(1, 5)),
        (4, 10, KINGS, CODE_2019),
        (4, 11, lieu(KINGS), IN_LIEU),
        (4, 30, VICTORY, CODE_2019),
        (5, 1, LABOUR, CODE_2019),
        (5, 2, lieu(VICTORY), IN_LIEU),
        (5, 3, lieu(LABOUR), IN_LIEU),
        (9, 1, NATIONAL, NOTICE_2022),
        (9, 2, NATIONAL, CODE_2019),
    ],
    2023: [
        (1, 1, NEW_YEAR, CODE_2019),
        (1, 2, lieu(NEW_YEAR), IN_LIEU),
        *((1, day, TET, NOTICE_2023) for day in range(20, 25)),
        *((1, day, lieu(TET), NOTICE_2023) for day in (25, 26)),
        (4, 29, KINGS, CODE_2019),
        (4, 30, VICTORY, CODE_2019),
        (5, 1, LABOUR, CODE_2019),
        (5, 2, lieu(KINGS), IN_LIEU),
        (5, 3, lieu(VICTORY), IN_LIEU),
        (9, 1, NATIONAL, NOTICE_2023),
        (9, 2, NATIONAL, CODE_2019),
        (9, 4, lieu(NATIONAL), NOTICE_2023),
    ],
    2024: [
        (1, 1, NEW_YEAR, CODE_2019),
        *((2, day, TET, NOTICE_2024) for day in range(8, 13)),
        *((2, day, lieu(TET), NOTICE_2024) for day in (13, 14)),
        (4, 18, KINGS, CODE_2019),
        (4, 29, swapped("04/05"), SWAP_2024),
        (4, 30, VICTORY, CODE_2019),
        (5, 1, LABOUR, CODE_2019),
        (9, 2, NATIONAL, CODE_2019),
        (9, 3, NATIONAL, NOTICE_2024),
    ],
    2025: [
        (1, 1, NEW_YEAR, CODE_2019),
        *((1, day, TET, NOTICE_2025) for day in range(27, 32)),
        (4, 7, KINGS, CODE_2019),
        (4, 30, VICTORY, CODE_2019),
        (5, 1, LABOUR, CODE_2019),
        (5, 2, swapped("26/04"), NOTICE_2025),
        (9, 1, NATIONAL, NOTICE_2025),
        (9, 2, NATIONAL, CODE_2019),
    ],
    2026: [
        (1, 1, NEW_YEAR, CODE_2019),
        (1, 2, swapped("10/01"), NEW_YEAR_2026),
        *((2, day, TET, NOTICE_2026) for day in range(16, 21)),
        (4, 26, KINGS, CODE_2019),
        (4, 27, lieu(KINGS), IN_LIEU),
        (4, 30, VICTORY, CODE_2019),
        (5, 1, LABOUR, CODE_2019),
        (8, 31, swapped("22/08"), NOTICE_2026),
        (9, 1, NATIONAL, NOTICE_2026),
        (9, 2, NATIONAL, CODE_2019),
        (11, 24, CULTURE_DAY, CULTURE),
    ],
    2027: [
        (1, 1, NEW_YEAR, CODE_2019),
        (4, 16, KINGS, CODE_2019),
        (4, 30, VICTORY, CODE_2019),
        (5, 1, LABOUR, CODE_2019),
        (5, 3, lieu(LABOUR), IN_LIEU),
        (9, 2, NATIONAL, CODE_2019),
        (11, 24, CULTURE_DAY, CULTURE),
    ],
}
EXPECTED_DAYS_OFF = {
    2027: [
        *((2, day, TET, TET_2027) for day in range(4, 9)),
        *((2, day, lieu(TET), TET_2027) for day in (9, 10)),
        (9, 3, NATIONAL, SECOND_DAY_2027),
    ],
}
DAYS_WORKED = {
    2024: [(5, 4, worked("Thứ Hai 29/04"), SWAP_2024)],
    2025: [(4, 26, worked("Thứ Sáu 02/05"), NOTICE_2025)],
    2026: [
        (1, 10, worked("Thứ Sáu 02/01"), NEW_YEAR_2026),
        (8, 22, worked("Thứ Hai 31/08"), NOTICE_2026),
    ],
}


def rows():
    for days, kind, is_official in (
        (DAYS_OFF, "off", True),
        (EXPECTED_DAYS_OFF, "off", False),
        (DAYS_WORKED, "worked", True),
    ):
        for year, lines in days.items():
            for month, day, name, source in lines:
                yield {
                    "day": datetime.date(year, month, day),
                    "kind": kind,
                    "name": name,
                    "is_official": is_official,
                    "source": source,
                }


def load(apps, schema_editor):
    model = apps.get_model("common", "SpecialDay")
    for row in rows():
        model.objects.get_or_create(day=row["day"], defaults=row)


class Migration(migrations.Migration):
    dependencies = [("common", "0005_special_days")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
