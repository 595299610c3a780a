"""A revision says which concerns of the organisation it changed: the others are not read again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0010_subject")]
    operations = [migrations.AddField("revision", "versions", models.JSONField(null=True))]
