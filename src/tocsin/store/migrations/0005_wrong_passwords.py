"""Wrong passwords are counted, so that they can't be tried without end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0004_notice_why")]
    operations = [
        migrations.AddField("account", "wrong_passwords", models.IntegerField(db_default=0, default=0)),
        migrations.AddField("account", "wrong_at", models.DateTimeField(null=True)),
    ]
