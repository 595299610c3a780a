"""A sender's key comes with the digest of what it named: the same key with another content is no repeat."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0090_security")]
    operations = [migrations.AddField("messagekey", "digest", models.TextField(db_default=""))]
