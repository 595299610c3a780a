"""One table for the search over everything. The database keeps it: whatever writes a row, its words are found.

Text is searched as it is, in French and in English, without accents; what stands between the parts of a name
(srv-erp-02, par1.s1.r05) is a space on both sides.
"""

from django.contrib.postgres.operations import UnaccentExtension
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models
from django.db.models.expressions import RawSQL

CONFIGURATIONS = """
create text search configuration search_plain (copy = simple);
alter text search configuration search_plain
  alter mapping for asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart
  with unaccent, simple;
create text search configuration search_fr (copy = french);
alter text search configuration search_fr
  alter mapping for asciiword, word, asciihword, hword, hword_asciipart, hword_part with unaccent, french_stem;
create text search configuration search_en (copy = english);
alter text search configuration search_en
  alter mapping for asciiword, word, asciihword, hword, hword_asciipart, hword_part with unaccent, english_stem;
"""

TABLE = """
create table search (
  kind text not null, id bigint not null, at timestamptz not null, title jsonb not null, words text not null,
  head tsvector not null, body tsvector not null default '',
  document tsvector generated always as (head || body) stored,
  primary key (kind, id)
);
create index search_document on search using gin (document);
create index search_words on search using gin (words gin_trgm_ops);
create index search_at on search (at desc);
"""

BETWEEN = "-_./:@#,;()[]|{}*+&=!?<>%\u2019\u00ab\u00bb\u201c\u201d\u2013\u2014\\\"'"

TEXT = f"""
create function search_text(given text) returns text language sql immutable as
$$ select translate(coalesce(given, ''), '{BETWEEN.replace("'", "''")}', '{" " * len(BETWEEN)}') $$;
"""

FUNCTIONS = """
create function search_vector(given text, weight "char") returns tsvector language sql stable set search_path from current as
$$ select setweight(to_tsvector('search_plain', search_text(given)) || to_tsvector('search_fr', search_text(given))
  || to_tsvector('search_en', search_text(given)), weight) $$;

create function search_keep(kind text, id bigint, at timestamptz, refs text, title jsonb, more text) returns void
language sql set search_path from current as $$
  insert into search (kind, id, at, title, words, head) values (
    kind, id, at, title, lower(unaccent(refs || ' ' || concat_ws(' ', title->>'fr', title->>'en'))),
    setweight(to_tsvector('search_plain', search_text(refs)), 'A') || search_vector(case when title->>'fr' = title->>'en'
      then title->>'fr' else concat_ws(' ', title->>'fr', title->>'en') end, 'B') || search_vector(more, 'C'))
  on conflict on constraint search_pkey do update
  set at = excluded.at, title = excluded.title, words = excluded.words, head = excluded.head $$;

create function search_incident(it incident) returns void language sql set search_path from current as $$
  select search_keep('incident', it.id, it.opened_at, concat_ws(' ', 'INC-' || it.id, it.value->>'reference', refs.texts),
    it.title, concat_ws(' ', it.cause, array_to_string(it.applications, ' ')))
  from (select string_agg(reference->>'text', ' ') as texts
    from jsonb_array_elements(coalesce(it.value->'references', '[]')) as reference) as refs $$;

create function search_problem(it problem) returns void language sql set search_path from current as $$
  select search_keep('problem', it.id, it.last_at, 'PRB-' || it.id, jsonb_build_object('fr', it.title, 'en', it.title),
    concat_ws(' ', it.value->>'hypothesis', it.value->>'workaround')) $$;

create function search_intervention(it intervention) returns void language sql set search_path from current as $$
  select search_keep('intervention', it.id, it.starts_at, concat_ws(' ', 'WRK-' || it.id, it.reference),
    jsonb_build_object('fr', it.title, 'en', it.title), array_to_string(it.scope, ' ')) $$;

create function search_ticket(it bond) returns void language sql set search_path from current as $$
  select search_keep('ticket', it.id, coalesce(incident.opened_at, now()), concat_ws(' ', it.reference, it.their_reference),
    incident.title, it.supplier) from incident where incident.id = it.incident_id $$;

create function search_note(it timeline_entry) returns void language sql set search_path from current as $$
  update search set body = body || search_vector(left(it.value->'data'->>'note', 4000), 'D')
  where kind = it.subject_kind and id = it.subject_id and length(body) < 4000 $$;

create function search_row() returns trigger language plpgsql set search_path from current as $$
begin
  case tg_table_name
    when 'incident' then perform search_incident(new);
    when 'problem' then perform search_problem(new);
    when 'intervention' then perform search_intervention(new);
    when 'bond' then perform search_ticket(new);
    when 'timeline_entry' then perform search_note(new);
  end case;
  return null;
end $$;
"""

TRIGGERS = """
create trigger search_new after insert on incident for each row execute function search_row();
create trigger search_changed after update on incident for each row
  when (old.words is distinct from new.words or old.applications is distinct from new.applications)
  execute function search_row();
create trigger search_kept after insert or update on problem for each row execute function search_row();
create trigger search_kept after insert or update on intervention for each row execute function search_row();
create trigger search_new after insert on bond for each row execute function search_row();
create trigger search_changed after update on bond for each row
  when (old.their_reference is distinct from new.their_reference) execute function search_row();
create trigger search_note after insert on timeline_entry for each row
  when (new.value->'data'->>'note' <> '') execute function search_row();
"""

FILLED = """
select search_incident(incident) from incident;
select search_problem(problem) from problem;
select search_intervention(intervention) from intervention;
select search_ticket(bond) from bond;
select search_note(timeline_entry) from timeline_entry where value->'data'->>'note' <> '' order by id;
"""

UNDONE = """
drop trigger search_new on incident; drop trigger search_changed on incident;
drop trigger search_kept on problem; drop trigger search_kept on intervention;
drop trigger search_new on bond; drop trigger search_changed on bond; drop trigger search_note on timeline_entry;
drop function search_row, search_incident, search_problem, search_intervention, search_ticket, search_note, search_keep,
  search_vector, search_text;
drop table search;
drop text search configuration search_plain; drop text search configuration search_fr; drop text search configuration search_en;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0321_offer_likeness")]
    operations = [
        UnaccentExtension(),
        migrations.RunSQL(
            CONFIGURATIONS + TABLE + TEXT + FUNCTIONS + TRIGGERS + FILLED,
            UNDONE,
            state_operations=[
                migrations.CreateModel(
                    "SearchEntry",
                    [
                        ("pk", models.CompositePrimaryKey("kind", "id", blank=True, editable=False, primary_key=True, serialize=False)),
                        ("kind", models.TextField()),
                        ("id", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                        ("title", models.JSONField()),
                        ("words", models.TextField()),
                        ("head", SearchVectorField()),
                        ("body", SearchVectorField(db_default="")),
                        ("document", models.GeneratedField(
                            expression=RawSQL("head || body", ()), output_field=SearchVectorField(), db_persist=True
                        )),
                    ],
                    options={"db_table": "search"},
                )
            ],
        ),
    ]
