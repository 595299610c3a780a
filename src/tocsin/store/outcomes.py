"""Commitment outcomes as rows: the last outcome of each clock, and new ones. No row is ever changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable

import msgspec

from tocsin.core.sla.outcomes import Outcome
from tocsin.core.sla.values import Side
from tocsin.store import rows
from tocsin.store.models import CommitmentOutcome
from tocsin.store.rows import AT_ONCE
from tocsin.store.stored import stored

_LAST = (  # every batch asks: the ORM takes three times as long to say it
    "select distinct on (incident_id, side) incident_id as incident,"
    f" {', '.join(name for name in Outcome.__struct_fields__ if name != 'incident')}"
    " from commitment_outcome where incident_id = any(%s) order by incident_id, side, id desc"
)


def last(incidents: Collection[int]) -> dict[int, dict[Side, Outcome]]:
    """The last outcome of each side of these incidents."""
    found: dict[int, dict[Side, Outcome]] = defaultdict(dict)
    for row in rows.select(_LAST, [list(incidents)]) if incidents else ():
        outcome = stored(row, Outcome)
        found[outcome.incident][outcome.side] = outcome
    return found


def write(outcomes: Iterable[Outcome]) -> None:
    """Append these outcomes, in this order."""
    CommitmentOutcome.objects.bulk_create(
        (CommitmentOutcome(**msgspec.structs.asdict(outcome)) for outcome in outcomes), batch_size=AT_ONCE
    )
