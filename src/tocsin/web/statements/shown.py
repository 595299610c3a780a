"""Shown: a judged statement as its page shows it: lines beside incidents, worst first, with the bits behind each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.core.incident.values import Incident
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.organisation.contracts import Measure
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.sla.measures import Measured
from tocsin.core.sla.months import name_of
from tocsin.core.statement.check import Checked
from tocsin.core.statement.classifying import Entry, Finding
from tocsin.core.statement.effect import Difference
from tocsin.core.statement.values import Bits, Candidate, Line, Sureness
from tocsin.flow.statements.settling import Opened
from tocsin.web.words import Word, sentence

FINDINGS = {
    Finding.ASKED: Word(sentence("statement.finding.asked"), "circle-question-mark", "info"),
    Finding.MISSING_THEIRS: Word(sentence("statement.finding.missing_theirs"), "file-x", "down"),
    Finding.EXCLUSION: Word(sentence("statement.finding.exclusion"), "ban", "down"),
    Finding.DURATION: Word(sentence("statement.finding.duration"), "timer", "degraded"),
    Finding.MISSING_OURS: Word(sentence("statement.finding.missing_ours"), "circle-plus", "degraded"),
    Finding.TWICE: Word(sentence("statement.finding.twice"), "copy", "neutral"),
    Finding.AGREED: Word(sentence("statement.finding.agreed"), "circle-check", "ok"),
}
TRAITS: tuple[tuple[str, str | Promise], ...] = (
    ("prior", _("Prior")),
    ("reference", _("Reference")),
    ("time", _("Time")),
    ("place", _("Place")),
    ("duration", _("Duration")),
    ("kind", _("Kind")),
)


class Choice(NamedTuple):
    """An incident that a line may mean, with its bits."""

    incident: int
    title: str
    since: datetime | None
    bits: str


class Row(NamedTuple):
    """An entry with all that its row shows."""

    entry: Entry
    word: Word
    lines: list[Line]
    incidents: list[Choice]
    reason: str
    traits: list[tuple[str | Promise, str]]
    choices: list[Choice]
    settled: bool


class Figure(NamedTuple):
    """One figure of a contract on both sides. ``target`` in per cent; 0: it is no availability."""

    contract: str
    name: str
    target: float
    theirs: Measured
    ours: Measured
    cents: int
    currency: str


class Shown:
    """One judged statement in a reader's language. ``named``: the incidents that it names."""

    def __init__(self, checked: Checked, named: Mapping[int, Incident], language: Language) -> None:
        self._checked, self._named, self._language = checked, named, language

    def rows(self) -> list[Row]:
        """The entries, what is to settle first, what is agreed last."""
        order = list(FINDINGS)
        entries = sorted(self._checked.entries, key=lambda entry: (order.index(entry.finding), _first(entry)))
        return [self._row(entry) for entry in entries]

    def counts(self) -> list[tuple[Word, int]]:
        """How many of each finding."""
        counted = Counter(entry.finding for entry in self._checked.entries)
        return [(word, counted[finding]) for finding, word in FINDINGS.items() if counted[finding]]

    def _row(self, entry: Entry) -> Row:
        match = entry.match
        own = [Candidate(incident=incident, bits=match.bits or Bits(prior=0)) for incident in match.incidents]
        return Row(
            entry=entry,
            word=FINDINGS[entry.finding],
            lines=[self._checked.line(number) for number in match.lines],
            incidents=list(self._choices(own)),
            reason=render_why(entry.why, self._language),
            traits=_traits(match.bits, self._language),
            choices=list(self._choices([*own, *match.rivals])) if match.lines else [],
            settled=match.sureness is Sureness.SETTLED or entry.accepted,
        )

    def _choices(self, candidates: Iterable[Candidate]) -> Iterator[Choice]:
        for candidate in candidates:
            incident = self._named.get(candidate.incident)
            yield Choice(
                incident=candidate.incident,
                title=getattr(incident.title, self._language) if incident else "",
                since=incident.since if incident else None,
                bits=_bits(candidate.bits.total, self._language),
            )


def _first(entry: Entry) -> tuple[int, int]:
    return (entry.match.lines or (10**9,))[0], (entry.match.incidents or (0,))[0]


def _traits(bits: Bits | None, language: Language) -> list[tuple[str | Promise, str]]:
    return [(label, _bits(getattr(bits, name), language)) for name, label in TRAITS] if bits else []


def _bits(value: float, language: Language) -> str:
    written = f"{value:+.1f}"
    return written.replace(".", ",") if language == "fr" else written


def figures(opened: Opened, organisation: Organisation, language: Language) -> list[Figure]:
    """The figures of the supplier's contracts, as both sides have them."""
    return [
        _figure(difference, opened.measure(difference, organisation), language)
        for difference in opened.checked.effect
    ]


def _figure(difference: Difference, measure: Measure, language: Language) -> Figure:
    return Figure(
        contract=difference.contract,
        name=name_of(measure, language),
        target=measure.availability,
        theirs=difference.theirs,
        ours=difference.ours,
        cents=difference.cents,
        currency=difference.currency,
    )
