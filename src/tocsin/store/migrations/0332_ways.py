"""Ways by which people are reached: who added them, and whether they were answered on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0280_refusals")]
    operations = [
        migrations.CreateModel(
            "Way",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("person", models.TextField()),
                ("kind", models.TextField()),
                ("address", models.TextField()),
                ("added_by", models.TextField()),
                ("added_at", models.DateTimeField()),
                ("code", models.TextField(blank=True)),
                ("code_at", models.DateTimeField(null=True)),
                ("tries", models.IntegerField(default=0)),
                ("verified_at", models.DateTimeField(null=True)),
                ("removed_by", models.TextField(blank=True)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "way", "indexes": [models.Index(fields=["person"], name="way_person")]},
        ),
    ]
