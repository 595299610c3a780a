"""How often the doors refuse, by reason: the metrics of all processes are one row a reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0161_incident_search")]
    operations = [
        migrations.CreateModel(
            "Refusal",
            [("reason", models.TextField(primary_key=True, serialize=False)), ("count", models.BigIntegerField())],
            options={"db_table": "refusal"},
        )
    ]
