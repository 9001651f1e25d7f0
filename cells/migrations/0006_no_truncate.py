from django.db import migrations

from common.operations import ForbidTruncate


class Migration(migrations.Migration):

    dependencies = [
        ("cells", "0005_frozen_steps"),
    ]

    operations = [
        ForbidTruncate(guard="rating_step_append_only", table="cells_ratingstep"),
        ForbidTruncate(guard="round_result_append_only", table="cells_roundresult"),
    ]
