"""What each clock came to, as rows that only grow. Existing incidents get the last word of theirs.

It is read from the clocks stored with each incident, which were read when it last changed: PostgreSQL does it in one
statement, whatever the number of incidents, and no version of the code is needed for it. A clock that has passed its
target since then is found by the next watch over the deadlines.
"""

from django.db import migrations, models

APPEND_ONLY = """
create function outcome_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'outcomes are append-only';
end $$;
create trigger commitment_outcome_append_only before update or delete on commitment_outcome
    for each row execute function outcome_is_append_only();
create view commitment_last as
    select distinct on (incident_id, side) * from commitment_outcome order by incident_id, side, id desc;
"""

REMOVED = """
drop view commitment_last;
drop trigger commitment_outcome_append_only on commitment_outcome;
drop function outcome_is_append_only();
"""

BACKFILL = """
insert into commitment_outcome (incident_id, side, at, commitment, state, target_s, started_at, overdue, due_at, ended_at,
    elapsed_s, us_s, supplier_s, user_s, works_s)
select incident.id, clock->>'side', incident.last_at, clock->>'commitment',
    case when clock->>'state' in ('met', 'missed') then clock->>'state'
        when exists (select from jsonb_array_elements(clock->'pauses') pause where pause->>'until' is null) then 'paused'
        else 'running' end,
    (clock->>'target_s')::bigint, (clock->>'started_at')::timestamptz, clock->>'state' in ('breached', 'missed'),
    (clock->>'due_at')::timestamptz, (clock->>'stopped_at')::timestamptz, (clock->>'elapsed_s')::bigint,
    coalesce((share->>'us')::bigint, 0), coalesce((share->>'supplier')::bigint, 0),
    coalesce((share->>'user')::bigint, 0), coalesce((share->>'works')::bigint, 0)
from incident, jsonb_array_elements(incident.clocks) clock,
    lateral (select jsonb_object_agg(held->>'party', held->'calendar_s') as share
        from jsonb_array_elements(clock->'shares') held) shares
where clock->>'started_at' is not null and incident.folded_into is null
order by incident.id;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0050_content")]
    operations = [
        migrations.CreateModel(
            "CommitmentOutcome",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("incident", models.BigIntegerField(db_column="incident_id")),
                ("side", models.TextField()),
                ("at", models.DateTimeField()),
                ("commitment", models.TextField()),
                ("state", models.TextField()),
                ("target_s", models.BigIntegerField()),
                ("started_at", models.DateTimeField()),
                ("overdue", models.BooleanField()),
                ("due_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("elapsed_s", models.BigIntegerField()),
                ("us_s", models.BigIntegerField()),
                ("supplier_s", models.BigIntegerField()),
                ("user_s", models.BigIntegerField()),
                ("works_s", models.BigIntegerField()),
            ],
            options={
                "db_table": "commitment_outcome",
                "indexes": [models.Index("incident", "side", models.F("id").desc(), name="outcome_last")],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, REMOVED),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
    ]
