"""What an imported history writes in one transaction is made findable in one statement, not incident by incident.

A transaction that sets ``tocsin.search`` to ``by_batch`` owes the call of ``search_incidents`` for what it has inserted.
"""

from django.db import migrations

BY_BATCH = """
create function search_incidents(numbers bigint[]) returns void language sql set search_path from current as $$
  with said as materialized (
    select it.id, it.opened_at, it.title, concat_ws(' ', 'INC-' || it.id, it.value->>'reference', refs.texts) as refs,
      case when it.title->>'fr' = it.title->>'en' then it.title->>'fr' else concat_ws(' ', it.title->>'fr', it.title->>'en') end as titles,
      concat_ws(' ', it.cause, array_to_string(it.applications, ' ')) as more
    from incident as it cross join lateral (
      select string_agg(reference->>'text', ' ') as texts
      from jsonb_array_elements(coalesce(it.value->'references', '[]')) as reference) as refs
    where it.id = any(numbers)),
  titles as materialized (select given, search_vector(given, 'B') as vector from (select distinct titles from said) as them(given)),
  mores as materialized (select given, search_vector(given, 'C') as vector from (select distinct more from said) as them(given))
  insert into search (kind, id, at, title, words, head)
    select 'incident', said.id, said.opened_at, said.title,
      lower(unaccent(said.refs || ' ' || concat_ws(' ', said.title->>'fr', said.title->>'en'))),
      setweight(to_tsvector('search_plain', search_text(said.refs)), 'A') || titles.vector || mores.vector
    from said join titles on titles.given = said.titles join mores on mores.given = said.more
  on conflict on constraint search_pkey do update
  set at = excluded.at, title = excluded.title, words = excluded.words, head = excluded.head $$;

drop trigger search_new on incident;
create trigger search_new after insert on incident for each row
  when (current_setting('tocsin.search', true) is distinct from 'by_batch') execute function search_row();
"""

UNDONE = """
drop trigger search_new on incident;
create trigger search_new after insert on incident for each row execute function search_row();
drop function search_incidents;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0470_user_report_news")]
    operations = [migrations.RunSQL(BY_BATCH, UNDONE)]
