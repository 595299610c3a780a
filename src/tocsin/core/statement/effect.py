"""Effect: what the figures and penalties of a supplier's contracts come to by its statement, and by our incidents."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.contracts import Contract
from tocsin.core.sla.calendar import Calendar
from tocsin.core.sla.measures import Measured, Span, Trouble, measured
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
    """Each figure of the contracts in force. What is asked counts as ours until somebody settles it; a line that we know
    nothing of is left out of both."""
    ours, theirs = _sides(entries, troubles)
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


def _sides(entries: Iterable[Entry], troubles: Mapping[int, Trouble]) -> tuple[list[Trouble], list[Trouble]]:
    ours, theirs = [], []
    for entry in entries:
        own = [troubles[incident] for incident in entry.match.incidents if incident in troubles]
        stated = list(_as_they_state(entry, own))
        ours += stated if entry.accepted else own
        theirs += stated
    return ours, theirs


def _as_they_state(entry: Entry, own: Sequence[Trouble]) -> Iterator[Trouble]:
    if entry.finding in (Finding.MISSING_THEIRS, Finding.EXCLUSION):
        return
    if entry.finding is Finding.DURATION and own:
        first, *_ = own
        lasted = first.lasted_s if entry.theirs_s is None else entry.theirs_s
        yield replace(first, lasted_s=lasted, met=entry.said_met)
        return
    yield from own
