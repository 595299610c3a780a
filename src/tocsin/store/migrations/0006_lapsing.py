"""Until when a source means an alert, and when a source spoke again after a pause."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0005_wrong_passwords")]
    operations = [
        migrations.AddField("alert", "holds_until", models.DateTimeField(null=True)),
        migrations.AddField("sourcestate", "back_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "alert",
            models.Index("holds_until",
                name="alert_holds",
                condition=models.Q(state="firing", holds_until__isnull=False),
            ),
        ),
    ]
