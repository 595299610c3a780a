"""Who was last seen on duty in each team, and the changes of shift with what went over."""

import django.contrib.postgres.fields
from django.db import migrations, models


def _numbers():
    return django.contrib.postgres.fields.ArrayField(models.BigIntegerField(), default=list)


class Migration(migrations.Migration):
    dependencies = [("store", "0320_problem")]
    operations = [
        migrations.CreateModel(
            "DutySeen",
            [
                ("team", models.TextField(primary_key=True, serialize=False)),
                ("person", models.TextField()),
                ("expected", models.TextField()),
            ],
            options={"db_table": "duty_seen"},
        ),
        migrations.CreateModel(
            "ShiftChange",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("team", models.TextField()),
                ("at", models.DateTimeField()),
                ("outgoing", models.TextField()),
                ("incoming", models.TextField()),
                ("incidents", _numbers()),
                ("waiting", _numbers()),
            ],
            options={
                "db_table": "shift_change",
                "indexes": [models.Index(fields=["-at"], name="shift_change_at")],
            },
        ),
    ]
