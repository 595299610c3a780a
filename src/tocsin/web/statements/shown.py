"""Shown: a judged statement as its page shows it: lines beside incidents, worst first, with the bits behind each."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.sla.measures import Measured
from tocsin.core.statement.check import Checked
from tocsin.core.statement.classifying import Entry, Finding
from tocsin.core.statement.effect import Difference
from tocsin.core.statement.values import Bits, Candidate, Line, Sureness
from tocsin.web.names import Names
from tocsin.web.words import Word

FINDINGS = {
    Finding.ASKED: Word(_("To settle"), "circle-help", "info"),
    Finding.MISSING_THEIRS: Word(_("Missing at theirs"), "file-x", "down"),
    Finding.EXCLUSION: Word(_("Exclusion contested"), "ban", "down"),
    Finding.DURATION: Word(_("Duration differs"), "timer", "degraded"),
    Finding.MISSING_OURS: Word(_("Missing at ours"), "circle-plus", "degraded"),
    Finding.TWICE: Word(_("Listed twice"), "copy", "neutral"),
    Finding.AGREED: Word(_("Agreed"), "circle-check", "ok"),
}
FIGURES = {
    "response": _("Response"),
    "restoration": _("Restoration"),
    "interruption": _("Interruption"),
    "power_interruption": _("Power interruption"),
    "availability": _("Availability"),
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
    """One figure of a contract on both sides."""

    contract: str
    name: str | Promise
    target: str
    theirs: Measured
    ours: Measured
    cents: int
    currency: str


class Shown:
    """One judged statement in a reader's language. ``titles``: of the incidents that it names."""

    def __init__(self, checked: Checked, names: Names, titles: dict[int, str], language: Language) -> None:
        self._checked, self._names, self._titles, self._language = checked, names, titles, language

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
            traits=_traits(match.bits),
            choices=list(self._choices([*own, *match.rivals])) if match.lines else [],
            settled=match.sureness is Sureness.SETTLED or entry.accepted,
        )

    def _choices(self, candidates: Iterable[Candidate]) -> Iterator[Choice]:
        for candidate in candidates:
            title = self._titles.get(candidate.incident, "")
            yield Choice(candidate.incident, title, f"{candidate.bits.total:+.1f}")


def _first(entry: Entry) -> tuple[int, int]:
    return (entry.match.lines or (10**9,))[0], (entry.match.incidents or (0,))[0]


def _traits(bits: Bits | None) -> list[tuple[str | Promise, str]]:
    return [(label, f"{getattr(bits, name):+.1f}") for name, label in TRAITS] if bits else []


def figures(differences: Iterable[Difference], names: Names, supplier: str) -> list[Figure]:
    """The figures of the supplier's contracts, as both sides have them."""
    contracts = {contract.number: contract for contract in names.organisation.suppliers[supplier].contracts}
    found = []
    for difference in differences:
        contract = contracts[difference.contract]
        measure = next(known for known in contract.measures if known.key == difference.measure)
        found.append(
            Figure(
                contract=contract.number,
                name=measure.name or FIGURES[measure.figure],
                target=f"{measure.availability:g} %" if measure.availability else "",
                theirs=difference.theirs,
                ours=difference.ours,
                cents=difference.cents,
                currency=difference.currency,
            )
        )
    return found
