"""What is agreed with suppliers about their sites: authorisations, interventions of ours, calendars, recovery tests."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = """
create function recovery_test_stays() returns trigger language plpgsql as $$
begin
    raise exception 'the results of recovery tests are append-only';
end $$;
create trigger recovery_test_stays before update or delete on recovery_test
    for each statement execute function recovery_test_stays();
"""
CHANGEABLE = "drop trigger recovery_test_stays on recovery_test; drop function recovery_test_stays();"


class Migration(migrations.Migration):
    dependencies = [("store", "0250_audit_stays_whole")]
    operations = [
        migrations.AddField("intervention", "findings", models.JSONField(default=list, db_default=[])),
        migrations.CreateModel(
            "Authorisation",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("person", models.TextField()),
                ("supplier", models.TextField()),
                ("place", models.TextField()),
                ("state", models.TextField()),
                ("until", models.DateField()),
                ("value", models.JSONField()),
            ],
            {
                "db_table": "authorisation",
                "indexes": [models.Index("person", "place", name="authorisation_person")],
            },
        ),
        migrations.CreateModel(
            "PlannedIntervention",
            [
                ("id", models.BigIntegerField(primary_key=True)),
                ("supplier", models.TextField()),
                ("state", models.TextField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("value", models.JSONField()),
            ],
            {
                "db_table": "planned_intervention",
                "indexes": [models.Index("ends_at", name="planned_intervention_end")],
            },
        ),
        migrations.CreateModel(
            "CalendarAddress",
            [
                ("id", models.BigAutoField(primary_key=True)),
                (
                    "account",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendars",
                    ),
                ),
                ("hash", models.TextField(unique=True)),
                ("created_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
            ],
            {"db_table": "calendar_address"},
        ),
        migrations.CreateModel(
            "RecoveryPlan",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("supplier", models.TextField()),
                ("key", models.TextField()),
                ("known_since", models.DateTimeField()),
                ("reminded_for", models.DateTimeField(null=True)),
            ],
            {
                "db_table": "recovery_plan",
                "constraints": [
                    models.UniqueConstraint(fields=["supplier", "key"], name="recovery_plan_once")
                ],
            },
        ),
        migrations.CreateModel(
            "RecoveryTest",
            [
                ("id", models.BigAutoField(primary_key=True)),
                (
                    "plan",
                    models.ForeignKey(
                        "RecoveryPlan", on_delete=django.db.models.deletion.PROTECT, related_name="tests"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.TextField()),
                ("result", models.TextField()),
                ("note", models.TextField()),
                ("recorded_at", models.DateTimeField()),
            ],
            {"db_table": "recovery_test"},
        ),
        migrations.RunSQL(APPEND_ONLY, CHANGEABLE),
    ]
