"""What Django does not make: monthly partitions of messages and events, and a timeline that can't be rewritten."""

from django.db import migrations

FORWARD = """
create sequence message_id as bigint;
create sequence standing_version as bigint start 1;
select nextval('standing_version');

create table message (
    id bigint not null default nextval('message_id'),
    received_at timestamptz not null,
    source text not null,
    channel text not null,
    media_type text not null,
    envelope jsonb not null default '{}',
    body bytea not null,
    size integer not null,
    status text not null default 'new',
    format text not null default '',
    why jsonb not null default '[]',
    event_count integer not null default 0,
    attempts integer not null default 0,
    worked_at timestamptz,
    primary key (id, received_at)
) partition by range (received_at);
alter table message alter column body set storage external;
create index message_waiting on message (source, id) where status = 'new';
create index message_queue on message (id) where status in ('untranslated', 'partial', 'quarantined');
create index message_received on message (received_at desc, id desc);

create table event (
    message_id bigint not null,
    position integer not null,
    received_at timestamptz not null,
    occurred_at timestamptz not null,
    source text not null,
    fingerprint text not null,
    kind text not null,
    state text not null,
    criticality text not null,
    item text not null,
    subject text not null,
    summary text not null,
    reference text not null,
    confidence real not null,
    outcome text not null,
    incident_id bigint,
    data jsonb not null default '{}',
    primary key (message_id, position, received_at)
) partition by range (received_at);
create index event_incident on event (incident_id, message_id) where incident_id is not null;

create function timeline_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the timeline is append-only';
end $$;
create trigger timeline_entry_append_only before update or delete on timeline_entry
    for each row execute function timeline_is_append_only();
"""

BACKWARD = """
drop trigger timeline_entry_append_only on timeline_entry;
drop function timeline_is_append_only();
drop table event;
drop table message;
drop sequence message_id;
drop sequence standing_version;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0001_spine")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
