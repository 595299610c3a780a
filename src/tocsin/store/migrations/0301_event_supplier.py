"""An event names the supplier of its source, so that a supplier's two witnesses are compared without reading all others.

Both indexes are partial: they hold a supplier's own events and Tocsin's, and cost the events of our monitoring nothing. The
version before goes on: it writes no supplier.
"""

from django.db import migrations, models

FORWARD = """
alter table event add column supplier text not null default '';
update event set supplier = declared.spec->>'supplier' from declared
    where declared.section = 'source' and declared.key = event.source and declared.spec->>'supplier' <> '';
create index event_supplier on event (supplier, received_at) where supplier <> '';
create index event_own on event (received_at) where source = 'tocsin';
"""
BACKWARD = """
drop index event_own;
drop index event_supplier;
alter table event drop column supplier;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0270_tmf")]
    operations = [
        migrations.RunSQL(
            FORWARD,
            BACKWARD,
            state_operations=[
                migrations.AddField("event", "supplier", models.TextField(default="")),
            ],
        ),
    ]
