"""What was refused at the inlet is seen beside its source."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0031_commitment_outcome")]
    operations = [
        migrations.AddField("sourcestate", "refused_at", models.DateTimeField(null=True)),
        migrations.AddField("sourcestate", "refused", models.IntegerField(db_default=0)),
        migrations.AddField("sourcestate", "refusal", models.JSONField(null=True)),
    ]
