"""Exchanges with suppliers' ticket desks: bonds, their entries, the files that go with them, how far desks were read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0231_recurrence")]
    operations = [
        migrations.CreateModel(
            "Bond",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("incident_id", models.BigIntegerField()),
                ("supplier", models.TextField()),
                ("channel", models.TextField()),
                ("reference", models.TextField(unique=True)),
                ("their_reference", models.TextField(blank=True)),
                ("health", models.TextField()),
                ("over", models.BooleanField(default=False)),
                ("next_at", models.DateTimeField(null=True)),
                ("looked_at", models.DateTimeField(null=True)),
                ("value", models.JSONField()),
            ],
            {
                "db_table": "bond",
                "indexes": [
                    models.Index("incident_id", name="bond_incident"),
                    models.Index("next_at", name="bond_due", condition=models.Q(next_at__isnull=False)),
                    models.Index("supplier", "their_reference", name="bond_theirs"),
                ],
            },
        ),
        migrations.CreateModel(
            "BondEntry",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("bond_id", models.BigIntegerField()),
                ("number", models.IntegerField()),
                ("remote", models.TextField(blank=True)),
                ("delivery_id", models.BigIntegerField(null=True)),
                ("value", models.JSONField()),
            ],
            {
                "db_table": "bond_entry",
                "constraints": [models.UniqueConstraint("bond_id", "number", name="bond_entry_number")],
                "indexes": [
                    models.Index("remote", name="bond_entry_remote", condition=~models.Q(remote="")),
                    models.Index(
                        "delivery_id", name="bond_entry_delivery", condition=models.Q(delivery_id__isnull=False)
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "BondFile",
            [("digest", models.TextField(primary_key=True)), ("content", models.BinaryField())],
            {"db_table": "bond_file"},
        ),
        migrations.CreateModel(
            "DeskPosition",
            [
                ("supplier", models.TextField(primary_key=True)),
                ("position", models.JSONField(null=True)),
                ("looked_at", models.DateTimeField(null=True)),
            ],
            {"db_table": "desk_position"},
        ),
    ]
