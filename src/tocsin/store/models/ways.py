"""Ways by which people are reached. Nothing is deleted: removed is said beside it."""

from django.db import models


class Way(models.Model):
    """A person (key) is reached at ``address`` by ``kind``; ``code`` is the digest of the code that was last given out."""

    person = models.TextField()
    kind = models.TextField()
    address = models.TextField()
    added_by = models.TextField()
    added_at = models.DateTimeField()
    code = models.TextField(blank=True)
    code_at = models.DateTimeField(null=True)
    tries = models.IntegerField(default=0)  # of that code
    verified_at = models.DateTimeField(null=True)
    removed_by = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "way"
        indexes = [models.Index(fields=["person"], name="way_person")]
