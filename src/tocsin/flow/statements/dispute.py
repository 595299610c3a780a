"""Dispute: what we ask a supplier to correct, each figure with the messages that it comes from, as texts for a file."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tocsin.core.exchange.cost import money
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.sla.durations import span
from tocsin.core.sla.months import name_of, percent
from tocsin.core.statement.classifying import Entry
from tocsin.core.statement.effect import Difference
from tocsin.core.statement.incidents import ended
from tocsin.core.statement.reasons import clock_of, finding_name
from tocsin.flow.sources.naming import source_name
from tocsin.flow.statements.settling import Opened
from tocsin.flow.wording import whole_instant
from tocsin.store import incidents
from tocsin.store.read import why

_FIRST, _LAST = 4, 3  # messages of an incident that are listed: how it began, how it ended
_EVENTS = 400


class Evidence(NamedTuple):
    """A message that an incident comes from."""

    message: int
    received: str
    source: str
    said: str


class Item(NamedTuple):
    """One thing to correct. ``rows`` are the statement's, as written."""

    number: int
    finding: str
    reason: str
    rows: list[str]
    incidents: list[str]
    theirs: str
    ours: str
    evidence: list[Evidence]


class Dispute(NamedTuple):
    """The whole file."""

    supplier: str
    month: str
    file: str
    made: str
    day: tuple[int, int, int]
    clock: str
    items: list[Item]
    figures: list[list[str]]
    owed: list[str]


class Writing:
    """A judged statement being written up, in the reader's language, with times in the supplier's zone."""

    def __init__(self, opened: Opened, organisation: Organisation, language: Language, now: datetime) -> None:
        self._opened, self._known, self._language, self._now = opened, organisation, language, now
        self._zone = ZoneInfo(organisation.suppliers[opened.kept.supplier].zone)
        disputed = opened.checked.disputed
        self._incidents = incidents.load({number for entry in disputed for number in entry.match.incidents})

    def dispute(self) -> Dispute:
        """The file's content."""
        opened = self._opened
        owed: dict[str, int] = {}
        for difference in opened.checked.effect:
            owed[difference.currency] = owed.get(difference.currency, 0) + difference.cents
        return Dispute(
            supplier=self._known.suppliers[opened.kept.supplier].name,
            month=opened.kept.month,
            file=opened.kept.file,
            made=self._when(self._now),
            day=(self._now.year, self._now.month, self._now.day),
            clock=render_why(clock_of(opened.checked.shift, self._language), self._language),
            items=[self._item(at, entry) for at, entry in enumerate(opened.checked.disputed, start=1)],
            figures=[self._figure(difference) for difference in opened.checked.effect],
            owed=[money(cents, self._language, currency) for currency, cents in owed.items() if cents],
        )

    def _figure(self, difference: Difference) -> list[str]:
        """A row of the table of figures, as its headings (``dispute_files``) name it."""
        measure = self._opened.measure(difference, self._known)
        return [
            f"{difference.contract}, {name_of(measure, self._language)}",
            _percent(difference.theirs.value, self._language),
            _percent(difference.ours.value, self._language),
            money(difference.theirs.cents, self._language, difference.currency),
            money(difference.ours.cents, self._language, difference.currency),
        ]

    def _item(self, number: int, entry: Entry) -> Item:
        lines = [self._opened.checked.line(line) for line in entry.match.lines]
        return Item(
            number=number,
            finding=finding_name(entry.finding, self._language),
            reason=render_why(entry.why, self._language),
            rows=[f"{line.row}: " + " · ".join(filter(None, line.cells)) for line in lines],
            incidents=[self._incident(incident) for incident in entry.match.incidents],
            theirs=self._length(entry.theirs_s),
            ours=self._length(entry.ours_s),
            evidence=[found for incident in entry.match.incidents for found in self._evidence(incident)],
        )

    def _incident(self, number: int) -> str:
        incident = self._incidents[number]
        end = ended(incident)
        until = f" – {self._when(end)}" if end else ""
        title = getattr(incident.title, self._language)
        numbers = ", ".join(dict.fromkeys(reference.text for reference in incident.references[:4]))
        return f"{incident.number} {title}, {self._when(incident.since)}{until}" + (
            f" ({numbers})" if numbers else ""
        )

    def _evidence(self, incident: int) -> list[Evidence]:
        """The messages by which it began and ended; each once."""
        events = {event["message_id"]: event for event in reversed(why.first_events(incident, _EVENTS))}
        ordered = [events[message] for message in sorted(events)]
        chosen = ordered if len(ordered) <= _FIRST + _LAST else [*ordered[:_FIRST], *ordered[-_LAST:]]
        return [
            Evidence(
                message=event["message_id"],
                received=self._when(event["received_at"]),
                source=source_name(self._known, event["source"], self._language),
                said=" ".join(filter(None, (event["reference"], event["summary"])))[:160],
            )
            for event in chosen
        ]

    def _when(self, at: datetime) -> str:
        return whole_instant(at.astimezone(self._zone), self._language)

    def _length(self, seconds: int | None) -> str:
        return "–" if seconds is None else span(seconds, self._language)


def _percent(value: float | None, language: Language) -> str:
    return "–" if value is None else percent(value, language)
