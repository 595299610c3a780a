"""House: the example company at a stopped clock; the messages that it receives, and what the database then contains."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from django.db import connection

from tocsin.connectors.kit import mail as mails
from tocsin.core.event.message import Message
from tocsin.core.exchange.bond import Bond
from tocsin.core.incident.values import Incident
from tocsin.core.organisation.objects import Object
from tocsin.core.translation import own_json
from tocsin.demo import past
from tocsin.demo.command import company
from tocsin.flow import clock, pipeline
from tocsin.flow.duties import closing, deadlines, windows
from tocsin.flow.intake import deposit as intake
from tocsin.flow.notices import outbox
from tocsin.store import bonds, incidents, models, partitions
from tocsin.store.read.notices import NOTICE_AND_DELIVERY, NOTICE_STATE

SAMPLES = Path("examples/cachemire/formats/valmont/samples")
MONDAY = datetime(2026, 11, 23, 11, 48, 30, tzinfo=UTC)  # when the first sample was sent
OUTLET = "par1.s1.r07.pdu-a.o12"


class House:
    """The company in force. ``sent`` keeps (recipient, subject) of every notice that left."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        past.employ(cachemire())

    def receives(self, *messages: Message) -> int:
        """Keep the messages and work them; how many were new."""
        fresh = intake.deposit(messages)
        self.works()
        return fresh

    def works(self) -> None:
        """Work all that waits, then do what is due."""
        while pipeline.work():
            pass
        self.does_what_is_due()

    def does_what_is_due(self) -> None:
        """What time brings about, and the notices."""
        deadlines.watch()
        windows.watch()
        closing.watch()
        outbox.deliver_due(self._take)

    def waits(self, **span: float) -> None:
        """Move the clock on, and do what is due then."""
        clock.fast_forward(**span)
        self.does_what_is_due()

    def _take(self, mail: Any, about_to_leave: Any) -> str:
        about_to_leave()
        self.sent.append((mail.address, mail.payload["subject"]))
        return "250 OK"


@cache
def cachemire() -> list[Object]:
    """The files of the example company, read once a run."""
    return company()


@contextmanager
def house(at: datetime = MONDAY) -> Iterator[House]:
    """The company, its clock stopped at ``at``."""

    partitions.ensure(at.date())
    with clock.moved(at):
        yield House()


def sample(name: str, source: str = "valmont", at: datetime | None = None) -> Message:
    """A sample mail of the provider, as the mail inlet keeps it."""
    (file,) = SAMPLES.glob(f"{name}*.eml")
    return mail(file.read_bytes(), source, at)


def mail(raw: bytes, source: str = "valmont", at: datetime | None = None) -> Message:
    """A mail as the inlet keeps it."""
    return mails.message(source, "smtp", at or clock.now(), raw, {"sender": "supervision@valmont-dc.example"})


def post_event(
    kind: str, item: str, state: str = "firing", source: str = "http-it", **fields: Any
) -> Message:
    """One event in our own JSON."""
    at = fields.pop("at", clock.now())
    place = {"text": item, "item": fields.pop("key", item)}
    return post([{"kind": kind, "state": state, "place": place, "occurred_at": at, **fields}], source)


def post(events: Sequence[dict[str, Any]] | bytes, source: str = "http-it", key: str = "") -> Message:
    """A body of our own JSON, as the HTTP inlet keeps it."""
    body = events if isinstance(events, bytes) else msgspec.json.encode(events)
    return Message(
        source=source, channel="http", received_at=clock.now(), media_type=own_json.MEDIA_TYPE, body=body, key=key
    )  # fmt: skip


def known() -> list[Incident]:
    """Every incident that was not folded into another one, oldest first."""
    ids = list(
        models.Incident.objects.filter(folded_into__isnull=True).order_by("id").values_list("id", flat=True)
    )
    loaded = incidents.load(ids)
    return [loaded[number] for number in ids]


def only() -> Incident:
    """The one incident."""
    found = known()
    assert len(found) == 1, [(incident.number, incident.cause, incident.state) for incident in found]
    return found[0]


def only_bond() -> Bond:
    """The one exchange."""
    (number,) = models.Bond.objects.values_list("id", flat=True)
    found = bonds.load(number)
    assert found
    return found


def verbs(incident: Incident) -> list[str]:
    """What its timeline says was done, in order."""
    return [entry.verb.value for entry in incidents.timeline(incident.subject)]


def notices() -> Counter[tuple[str, str]]:
    """The outbox: how many notices by kind and state; of the notices of a delivery, the leading one has its state."""
    with connection.cursor() as cursor:
        cursor.execute(f"select n.kind, {NOTICE_STATE} from {NOTICE_AND_DELIVERY}")
        return Counter(cursor.fetchall())


def tally() -> dict[str, int]:
    """Messages counted by status."""
    sums: Counter[str] = Counter()
    for status, count in models.Tally.objects.values_list("status", "count"):
        sums[status] += count
    return {status: count for status, count in sums.items() if count}


def statuses() -> dict[str, int]:
    """Messages by status, as they stand."""
    return dict(Counter(models.Message.objects.values_list("status", flat=True)))
