"""Deliveries by gateways: when a receipt said that it arrived, and the index by which a receipt finds its delivery."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0450_history")]
    operations = [
        migrations.AddField("Delivery", "arrived_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "Delivery",
            models.Index(
                "channel", "reply", name="delivery_reference", condition=~models.Q(channel__in=["mail", "desk"])
            ),
        ),
    ]
