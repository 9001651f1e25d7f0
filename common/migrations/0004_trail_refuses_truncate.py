from django.db import migrations

from common.operations import ForbidTruncate


class Migration(migrations.Migration):
    dependencies = [("common", "0003_stored_files")]

    operations = [ForbidTruncate(guard="audit_append_only", table="common_auditentry")]
