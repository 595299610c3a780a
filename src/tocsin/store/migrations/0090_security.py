"""The security audit, append-only; attempts to log in; tokens with a scope and an end; first passwords."""

from django.db import migrations, models

APPEND_ONLY = """
create function security_entry_stays() returns trigger language plpgsql as $$
begin
    raise exception 'the security audit is append-only';
end $$;
create trigger security_entry_stays before update or delete on security_entry
    for each statement execute function security_entry_stays();
"""
CHANGEABLE = "drop trigger security_entry_stays on security_entry; drop function security_entry_stays();"


class Migration(migrations.Migration):
    dependencies = [("store", "0030_versions")]
    operations = [
        migrations.CreateModel(
            "SecurityEntry",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("at", models.DateTimeField()),
                ("actor", models.TextField()),
                ("action", models.TextField()),
                ("subject", models.TextField(blank=True)),
                ("address", models.TextField(blank=True)),
                ("facts", models.JSONField(default=dict)),
            ],
            {
                "db_table": "security_entry",
                "indexes": [
                    models.Index("action", models.F("id").desc(), name="security_action"),
                    models.Index("actor", models.F("id").desc(), name="security_actor"),
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, CHANGEABLE),
        migrations.CreateModel(
            "Attempts",
            [("key", models.TextField(primary_key=True)), ("until", models.DateTimeField(db_index=True))],
            {"db_table": "attempts"},
        ),
        migrations.SeparateDatabaseAndState(  # the version that still runs writes these columns
            state_operations=[
                migrations.RemoveField("account", "wrong_passwords"),
                migrations.RemoveField("account", "wrong_at"),
            ],
        ),
        migrations.AddField("account", "must_change_password", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("apitoken", "scope",
            models.TextField(choices=[("read", "Read"), ("act", "Act")], default="act", db_default="act")),
        migrations.AddField("apitoken", "expires_at", models.DateTimeField(null=True)),
    ]
