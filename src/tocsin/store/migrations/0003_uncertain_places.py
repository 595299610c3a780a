"""The events whose place was guessed or not found, newest first, for the queue's page."""

from django.db import migrations

FORWARD = "create index event_uncertain on event (message_id) where confidence < 0.9"
BACKWARD = "drop index event_uncertain"


class Migration(migrations.Migration):
    dependencies = [("store", "0002_partitions")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
