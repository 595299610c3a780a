"""The organisation as declared objects, and every revision of it."""

from django.db import models


class Declared(models.Model):
    """One declared object: ``(section, key)`` and its specification, as the files say it."""

    pk = models.CompositePrimaryKey("section", "key")
    section = models.TextField()
    key = models.TextField()
    spec = models.JSONField()
    origin = models.TextField(default="file")  # file, or person: added in the browser
    file = models.TextField(blank=True)
    line = models.IntegerField(null=True)

    class Meta:
        db_table = "declared"


class Revision(models.Model):
    """One change of the organisation. ``versions``: the revision that last changed each concern, as of this one.

    Snapshots are cached by them. A revision that does not name a concern counts as a change of it.
    """

    at = models.DateTimeField()
    by = models.TextField()
    changes = models.JSONField(default=list)
    versions = models.JSONField(null=True)

    class Meta:
        db_table = "revision"
