"""The trail is only ever added to: the database refuses to change or delete a line."""

from django.db import migrations

from common.operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]

    operations = [AppendOnly(name="audit_append_only", table="common_auditentry")]
