"""Effect: what the figures and penalties of a supplier's contracts come to by its statement, and by our incidents."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain

from msgspec.structs import replace

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.contracts import Contract
from tocsin.core.sla.calendar import Calendar
from tocsin.core.sla.measures import Measured, Span, Trouble, measured, united
from tocsin.core.statement.classifying import Entry, Finding


class Difference(Value):
    """One figure of one contract, as the statement and as our incidents have it. Cents of ``currency``."""

    contract: str
    measure: str
    currency: str
    theirs: Measured
    ours: Measured

    @property
    def cents(self) -> int:
        """How much more the supplier owes by our incidents."""
        return self.ours.cents - self.theirs.cents


def effect(
    entries: Sequence[Entry], troubles: Mapping[int, Trouble], contracts: Iterable[Contract],
    calendars: Mapping[str, Calendar], month: Span, *, now: datetime,
) -> Iterator[Difference]:  # fmt: skip
    """Each figure of the contracts in force. ``troubles`` are all that the supplier answers for or that a line means, by
    incident. What is asked counts as ours until somebody settles it; a line that we know nothing of is left out of both; an
    incident that no entry speaks of (it began before the month, or nobody need list it) counts alike on both sides."""
    ours, theirs = _sides(entries, troubles, now)
    for contract in contracts:
        if contract.to_be_signed:
            continue
        for measure in contract.measures:
            by_theirs, by_ours = (
                measured(contract, measure, side, calendars[measure.calendar], month, now=now)
                for side in (theirs, ours)
            )
            yield Difference(
                contract=contract.number,
                measure=measure.key,
                currency=contract.currency,
                theirs=by_theirs,
                ours=by_ours,
            )


def _sides(
    entries: Sequence[Entry], troubles: Mapping[int, Trouble], now: datetime
) -> tuple[list[Trouble], list[Trouble]]:
    mentioned = set(chain.from_iterable(entry.match.incidents for entry in entries))
    rest = [trouble for incident, trouble in troubles.items() if incident not in mentioned]
    ours, theirs = [*rest], [*rest]
    for entry in entries:
        own = [troubles[incident] for incident in entry.match.incidents if incident in troubles]
        stated = list(_as_they_state(entry, own, now))
        ours += stated if entry.accepted else own
        theirs += stated
    return ours, theirs


def _as_they_state(entry: Entry, own: Sequence[Trouble], now: datetime) -> Iterator[Trouble]:
    if entry.finding in (Finding.MISSING_THEIRS, Finding.EXCLUSION):
        return
    if entry.finding is not Finding.DURATION:
        yield from own
        return
    for trouble, length in zip(own, _shared_out(entry.theirs_s, own, now), strict=True):
        yield replace(trouble, lasted_s=length, met=entry.said_met)


def _shared_out(stated_s: int | None, own: Sequence[Trouble], now: datetime) -> Iterator[int | None]:
    """The one length that they state, shared out over our incidents by how long each was of the time in which any was:
    incidents after each other get a part each, those at one time the whole each. None: no length is stated."""
    spans = [(trouble.start, max(trouble.end or now, trouble.start)) for trouble in own]
    whole = sum((end - start).total_seconds() for start, end in united(sorted(spans)))
    for (start, end), trouble in zip(spans, own, strict=True):
        if stated_s is None:
            yield trouble.lasted_s
        else:
            yield round(stated_s * (end - start).total_seconds() / whole) if whole else stated_s
