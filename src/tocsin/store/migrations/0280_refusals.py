"""A refusal belongs to the credentials that were refused: what cut a whole account is asked once more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0331_imported_absences")]
    operations = [
        migrations.RunSQL(
            "update call_account set breaker = '{}'::jsonb where breaker->>'cause' = 'forbidden'",
            migrations.RunSQL.noop,
        ),
    ]
