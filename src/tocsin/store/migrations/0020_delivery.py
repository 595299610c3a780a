"""A delivery stands apart from the notices that it tells: other channels than mail will carry some."""

from django.db import migrations, models

# What waits or is being sent is left to the version that sends it: a worker of the new one takes it over, under the
# outbox's lock (store/deliveries.py, ``adopt``). What is settled is settled for both.
BACKFILL = """
update notice set delivery_id = nextval(pg_get_serial_sequence('delivery', 'id'))
    where state in ('sent', 'failed', 'unconfirmed') and bundled_into is null;
insert into delivery (id, subject_kind, subject_id, channel, address, payload, state, created_at, not_before, attempts,
        error, reply, sent_at)
    select delivery_id, subject_kind, subject_id, 'mail', recipient, jsonb_build_object('sender', '', 'subject', subject,
            'text', text, 'message_id', message_id, 'thread_id', thread_id),
        state, created_at, not_before, attempts, error, reply, sent_at
    from notice where delivery_id is not null;
update notice others set delivery_id = lead.delivery_id from notice lead
    where others.bundled_into = lead.id and lead.delivery_id is not null;
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0051_refusal")]
    operations = [
        migrations.CreateModel(
            "Delivery",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("subject_kind", models.TextField()),
                ("subject_id", models.BigIntegerField(null=True)),
                ("channel", models.TextField()),
                ("address", models.TextField()),
                ("payload", models.JSONField()),
                ("state", models.TextField(default="ready")),
                ("created_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("attempts", models.IntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("reply", models.TextField(blank=True)),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            {
                "db_table": "delivery",
                "indexes": [
                    models.Index(
                        "not_before",
                        name="delivery_waiting",
                        condition=models.Q(state__in=["ready", "sending"]),
                    ),
                    models.Index(fields=["address", "-created_at"], name="delivery_address"),
                    models.Index("subject_kind", "subject_id", name="delivery_subject"),
                ],
            },
        ),
        migrations.AddField("notice", "delivery_id", models.BigIntegerField(null=True)),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        migrations.AddIndex("notice", models.Index("delivery_id", name="notice_delivery")),
    ]
