"""The security audit cannot be emptied either: TRUNCATE fires no trigger of UPDATE or DELETE."""

from django.db import migrations

WHOLE = """
create function security_entry_stays_whole() returns trigger language plpgsql as $$
begin
    if exists (select from security_entry) then  -- a restore empties every table first, this one too, which is empty
        raise exception 'the security audit is append-only';
    end if;
    return null;
end $$;
create trigger security_entry_stays_whole before truncate on security_entry
    for each statement execute function security_entry_stays_whole();
"""
EMPTIABLE = "drop trigger security_entry_stays_whole on security_entry; drop function security_entry_stays_whole();"


class Migration(migrations.Migration):
    dependencies = [("store", "0220_statement")]
    operations = [migrations.RunSQL(WHOLE, EMPTIABLE)]
