"""What is open beside an incident, and which of these its provider reports under the same number or in the same thread."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.core.incident.values import OPEN, Incident
from tocsin.core.kernel.value import Value
from tocsin.store import rows
from tocsin.store.models import Incident as Row

MOST = 50  # open incidents that are named
_COMPARED = 12  # the newest of them with the same supplier: their messages are compared
_HEAD_BYTES = 16_384
_MESSAGE_ID = re.compile(rb"^message-id:\s*<([^>\s]+)>", re.I | re.M)
_ANSWERED = re.compile(rb"^(?:in-reply-to|references):((?:.*)(?:\r?\n[ \t].*)*)", re.I | re.M)
_IDENTITY = re.compile(rb"<([^>\s]+)>")


class Beside(Value):
    """Another open incident. ``reference``: the number under which the provider reports both; ``thread``: a mail about one
    answers a mail about the other. Neither: there is no sign that they belong together."""

    id: int
    title: dict[str, str]
    supplier: str = ""
    reference: str = ""
    thread: bool = False

    @property
    def linked(self) -> bool:
        """Whether the provider itself reports both as one."""
        return self.thread or bool(self.reference)


def beside(incident: Incident) -> list[Beside]:
    """The other open incidents, newest first, those that the provider links with this one before the others."""
    open_ones = Row.objects.filter(state__in=sorted(OPEN), folded_into__isnull=True, origin="").exclude(
        id=incident.id
    )
    found = [
        Beside(id=row["id"], title=row["title"], supplier=row["value__supplier"] or "")
        for row in open_ones.order_by("-id").values("id", "title", "value__supplier")[:MOST]
    ]
    alike = [other.id for other in found if incident.supplier and other.supplier == incident.supplier]
    if not alike:
        return found
    linked = _linked(incident.id, alike[:_COMPARED])
    return sorted((linked.get(other.id, other) for other in found), key=lambda other: not other.linked)


def _linked(number: int, others: Sequence[int]) -> dict[int, Beside]:
    """Those of the others that the provider links with this one."""
    references, threads = _same_reference(number, others), _same_thread(number, others)
    titles = dict(Row.objects.filter(id__in=references.keys() | threads).values_list("id", "title"))
    return {
        other: Beside(id=other, title=title, reference=references.get(other, ""), thread=other in threads)
        for other, title in titles.items()
    }


def _same_reference(number: int, others: Sequence[int]) -> dict[int, str]:
    """Which of them have an alert that fires under the same number of the same source."""
    found = rows.select(
        "select distinct on (theirs.incident_id) theirs.incident_id as id, theirs.value->>'reference' as reference"
        " from alert mine join alert theirs on theirs.source = mine.source"
        " and theirs.value->>'reference' = mine.value->>'reference' and theirs.fingerprint <> mine.fingerprint"
        " where mine.incident_id = %s and mine.state = 'firing' and mine.value->>'reference' <> ''"
        " and theirs.incident_id = any(%s) and theirs.state = 'firing'",
        [number, list(others)],
    )
    return {row["id"]: row["reference"] for row in found}


def _same_thread(number: int, others: Sequence[int]) -> set[int]:
    """Which of them began with a mail that answers the first mail of this one, or the other way round."""
    heads = _heads([number, *others])
    mine = heads.get(number)
    return {other for other in others if mine and other in heads and _answers(mine, heads[other])}


def _heads(numbers: Sequence[int]) -> Mapping[int, bytes]:
    """The headers of the mail with which each of these incidents began."""
    found: list[dict[str, Any]] = rows.select(
        "select began.incident_id as id, substr(message.body, 1, %s) as head from unnest(%s::bigint[]) as asked (id)"
        " cross join lateral (select incident_id, message_id, received_at from event where incident_id = asked.id"
        "  order by message_id limit 1) began join message on message.id = began.message_id"
        " and message.received_at = began.received_at and message.media_type = 'message/rfc822'",
        [_HEAD_BYTES, list(numbers)],
    )
    return {row["id"]: re.split(rb"\r?\n\r?\n", bytes(row["head"]), maxsplit=1)[0] for row in found}


def _answers(first_mail: bytes, second_mail: bytes) -> bool:
    return any(
        set(_MESSAGE_ID.findall(first))
        & {name for text in _ANSWERED.findall(second) for name in _IDENTITY.findall(text)}
        for first, second in ((first_mail, second_mail), (second_mail, first_mail))
    )
