"""What the list of all incidents searches and filters by, worked out by the database from what stands in the row."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models
from django.db.models.expressions import RawSQL

WORDS = (
    "translate(replace(replace(replace(replace(lower("
    "'inc-' || id::text || ' ' || coalesce(title->>'fr', '') || ' ' || coalesce(title->>'en', '') || ' '"
    " || cause || ' ' || coalesce(value->>'reference', '') || ' ' || coalesce(value->>'references', '')),"
    " 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'),"
    " 'àâäáãåçéèêëíìîïñóòôöõúùûüýÿÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝŸ’',"
    " 'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuyy''')"
)
OVERRUN = (
    """clocks @> '[{"side": "%(side)s", "state": "breached"}]' or clocks @> '[{"side": "%(side)s", "state": "missed"}]'"""
)


def generated(name: str, sql: str, kind: models.Field) -> migrations.AddField:
    """A column that the database works out; filled for every row that is there."""
    field = models.GeneratedField(expression=RawSQL(sql, ()), output_field=kind, db_persist=True)
    return migrations.AddField("Incident", name, field)


class Migration(migrations.Migration):
    dependencies = [("store", "0160_calls")]
    operations = [
        TrigramExtension(),
        generated("words", WORDS, models.TextField()),
        generated("supplier", "coalesce(value->>'supplier', '')", models.TextField()),
        generated("ours_overrun", OVERRUN % {"side": "ours"}, models.BooleanField()),
        generated("supplier_overrun", OVERRUN % {"side": "supplier"}, models.BooleanField()),
        migrations.AddIndex("Incident", GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="incident_words")),
        migrations.AddIndex("Incident", GinIndex("applications", name="incident_applications")),
        migrations.AddIndex("Incident", models.Index("cause", name="incident_cause")),
        migrations.AddIndex("Incident", models.Index("owner", "owner_team", name="incident_owner")),
    ]
