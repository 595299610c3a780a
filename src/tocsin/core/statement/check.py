"""Check: a statement compared with our incidents: its clock, its matches, what they disagree on, and what that costs."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.contracts import Contract
from tocsin.core.sla.calendar import Calendar
from tocsin.core.sla.measures import Span, Trouble
from tocsin.core.statement.classifying import Classifying, Entry, Finding
from tocsin.core.statement.decisions import InForce
from tocsin.core.statement.effect import Difference, effect
from tocsin.core.statement.matching import matched
from tocsin.core.statement.values import WHYS, Known, Line, Shift, Statement, Unread

BESIDE = timedelta(days=2)  # around the month: incidents that a statement of it may still list


class Basis(Value):
    """What a statement is judged by: the supplier's contracts, the zones in which it may write, the likeliest first, and
    what it may call us."""

    contracts: tuple[Contract, ...]
    zones: tuple[str, ...]
    month: Span
    names: tuple[str, ...] = ()


class Checked(Value):
    """The judgement. ``lines`` have their times as instants; ``others`` of them are other clients'."""

    shift: Shift
    lines: tuple[Line, ...]
    entries: tuple[Entry, ...]
    effect: tuple[Difference, ...] = ()
    others: tuple[Line, ...] = ()

    @property
    def counts(self) -> dict[Finding, int]:
        """How many of each."""
        return dict(Counter(entry.finding for entry in self.entries))

    @property
    def disputed(self) -> tuple[Entry, ...]:
        """What the supplier is asked to correct."""
        return tuple(entry for entry in self.entries if entry.disputed)

    def line(self, number: int) -> Line:
        """A line by its number."""
        return self.lines[number - 1]


def checked(
    statement: Statement, known: Sequence[Known], troubles: Mapping[int, Trouble], basis: Basis,
    calendars: Mapping[str, Calendar], settled: InForce, *, now: datetime,
) -> Checked:  # fmt: skip
    """The statement beside our incidents. ``calendars`` by key; ``""`` runs day and night."""
    lengths = lengths_by(calendars, basis)
    shift, lines, matches = matched(statement, known, basis.zones, lengths, settled.means, basis.names)
    own = {number for match in matches for number in match.lines}
    classifying = Classifying(lines, known, lengths, grain_s=max(statement.grain_s, statement.length_grain_s))
    found = (classifying.entry(match, accepted=settled.accepts(match)) for match in matches)
    entries = tuple(entry for entry in found if entry is not None and _concerns(entry, known, basis.month))
    counted = {trouble: troubles[trouble] for trouble in _counted(entries, known) if trouble in troubles}
    return Checked(
        shift=shift,
        lines=lines,
        entries=entries,
        effect=tuple(effect(entries, counted, basis.contracts, calendars, basis.month, now=now)),
        others=tuple(line for line in lines if line.number not in own),
    )


def left_out(statement: Statement, found: Checked) -> list[Unread]:
    """The rows of the file that are judged in no entry, what may have been an incident first."""
    others = (Unread(row=line.row, sheet=line.sheet, cells=line.cells, why="client") for line in found.others)
    return sorted((*statement.unread, *others), key=lambda unread: WHYS.index(unread.why))


def lengths_by(
    calendars: Mapping[str, Calendar], basis: Basis
) -> Callable[[datetime, datetime], tuple[int, ...]]:
    """How long a span is on the wall, and by each calendar that the supplier's contracts count in."""
    keys = dict.fromkeys(measure.calendar for contract in basis.contracts for measure in contract.measures)
    counting = [calendars[key] for key in keys if key and not calendars[key].always]

    def lengths(start: datetime, end: datetime) -> tuple[int, ...]:
        return (int((end - start).total_seconds()), *(calendar.elapsed(start, end) for calendar in counting))

    return lengths


def _counted(entries: Iterable[Entry], known: Iterable[Known]) -> set[int]:
    """The incidents that the supplier answers for, or that a line means."""
    meant = {incident for entry in entries for incident in entry.match.incidents}
    return meant | {incident.incident for incident in known if incident.theirs}


def _concerns(entry: Entry, known: Iterable[Known], month: Span) -> bool:
    """An incident of the days around the month that no line means is another statement's."""
    if entry.match.lines:
        return True
    starts = {incident.incident: incident.start for incident in known}
    return any(month[0] <= starts[incident] < month[1] for incident in entry.match.incidents)
