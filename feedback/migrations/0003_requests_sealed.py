"""What a sender adds to a request about their data is sealed, as their contact is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_desk_and_guards")]

    operations = [
        migrations.RenameField("datarequest", "text", "sealed_text"),
        migrations.AlterField(
            "datarequest", "sealed_text", models.TextField(blank=True, editable=False)
        ),
    ]
