"""What a desk begins with, and tables whose rows are only ever added."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from common.operations import AppendOnly, ForbidTruncate

# Days: QĐ 960/QĐ-UBND 25/3/2021 (Đà Nẵng), QĐ 11-QĐi/TW 18/2/2019.  Days when reopened: local.
CLASSES = [
    ("urgent", "Khẩn cấp", 1, 1, "QĐ 960/QĐ-UBND ngày 25/3/2021 của UBND thành phố Đà Nẵng"),
    (
        "checkable",
        "Kiểm tra được ngay",
        3,
        2,
        "QĐ 960/QĐ-UBND ngày 25/3/2021 của UBND thành phố Đà Nẵng",
    ),
    ("head", "Gửi người đứng đầu cấp ủy", 10, 5, "QĐ 11-QĐi/TW ngày 18/2/2019"),
]
# Kinds: local policy, after the kinds a commune of the city uses.
CATEGORIES = [
    ("road", "Đường sá, cầu cống", "ổ gà, cống hỏng, đèn đường", "checkable"),
    ("water", "Nước sinh hoạt, mương, thoát nước", "mất nước, mương tắc, ngập", "checkable"),
    ("power", "Điện", "mất điện, dây chùng, cột nghiêng", "checkable"),
    ("waste", "Rác, môi trường", "rác ứ, mùi hôi, đốt rác", "checkable"),
    ("order", "Trật tự, an toàn trong thôn", "gây ồn, đua xe, trộm cắp", "checkable"),
    ("danger", "Nguy hiểm tức thời", "cây đổ, sạt lở, dây điện đứt", "urgent"),
    ("public_building", "Nhà văn hóa, trường, trạm y tế", "hỏng mái, thiếu ghế", "head"),
    ("policy", "Chính sách, hộ nghèo, người có công", "chậm chi trả, sót tên", "head"),
    ("land", "Đất đai, giải tỏa, xây dựng", "giấy tờ chậm, lấn chiếm", "head"),
    ("cell_life", "Sinh hoạt chi bộ, tổ chức trong thôn", "họp thưa, ít bàn việc dân", "head"),
    ("other", "Việc khác", "", "head"),
]
RULES = [("contact", 365), ("text", 1825), ("photos", 730), ("remark", 730), ("flash", 1095)]


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the classes, kinds, norms and times of keeping that are not there yet."""
    del schema_editor
    urgency = apps.get_model("feedback", "UrgencyClass")
    for code, name, days, reopened_days, source in CLASSES:
        values = {"name": name, "days": days, "reopened_days": reopened_days, "source": source}
        urgency.objects.get_or_create(code=code, defaults=values)
    of_code = {row.code: row for row in urgency.objects.all()}
    category = apps.get_model("feedback", "Category")
    for place, (code, name, hint, class_code) in enumerate(CATEGORIES, start=1):
        values = {"name": name, "hint": hint, "urgency": of_code[class_code], "order": place * 10}
        category.objects.get_or_create(code=code, defaults=values)
    apps.get_model("feedback", "DeskNorm").objects.get_or_create(pk=1)
    for what, days in RULES:
        rule = apps.get_model("feedback", "RetentionRule")
        rule.objects.get_or_create(what=what, defaults={"days": days})


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_people_side")]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop),
        AppendOnly(name="contact_reading_append_only", table="feedback_contactreading"),
        ForbidTruncate(guard="contact_reading_append_only", table="feedback_contactreading"),
        AppendOnly(name="remark_reading_append_only", table="feedback_remarkreading"),
        ForbidTruncate(guard="remark_reading_append_only", table="feedback_remarkreading"),
        AppendOnly(name="retention_run_append_only", table="feedback_retentionrun"),
        ForbidTruncate(guard="retention_run_append_only", table="feedback_retentionrun"),
    ]
