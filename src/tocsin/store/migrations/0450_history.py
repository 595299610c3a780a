"""Imported histories: where an incident is from, the import under way, and which incident each reference became."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0410_desk_waits")]
    operations = [
        migrations.AddField("Incident", "origin", models.TextField(blank=True, db_default="")),
        migrations.CreateModel(
            "HistoryImport",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("origin", models.TextField()),
                ("file", models.TextField()),
                ("digest", models.TextField()),
                ("state", models.TextField()),
                ("position", models.BigIntegerField(default=0)),
                ("done", models.TextField(blank=True)),
                ("counts", models.JSONField(default=dict)),
                ("reported", models.BigIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "history_import"},
        ),
        migrations.CreateModel(
            "HistoryRow",
            [
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("reference", models.TextField(db_collation="C")),
                ("record", models.TextField()),
            ],
            options={
                "db_table": "history_row",
                "indexes": [models.Index(fields=["reference", "position"], name="history_row_reference")],
            },
        ),
        migrations.CreateModel(
            "ImportedIncident",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("origin", models.TextField()),
                ("reference", models.TextField()),
                ("incident_id", models.BigIntegerField()),
                ("digest", models.TextField()),
            ],
            options={
                "db_table": "imported_incident",
                "constraints": [
                    models.UniqueConstraint(fields=["origin", "reference"], name="imported_incident_once")
                ],
            },
        ),
    ]
