"""Suppliers' statements, and what people settle about them: rows that only grow."""

import django.db.models.deletion
from django.db import migrations, models

APPEND_ONLY = """
create function statement_decision_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'decisions about statements are append-only';
end $$;
create trigger statement_decision_append_only before update or delete on statement_decision
    for each row execute function statement_decision_is_append_only();
"""

REMOVED = """
drop trigger statement_decision_append_only on statement_decision;
drop function statement_decision_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0170_flapping")]
    operations = [
        migrations.CreateModel(
            "Statement",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("supplier", models.TextField()),
                ("month", models.TextField()),
                ("file", models.TextField()),
                ("content", models.BinaryField()),
                ("columns", models.JSONField(default=dict)),
                ("value", models.JSONField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={"db_table": "statement"},
        ),
        migrations.CreateModel(
            "StatementDecision",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("value", models.JSONField()),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="store.statement"
                    ),
                ),
            ],
            options={"db_table": "statement_decision"},
        ),
        migrations.AddIndex(
            "Statement", models.Index("supplier", models.F("id").desc(), name="statement_supplier")
        ),
        migrations.RunSQL(APPEND_ONLY, REMOVED),
    ]
