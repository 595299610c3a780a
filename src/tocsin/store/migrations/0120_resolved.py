"""Which incidents were resolved longest ago: they are closed by time alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0140_set_aside")]
    operations = [
        migrations.AddIndex(
            "Incident",
            models.Index(
                "resolved_at", name="incident_resolved", condition=models.Q(state="resolved", folded_into__isnull=True)
            ),
        ),
    ]
