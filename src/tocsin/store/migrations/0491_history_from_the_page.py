"""Imports of histories that are prepared on a page: their file in parts, their mapping, who asked; and every refused row."""

from django.db import migrations, models

WITHOUT_REPORTED = "alter table history_import alter column reported set default 0"
WITH_REPORTED = "alter table history_import alter column reported drop default"


class Migration(migrations.Migration):
    dependencies = [("store", "0490_search_by_batch")]
    operations = [
        migrations.SeparateDatabaseAndState(  # the version that still runs writes this column
            database_operations=[migrations.RunSQL(WITHOUT_REPORTED, WITH_REPORTED)],
            state_operations=[migrations.RemoveField("HistoryImport", "reported")],
        ),
        migrations.AddField("HistoryImport", "mapping", models.TextField(blank=True, db_default="")),
        migrations.AddField("HistoryImport", "asked_by", models.TextField(blank=True, db_default="")),
        migrations.AddField("HistoryImport", "faults", models.JSONField(db_default=[])),
        migrations.CreateModel(
            "HistoryPart",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("import_id", models.BigIntegerField()),
                ("number", models.IntegerField()),
                ("content", models.BinaryField()),
            ],
            options={
                "db_table": "history_part",
                "constraints": [models.UniqueConstraint(fields=["import_id", "number"], name="history_part_once")],
            },
        ),
        migrations.CreateModel(
            "HistoryRefusal",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("import_id", models.BigIntegerField()),
                ("value", models.JSONField()),
            ],
            options={
                "db_table": "history_refusal",
                "indexes": [models.Index(fields=["import_id", "id"], name="history_refusal_of")],
            },
        ),
    ]
