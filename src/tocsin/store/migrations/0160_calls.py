"""Accounts at counterparts whose calls are counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0020_delivery")]
    operations = [
        migrations.CreateModel(
            "CallAccount",
            [
                ("key", models.TextField(primary_key=True)),
                ("spent", models.JSONField(default=dict)),
                ("breaker", models.JSONField(default=dict)),
                ("session", models.JSONField(default=dict)),
                ("called_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("day", models.DateField(null=True)),
                ("calls", models.IntegerField(db_default=0)),
                ("refused", models.IntegerField(db_default=0)),
            ],
            {"db_table": "call_account"},
        ),
    ]
