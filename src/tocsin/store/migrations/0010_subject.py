"""Timeline entries and notices are of a subject: an incident, an intervention ... Rows that exist are an incident's.

Safe while the version before runs: it reads its rows as before, for no value changes; what it writes meanwhile gets its
subject from a trigger; rows of this version have no ``incident_id``, so it does not meet them. A later migration drops that
column with the triggers. The timeline's own trigger, which refuses every update, rests while its rows get their subject.
"""

from django.db import migrations, models

_TABLES = ("timeline_entry", "notice")

FORWARD = "".join(
    f"""
alter table {table} alter column incident_id drop not null;
alter table {table} add column subject_kind text not null default 'incident', add column subject_id bigint;
"""
    for table in _TABLES
) + """
create function subject_is_the_incident() returns trigger language plpgsql as $$
begin
    new.subject_id := new.incident_id;
    return new;
end $$;
alter table timeline_entry disable trigger timeline_entry_append_only;
""" + "".join(
    f"""
create trigger {table}_subject before insert on {table} for each row
    when (new.subject_id is null and new.incident_id is not null) execute function subject_is_the_incident();
update {table} set subject_id = incident_id where incident_id is not null;
"""
    for table in _TABLES
) + """
alter table timeline_entry enable trigger timeline_entry_append_only;
create index timeline_subject on timeline_entry (subject_kind, subject_id, id);
create index notice_subject on notice (subject_kind, subject_id);
drop index timeline_incident;
drop index notice_incident;
"""

BACKWARD = """
create index timeline_incident on timeline_entry (incident_id, id);
create index notice_incident on notice (incident_id);
drop index timeline_subject;
drop index notice_subject;
alter table timeline_entry disable trigger timeline_entry_append_only;
""" + "".join(
    f"""
drop trigger {table}_subject on {table};
delete from {table} where subject_kind <> 'incident';
update {table} set incident_id = subject_id,
    value = value - 'subject' || jsonb_build_object('incident', subject_id) where incident_id is null;
alter table {table} drop column subject_kind, drop column subject_id;
"""
    for table in _TABLES
) + """
drop function subject_is_the_incident();
alter table timeline_entry alter column incident_id set not null;
alter table timeline_entry enable trigger timeline_entry_append_only;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0006_lapsing")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARD, BACKWARD)],
            state_operations=[
                migrations.RemoveIndex("timelineentry", "timeline_incident"),
                migrations.RemoveIndex("notice", "notice_incident"),
                *(
                    operation
                    for model in ("timelineentry", "notice")
                    for operation in (
                        migrations.RemoveField(model, "incident_id"),
                        migrations.AddField(model, "subject_kind", models.TextField(db_default="incident")),
                        migrations.AddField(model, "subject_id", models.BigIntegerField(null=True)),
                    )
                ),
                migrations.AddIndex(
                    "timelineentry",
                    models.Index("subject_kind", "subject_id", "id", name="timeline_subject"),
                ),
                migrations.AddIndex(
                    "notice", models.Index("subject_kind", "subject_id", name="notice_subject")
                ),
            ],
        )
    ]
