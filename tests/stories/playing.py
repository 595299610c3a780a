"""Playing a story to the pipeline, under a stopped clock: messages are received, and time does its part."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import groupby

from tocsin.core.incident.values import Incident
from tocsin.demo import past, tables
from tocsin.demo.command import company
from tocsin.demo.world.floor import Floor
from tocsin.demo.world.stories import STORIES, script_of
from tocsin.demo.world.transmission import Transmission, received
from tocsin.flow import clock, pipeline
from tocsin.flow.duties import deadlines, windows
from tocsin.flow.intake import deposit as intake
from tocsin.flow.notices import outbox
from tocsin.flow.organisation import snapshot
from tocsin.store import incidents, models, partitions

BEGIN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday, in working time


class Playing:
    """The company; ``sent`` keeps every notice that left."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        past.employ(company())
        self.floor = Floor(snapshot())

    def story(self, name: str, *, until: float | None = None) -> None:
        """Live through a story, or through its first ``until`` seconds."""
        begin = clock.now()
        script = script_of(STORIES[name], self.floor, begin)
        end = script.until if until is None else begin + timedelta(seconds=until)
        self.receive(transmission for transmission in script.transmissions if transmission.at <= end)
        self.wait_until(end)

    def receive(self, transmissions: Iterable[Transmission]) -> None:
        """Hear what is said, each second's words at once."""
        for at, words in groupby(transmissions, key=lambda transmission: transmission.at):
            self.wait_until(at)
            intake.deposit([received(transmission) for transmission in words])
            self.work()

    def wait_until(self, instant: datetime) -> None:
        """Let time pass, a second at a time where something is due."""
        while due := tables.next_due(clock.now(), instant):
            _move(due)
            self._mind()
        _move(instant)
        self._mind()

    def work(self) -> None:
        """Work what is waiting, and tell whom it concerns."""
        while pipeline.work():
            pass
        self._mind()

    def _mind(self) -> None:
        deadlines.watch()
        windows.watch()
        outbox.deliver_due(self._take)

    def _take(self, mail: object, about_to_leave: object) -> None:
        about_to_leave()  # type: ignore[operator]
        self.sent.append((mail.address, mail.payload["subject"]))  # type: ignore[index]

    def now_and(self, **span: float) -> datetime:
        """The instant so much later than now."""
        return clock.now() + timedelta(**span)

    def mails(self) -> Counter[str]:
        """How many mails each recipient got."""
        return Counter(recipient for recipient, _ in self.sent)


def _move(to: datetime) -> None:
    clock.fast_forward(seconds=max(0.0, (to - clock.now()).total_seconds()))


@contextmanager
def playing(at: datetime = BEGIN) -> Iterator[Playing]:
    """A company that listens, its clock stopped at ``at``."""
    partitions.ensure(at.date())
    with clock.moved(at):
        yield Playing()


def known() -> list[Incident]:
    """Every incident that was not folded into another one, oldest first."""
    ids = models.Incident.objects.filter(folded_into__isnull=True).order_by("id").values_list("id", flat=True)
    loaded = incidents.load(ids)
    return [loaded[number] for number in ids]


def about(cause: str) -> Incident:
    """The one incident with this cause."""
    found = [incident for incident in known() if incident.cause == cause]
    assert len(found) == 1, [(incident.number, incident.cause, incident.state) for incident in known()]
    return found[0]
