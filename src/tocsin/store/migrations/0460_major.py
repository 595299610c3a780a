"""Major incidents: the core's value whole, the incidents of each, and what was proposed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0491_history_from_the_page")]
    operations = [
        migrations.CreateModel(
            "Major",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("state", models.TextField()),
                ("commander", models.TextField(blank=True)),
                ("declared_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("value", models.JSONField()),
            ],
            options={"db_table": "major", "indexes": [models.Index("state", name="major_state")]},
        ),
        migrations.CreateModel(
            "MajorIncident",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "major",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="store.major"
                    ),
                ),
                ("incident_id", models.BigIntegerField()),
            ],
            options={
                "db_table": "major_incident",
                "indexes": [models.Index("incident_id", name="major_incident_incident")],
                "constraints": [
                    models.UniqueConstraint(fields=["major", "incident_id"], name="major_incident_once")
                ],
            },
        ),
        migrations.CreateModel(
            "MajorProposal",
            [
                ("incident_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("why", models.JSONField()),
                ("dismissed_by", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
            ],
            options={"db_table": "major_proposal"},
        ),
    ]
