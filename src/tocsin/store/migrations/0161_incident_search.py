"""What the list of all incidents searches and filters by, worked out by the database from what stands in the row."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

from tocsin.store.models import Incident


def added(name: str) -> migrations.AddField:
    """A generated column, as the model says it; filled for every row that is there."""
    return migrations.AddField("Incident", name, Incident._meta.get_field(name).clone())


class Migration(migrations.Migration):
    dependencies = [("store", "0160_calls")]
    operations = [
        TrigramExtension(),
        *map(added, ("words", "supplier", "ours_overrun", "supplier_overrun")),
        migrations.AddIndex("Incident", GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="incident_words")),
        migrations.AddIndex("Incident", GinIndex("applications", name="incident_applications")),
        migrations.AddIndex("Incident", models.Index("cause", name="incident_cause")),
        migrations.AddIndex("Incident", models.Index("owner", "owner_team", name="incident_owner")),
    ]
