"""What suppliers who call us keep at ours: tickets, alarms, tasks; who listens, and the events that wait for them."""

from django.db import migrations, models
from django.db.models.deletion import CASCADE


class Migration(migrations.Migration):
    dependencies = [("store", "0300_site_tickets")]
    operations = [
        migrations.CreateModel(
            "TmfResource",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("supplier", models.TextField()),
                ("source", models.TextField()),
                ("kind", models.TextField()),
                ("name", models.TextField()),
                ("external", models.TextField(blank=True)),
                ("digest", models.TextField(blank=True)),
                ("bond_id", models.BigIntegerField(null=True)),
                ("over", models.BooleanField(default=False)),
                ("version", models.IntegerField(default=1)),
                ("value", models.JSONField()),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "tmf_resource",
                "indexes": [
                    models.Index("supplier", "kind", "id", name="tmf_resource_listed"),
                    models.Index(
                        "supplier",
                        "kind",
                        "external",
                        name="tmf_resource_external",
                        condition=~models.Q(external=""),
                    ),
                    models.Index(
                        "bond_id", name="tmf_resource_bond", condition=models.Q(bond_id__isnull=False)
                    ),
                ],
                "constraints": [models.UniqueConstraint("kind", "name", name="tmf_resource_name")],
            },
        ),
        migrations.CreateModel(
            "TmfListener",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.TextField(unique=True)),
                ("supplier", models.TextField()),
                ("source", models.TextField()),
                ("api", models.TextField()),
                ("callback", models.TextField()),
                ("query", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("failures", models.IntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("next_at", models.DateTimeField()),
            ],
            options={
                "db_table": "tmf_listener",
                "indexes": [models.Index("supplier", name="tmf_listener_supplier")],
            },
        ),
        migrations.CreateModel(
            "TmfEvent",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("listener", models.ForeignKey("store.TmfListener", on_delete=CASCADE)),
                ("body", models.TextField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "db_table": "tmf_event",
                "indexes": [models.Index("listener", "id", name="tmf_event_waiting")],
            },
        ),
    ]
