"""Sorts of messages that a person set aside: no alarms, from then on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0110_refusals")]
    operations = [
        migrations.CreateModel(
            "SetAside",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("source", models.TextField()),
                ("sender", models.TextField()),
                ("subject", models.TextField()),
                ("reason", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                ("count", models.BigIntegerField(default=0)),
                ("last_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.TextField(blank=True)),
            ],
            {"db_table": "set_aside"},
        ),
        migrations.AddConstraint(
            "setaside",
            models.UniqueConstraint(
                fields=["source", "sender", "subject"],
                condition=models.Q(undone_at__isnull=True),
                name="set_aside_once",
            ),
        ),
    ]
