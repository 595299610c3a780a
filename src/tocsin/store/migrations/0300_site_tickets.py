"""What is asked of a supplier about its sites may be a ticket at its desk: which ticket, and how it was read last."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0332_ways")]
    operations = [
        migrations.CreateModel(
            name="SiteTicket",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("subject_kind", models.TextField()),
                ("subject_id", models.BigIntegerField()),
                ("supplier", models.TextField()),
                ("ticket", models.TextField()),
                ("state", models.TextField(blank=True)),
                ("remarks", models.JSONField(default=list)),
                ("looked_at", models.DateTimeField()),
            ],
            options={"db_table": "site_ticket"},
        ),
        migrations.AddConstraint(
            model_name="siteticket",
            constraint=models.UniqueConstraint(
                fields=["subject_kind", "subject_id"], name="site_ticket_once"
            ),
        ),
    ]
