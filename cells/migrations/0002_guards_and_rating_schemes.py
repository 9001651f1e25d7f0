from django.db import migrations

from common.operations import AppendOnly, ForbidOverlap, SubstringIndex

# docs: HD 27-HD/BTCTW 25/9/2014 (years 2014-2017); QĐ 132-QĐ/TW 8/3/2018, QĐ 124-QĐ/TW 4/10/2023 and
# QĐ 366-QĐ/TW 30/8/2025 (from 2018).
SCHEMES = [
    {
        "code": "2014-2017",
        "name": "Thang 2014–2017",
        "first_year": 2014,
        "last_year": 2017,
        "source": "Hướng dẫn số 27-HD/BTCTW, ngày 25/9/2014 của Ban Tổ chức Trung ương.",
        "clean_strong_note": (
            "Đạt trong sạch, vững mạnh là được xếp mức “Trong sạch, vững mạnh”. "
            "Đây là cách hiểu của cổng từ tên các mức."
        ),
        "levels": [
            ("TSVM", "Trong sạch, vững mạnh", "TSVM", 4, True),
            ("HTT", "Hoàn thành tốt nhiệm vụ", "HTTNV", 3, False),
            ("HT", "Hoàn thành nhiệm vụ", "HTNV", 2, False),
            ("YK", "Yếu kém", "YK", 1, False),
        ],
    },
    {
        "code": "2018",
        "name": "Thang từ năm 2018",
        "first_year": 2018,
        "last_year": None,
        "source": (
            "Quy định số 132-QĐ/TW, ngày 08/3/2018; số 124-QĐ/TW, ngày 04/10/2023; "
            "số 366-QĐ/TW, ngày 30/8/2025."
        ),
        "clean_strong_note": (
            "Từ năm 2018 không văn bản nào định nghĩa “đạt trong sạch, vững mạnh” theo mức xếp loại. "
            "Cổng coi hoàn thành xuất sắc và hoàn thành tốt là đạt: thiết đặt của địa phương."
        ),
        "levels": [
            ("XS", "Hoàn thành xuất sắc nhiệm vụ", "HTXSNV", 4, True),
            ("T", "Hoàn thành tốt nhiệm vụ", "HTTNV", 3, True),
            ("HT", "Hoàn thành nhiệm vụ", "HTNV", 2, False),
            ("KHT", "Không hoàn thành nhiệm vụ", "KHTNV", 1, False),
        ],
    },
]


def load_schemes(apps, schema_editor):
    scheme_model = apps.get_model("cells", "RatingScheme")
    level_model = apps.get_model("cells", "RatingLevel")
    for facts in SCHEMES:
        levels = facts["levels"]
        scheme = scheme_model.objects.create(**{k: v for k, v in facts.items() if k != "levels"})
        for code, name, short_name, rank, is_clean_strong in levels:
            level_model.objects.create(
                scheme=scheme,
                code=code,
                name=name,
                short_name=short_name,
                rank=rank,
                is_clean_strong=is_clean_strong,
            )


class Migration(migrations.Migration):
    dependencies = [("cells", "0001_initial")]

    operations = [
        AppendOnly(name="rating_step_append_only", table="cells_ratingstep"),
        ForbidOverlap(
            name="cell_area_no_overlap", table="cells_cellarea", same=("cell_id", "area_id")
        ),
        SubstringIndex(name="cell_search", table="cells_partycell", column="search_key"),
        SubstringIndex(name="area_search", table="cells_residentialarea", column="search_key"),
        migrations.RunPython(load_schemes, migrations.RunPython.noop),
    ]
