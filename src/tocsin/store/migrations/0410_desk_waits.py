"""When our own budget lets us look at a desk again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0430_search")]
    operations = [
        migrations.AddField("DeskPosition", "wait_until", models.DateTimeField(null=True)),
    ]
