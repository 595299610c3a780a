"""A notice keeps the reason of its fate, and what the server answered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0003_uncertain_places")]
    operations = [
        migrations.AddField("notice", "why", models.JSONField(null=True)),
        migrations.AddField("notice", "reply", models.TextField(db_default="", blank=True)),
    ]
