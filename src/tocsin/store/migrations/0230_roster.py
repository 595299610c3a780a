"""Absences of people, and covers of a duty: rows, because people change them by the hour."""

from django.db import migrations, models

_DECLARED = [
    ("declared_by", models.TextField()),
    ("declared_at", models.DateTimeField()),
    ("undone_by", models.TextField(blank=True)),
    ("undone_at", models.DateTimeField(null=True)),
]


class Migration(migrations.Migration):
    dependencies = [("store", "0251_sealed_sessions")]
    operations = [
        migrations.CreateModel(
            "Absence",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("person", models.TextField()),
                ("start_at", models.DateTimeField()),
                ("end_at", models.DateTimeField(null=True)),
                ("substitute", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                *_DECLARED,
            ],
            options={
                "db_table": "absence",
                "indexes": [
                    models.Index(
                        fields=["end_at"], condition=models.Q(undone_at__isnull=True), name="absence_standing"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "Cover",
            [
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("rotation", models.TextField()),
                ("person", models.TextField()),
                ("start_at", models.DateTimeField()),
                ("end_at", models.DateTimeField()),
                *_DECLARED,
            ],
            options={
                "db_table": "cover",
                "indexes": [
                    models.Index(
                        fields=["end_at"], condition=models.Q(undone_at__isnull=True), name="cover_standing"
                    )
                ],
            },
        ),
    ]
