"""A flapping alert is called so in its column, its index, its stored value and every stored reason: it was "held".

Two more names of stored values follow: an alert's ``said_at`` becomes ``sent_at``, a notice's ``heard_at`` becomes
``received_at``; delayed notices have the codes ``notice.delayed...``, which were ``notice.held...``.

One statement a table, whatever its size; the tables that pages read come last, so that they are locked for the shortest
time. While the version before still runs its pages read on; what a person does to alerts (merge, split, correct a place)
fails there until it is restarted, and changes nothing.
"""

from django.db import migrations, models

RENAMED = """
create or replace function pg_temp.renamed(value jsonb, before text, after text) returns jsonb language sql immutable as $$
    select case when value ? before then value - before || jsonb_build_object(after, value->before) else value end
$$;
"""


def reasons(before: str, after: str) -> str:
    """The statements that write ``after`` for ``before`` in outcomes, and its code in the history and on timelines."""
    code, new_code = f"correlation.{before}", f'"correlation.{after}"'
    return f"""
update event set outcome = case outcome when '{before}' then '{after}' else outcome end,
    data = case when data->'judged'->>'code' = '{code}' then jsonb_set(data, '{{judged,code}}', '{new_code}') else data end
    where outcome = '{before}' or data->'judged'->>'code' = '{code}';
alter table timeline_entry disable trigger timeline_entry_append_only;
update timeline_entry set value = jsonb_set(value, '{{why,code}}', '{new_code}')
    where verb = 'flapping' and value->'why'->>'code' = '{code}';
alter table timeline_entry enable trigger timeline_entry_append_only;
"""


def notices(before: str, after: str, key_before: str, key_after: str) -> str:
    """The statements that rename the codes of notices which waited, and a key of what notices are about."""
    return f"""
update notice set why = jsonb_set(why, '{{code}}', to_jsonb(replace(why->>'code', '.{before}.', '.{after}.')))
    where why->>'code' like 'notice.{before}.%';
update notice set value = jsonb_set(value, '{{brief}}', pg_temp.renamed(value->'brief', '{key_before}', '{key_after}'))
    where value->'brief' ? '{key_before}';
"""


FORWARD = (
    RENAMED
    + reasons("held", "flapping")
    + notices("held", "delayed", "heard_at", "received_at")
    + """
update alert set value = pg_temp.renamed(pg_temp.renamed(value, 'held', 'flapping'), 'said_at', 'sent_at');
alter index alert_held rename to alert_flapping;
alter table alert rename column held to flapping;
"""
)

BACKWARD = (
    RENAMED
    + reasons("flapping", "held")
    + notices("delayed", "held", "received_at", "heard_at")
    + """
update alert set value = pg_temp.renamed(pg_temp.renamed(value, 'flapping', 'held'), 'sent_at', 'said_at');
alter index alert_flapping rename to alert_held;
alter table alert rename column flapping to held;
"""
)


class Migration(migrations.Migration):
    dependencies = [("store", "0120_resolved")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARD, BACKWARD)],
            state_operations=[
                migrations.RemoveIndex("alert", "alert_held"),
                migrations.RenameField("alert", "held", "flapping"),
                migrations.AddIndex(
                    "alert",
                    models.Index("fingerprint", name="alert_flapping", condition=models.Q(flapping=True)),
                ),
            ],
        )
    ]
