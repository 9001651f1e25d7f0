from django.db import migrations

from common.operations import ForbidOverlap, SubstringIndex

NOTE = (
    "Thiết đặt của địa phương: chưa có văn bản nào định số lần dự. "
    "Sửa được tại trang Định mức dự sinh hoạt."
)
NORMS = [
    ("leader", "Lãnh đạo cơ quan: mỗi quý một lần", True, 1),
    ("member", "Cán bộ khác: mỗi tháng một lần", False, 3),
]


def load_norms(apps, schema_editor):
    model = apps.get_model("assignments", "DutyNorm")
    for code, name, for_leaders, visits in NORMS:
        model.objects.create(
            code=code, name=name, for_leaders=for_leaders, visits_per_quarter=visits, note=NOTE
        )


class Migration(migrations.Migration):
    dependencies = [("assignments", "0001_initial")]

    operations = [
        ForbidOverlap(
            name="assignment_no_overlap",
            table="assignments_assignment",
            same=("cadre_id", "area_id"),
        ),
        ForbidOverlap(
            name="charge_no_overlap", table="assignments_areacharge", same=("committee_id",)
        ),
        SubstringIndex(name="cadre_search", table="assignments_cadre", column="search_key"),
        migrations.RunPython(load_norms, migrations.RunPython.noop),
    ]
