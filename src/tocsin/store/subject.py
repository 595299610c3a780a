"""Subject: how a row's value is read with its subject, also a row of the version before, which knew only incidents."""

from collections.abc import Mapping
from typing import Any

from tocsin.core.kernel.subject import Subject


def of_subject(value: Mapping[str, Any], subject: Subject) -> dict[str, Any]:
    """The value of a timeline entry or a notice, with the subject of its row; an older value says ``incident`` instead."""
    older = {name: field for name, field in value.items() if name != "incident"}
    return {**older, "subject": {"kind": subject.kind, "id": subject.id}}
