"""The search over everything: a row for each incident, problem, works and ticket. The database keeps it by triggers."""

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.expressions import RawSQL


class SearchEntry(models.Model):
    """What is found, and by which words: ``head`` is what its row says, ``body`` what people noted on its timeline."""

    pk = models.CompositePrimaryKey("kind", "id")
    kind = models.TextField()
    id = models.BigIntegerField()
    at = models.DateTimeField()
    title = models.JSONField()  # {"fr": ..., "en": ...}
    words = models.TextField()
    head = SearchVectorField()
    body = SearchVectorField(db_default="")
    document = models.GeneratedField(
        expression=RawSQL("head || body", ()), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        db_table = "search"
