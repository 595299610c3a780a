"""An offer of a known error keeps what each field said for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0301_event_supplier")]
    operations = [
        migrations.AddField("knownerroroffer", "likeness", models.JSONField(null=True)),
    ]
