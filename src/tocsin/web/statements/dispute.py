"""Dispute: what we ask a supplier to correct, each figure with the messages that it comes from, as texts for a file."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tocsin.core.exchange.cost import money
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.sla.durations import span
from tocsin.core.statement.classifying import Entry
from tocsin.core.statement.incidents import ended
from tocsin.core.statement.reasons import clock_of
from tocsin.flow.statements.settling import Opened
from tocsin.store import incidents
from tocsin.store.read import why
from tocsin.web.names import Names
from tocsin.web.statements.shown import FINDINGS, figures
from tocsin.web.wording import whole_instant

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
        self._opened, self._names, self._language, self._now = opened, Names(organisation), language, now
        self._zone = ZoneInfo(organisation.suppliers[opened.kept.supplier].zone)
        disputed = opened.checked.disputed
        self._incidents = incidents.load({number for entry in disputed for number in entry.match.incidents})

    def dispute(self) -> Dispute:
        """The file's content."""
        opened = self._opened
        shown = figures(opened.checked.effect, self._names, opened.kept.supplier)
        owed: dict[str, int] = {}
        for figure in shown:
            owed[figure.currency] = owed.get(figure.currency, 0) + figure.cents
        return Dispute(
            supplier=self._names.supplier(opened.kept.supplier),
            month=opened.kept.month,
            file=opened.kept.file,
            made=self._when(self._now),
            day=(self._now.year, self._now.month, self._now.day),
            clock=render_why(clock_of(opened.checked.shift, self._language), self._language),
            items=[self._item(at, entry) for at, entry in enumerate(opened.checked.disputed, start=1)],
            figures=[
                [
                    f"{figure.contract}, {figure.name}",
                    _percent(figure.theirs.value, self._language),
                    _percent(figure.ours.value, self._language),
                    money(figure.theirs.cents, self._language, figure.currency),
                    money(figure.ours.cents, self._language, figure.currency),
                ]
                for figure in shown
            ],
            owed=[money(cents, self._language, currency) for currency, cents in owed.items() if cents],
        )

    def _item(self, number: int, entry: Entry) -> Item:
        lines = [self._opened.checked.line(line) for line in entry.match.lines]
        return Item(
            number=number,
            finding=str(FINDINGS[entry.finding].text),
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
                source=str(self._names.source(event["source"])),
                said=" ".join(filter(None, (event["reference"], event["summary"])))[:160],
            )
            for event in chosen
        ]

    def _when(self, at: datetime) -> str:
        return whole_instant(at.astimezone(self._zone), self._language)

    def _length(self, seconds: int | None) -> str:
        return "–" if seconds is None else span(seconds, self._language)


def _percent(value: float | None, language: Language) -> str:
    if value is None:
        return "–"
    written = f"{value:.3f}"
    return f"{written.replace('.', ',')}\u00a0%" if language == "fr" else f"{written} %"
