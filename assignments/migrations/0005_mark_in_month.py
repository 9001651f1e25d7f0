from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assignments", "0004_help_registrations")]

    operations = [
        migrations.AddIndex(
            model_name="monthmark",
            index=models.Index(fields=["month", "mark", "assignment"], name="mark_in_month"),
        ),
    ]
