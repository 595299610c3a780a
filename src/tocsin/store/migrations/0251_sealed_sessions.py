"""Sessions of counterparts were kept in clear: they go, and the next call logs in."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0210_sites")]
    operations = [
        migrations.RunSQL("update call_account set session = '{}'::jsonb", migrations.RunSQL.noop),
    ]
