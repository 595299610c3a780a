"""User reports: one row a report, with the incident that it is about."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0420_gateways")]
    operations = [
        migrations.CreateModel(
            "UserReport",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("incident_id", models.BigIntegerField(null=True)),
                ("reporter", models.TextField()),
                ("address", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("over", models.BooleanField(default=False)),
                ("message_id", models.BigIntegerField(null=True, unique=True)),
                ("value", models.JSONField()),
            ],
            {
                "db_table": "user_report",
                "indexes": [
                    models.Index("incident_id", name="user_report_incident"),
                    models.Index("at", name="user_report_at"),
                    models.Index("id", name="user_report_followed", condition=models.Q(over=False, incident_id__isnull=False)),
                    models.Index("address", "at", name="user_report_address"),
                ],
            },
        ),
    ]
