"""Problems: the record, the incidents that belong to it, and known errors as they were offered on incidents."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0260_plain_names")]
    operations = [
        migrations.CreateModel(
            "Problem",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("title", models.TextField()),
                ("state", models.TextField()),
                ("owner", models.TextField(blank=True)),
                ("team", models.TextField(blank=True)),
                ("offered", models.BooleanField(default=False)),
                ("last_at", models.DateTimeField()),
                ("value", models.JSONField()),
            ],
            {"db_table": "problem"},
        ),
        migrations.CreateModel(
            "ProblemIncident",
            [
                ("id", models.BigAutoField(primary_key=True)),
                (
                    "problem",
                    models.ForeignKey(
                        "Problem", on_delete=django.db.models.deletion.CASCADE, related_name="links"
                    ),
                ),
                ("incident_id", models.BigIntegerField()),
            ],
            {
                "db_table": "problem_incident",
                "constraints": [
                    models.UniqueConstraint(fields=["problem", "incident_id"], name="problem_incident_once")
                ],
                "indexes": [models.Index("incident_id", name="problem_incident_incident")],
            },
        ),
        migrations.CreateModel(
            "KnownErrorOffer",
            [
                ("id", models.BigAutoField(primary_key=True)),
                (
                    "problem",
                    models.ForeignKey(
                        "Problem", on_delete=django.db.models.deletion.CASCADE, related_name="offers"
                    ),
                ),
                ("incident_id", models.BigIntegerField()),
                ("bits", models.FloatField()),
                ("offered_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("answered_by", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            {
                "db_table": "known_error_offer",
                "constraints": [
                    models.UniqueConstraint(fields=["problem", "incident_id"], name="known_error_offer_once")
                ],
                "indexes": [models.Index("incident_id", name="known_error_offer_incident")],
            },
        ),
        migrations.AddField("recurrence", "problem_id", models.BigIntegerField(null=True)),
        migrations.AddField("recurrence", "merged_into", models.BigIntegerField(null=True)),
    ]
