from django.db import migrations

from common.operations import ForbidTruncate


class Migration(migrations.Migration):
    dependencies = [("assignments", "0005_mark_in_month")]

    operations = [
        ForbidTruncate(guard="help_indicator_append_only", table="assignments_helpindicator")
    ]
