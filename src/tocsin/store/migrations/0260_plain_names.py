"""Stored names say what they are: a source's last message, the alarms that an incident announced, a message that failed.

``source_state.heard_at`` becomes ``last_message_at`` and its state ``unheard`` becomes ``awaited``; an incident's stored
``told`` becomes ``announced``; a quarantined message's reason ``flow.message_broke_us`` becomes ``flow.message_failed``.

One statement a table, the table that every commit writes last. While the version before still runs, its sources page and
its inlets fail until they are restarted: senders try again, and nothing accepted is lost.
"""

from django.db import migrations, models


def renamed(told: str, announced: str, broke: str, failed: str) -> str:
    """The statements that rename a key of incidents and a reason of quarantined messages."""
    return f"""
update incident set value = value - '{told}' || jsonb_build_object('{announced}', value->'{told}') where value ? '{told}';
update message set why = replace(why::text, '"{broke}"', '"{failed}"')::jsonb
    where status = 'quarantined' and why::text like '%"{broke}"%';
"""


FORWARD = (
    renamed("told", "announced", "flow.message_broke_us", "flow.message_failed")
    + """
update source_state set state = 'awaited' where state = 'unheard';
alter table source_state rename column heard_at to last_message_at;
"""
)

BACKWARD = (
    renamed("announced", "told", "flow.message_failed", "flow.message_broke_us")
    + """
update source_state set state = 'unheard' where state = 'awaited';
alter table source_state rename column last_message_at to heard_at;
"""
)


class Migration(migrations.Migration):
    dependencies = [("store", "0200_bond")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARD, BACKWARD)],
            state_operations=[
                migrations.RenameField("sourcestate", "heard_at", "last_message_at"),
                migrations.AlterField("sourcestate", "state", models.TextField(default="awaited")),
            ],
        )
    ]
