"""Subject: how a row's value is read with its subject, be it of the version before, which knew incidents alone."""

from collections.abc import Mapping
from typing import Any

from tocsin.core.kernel.subject import Subject

# Of timeline entries and notices. The columns have the subject; the value of an older row says ``incident`` instead.
VALUE = (
    "(value - 'incident' || jsonb_build_object('subject',"
    " jsonb_build_object('kind', subject_kind, 'id', subject_id)))::text"
)


def of_subject(value: Mapping[str, Any], subject: Subject) -> dict[str, Any]:
    """The same for a value that the ORM has read."""
    older = {name: field for name, field in value.items() if name != "incident"}
    return {**older, "subject": {"kind": subject.kind, "id": subject.id}}
