"""Absences that come from a file know which one, and by what name; an import is undone as a whole."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0330_shift_changes")]
    operations = [
        migrations.CreateModel(
            "AbsenceImport",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                ("undone_by", models.TextField(blank=True)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "absence_import"},
        ),
        migrations.AddField("absence", "uid", models.TextField(blank=True, db_default="")),
        migrations.AddField("absence", "batch", models.BigIntegerField(null=True)),
    ]
