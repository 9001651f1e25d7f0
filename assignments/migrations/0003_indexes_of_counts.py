from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assignments", "0002_guards_and_duty_norms")]

    operations = [
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(
                fields=["area", "valid_from", "valid_to"], name="assignment_of_area"
            ),
        ),
        migrations.RemoveIndex(model_name="assignment", name="assignment_area"),
        migrations.AddIndex(
            model_name="attendance",
            index=models.Index(
                fields=["cell", "attended_on", "withdrawn_at"], name="attendance_at_cell"
            ),
        ),
        migrations.RemoveIndex(model_name="attendance", name="attendance_cell"),
        migrations.AddIndex(
            model_name="attendanceclash",
            index=models.Index(fields=["outcome", "attendance"], name="clash_outcome"),
        ),
    ]
