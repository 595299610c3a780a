"""A refusal belongs to the credentials that were refused: what cut a whole account is asked once more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0320_problem")]
    operations = [
        migrations.RunSQL(
            "update call_account set breaker = '{}'::jsonb where breaker->>'cause' = 'forbidden'",
            migrations.RunSQL.noop,
        ),
    ]
