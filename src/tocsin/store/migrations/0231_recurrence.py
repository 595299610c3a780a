"""What recurs, as it was found, and what people said of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0230_roster")]
    operations = [
        migrations.CreateModel(
            "Recurrence",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("family", models.TextField()),
                ("key", models.TextField()),
                ("first_day", models.DateField()),
                ("day", models.DateField()),
                ("count", models.IntegerField()),
                ("value", models.JSONField()),
                ("dismissed_count", models.IntegerField(null=True)),
                ("dismissed_by", models.TextField(blank=True)),
                ("dismissed_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "db_table": "recurrence",
                "constraints": [
                    models.UniqueConstraint(fields=["family", "key", "first_day"], name="recurrence_once")
                ],
            },
        ),
    ]
