"""Declared objects as rows, and the version of each concern of the organisation."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast

from tocsin.core.organisation.objects import Concern, Object, Section
from tocsin.store import rows
from tocsin.store.models import Declared, Revision


def versions() -> dict[Concern, int]:
    """The revision that last changed each concern; 0 before the first. One query: every batch asks."""
    newest = rows.select("select id, versions from revision order by id desc limit 1")
    return _versions(**newest[0]) if newest else dict.fromkeys(Concern, 0)


def objects(sections: Iterable[str] = tuple(Section)) -> list[Object]:
    """The declared objects of these sections, in the order of section and key."""
    found = Declared.objects.filter(section__in=list(sections)).order_by("section", "key")
    names = ("section", "key", "origin", "file", "line")
    return [
        Object(**dict(zip(names, row, strict=True)), spec=msgspec.json.decode(spec))
        for spec, *row in found.values_list(Cast("spec", TextField()), *names)
    ]


def write(objects: Sequence[Object]) -> None:
    """Create or replace the objects, in bulk."""
    with connection.cursor() as cursor:
        cursor.execute("create temp table if not exists declared_in (like declared) on commit delete rows")
        with cursor.copy("copy declared_in (section, key, spec, origin, file, line) from stdin") as copy:
            for declared_object in objects:
                spec = msgspec.json.encode(declared_object.spec).decode()
                copy.write_row(
                    (
                        declared_object.section,
                        declared_object.key,
                        spec,
                        declared_object.origin,
                        declared_object.file,
                        declared_object.line,
                    )
                )
        cursor.execute(
            "insert into declared (section, key, spec, origin, file, line)"
            " select section, key, spec, origin, file, line from declared_in"
            " on conflict (section, key) do update set (spec, origin, file, line) ="
            " (excluded.spec, excluded.origin, excluded.file, excluded.line)"
        )
        cursor.execute("delete from declared_in")


def remove(identities: Sequence[tuple[str, str]]) -> None:
    """Remove the objects of these (section, key)."""
    if identities:
        Declared.objects.filter(pk__in=identities).delete()


def revise(at: datetime, by: str, changes: Sequence[Any], concerns: Iterable[Concern] = Concern) -> int:
    """Note a revision that changes these concerns; its number is their new version."""
    before = versions()
    revision = Revision.objects.create(at=at, by=by, changes=msgspec.to_builtins(changes))
    revision.versions = before | dict.fromkeys(concerns, revision.id)
    revision.save(update_fields=["versions"])
    return revision.id


def _versions(id: int, versions: dict[str, int] | None) -> dict[Concern, int]:
    """The versions as the revision notes them; a concern that it does not name counts as changed by it."""
    return {concern: (versions or {}).get(concern, id) for concern in Concern}
