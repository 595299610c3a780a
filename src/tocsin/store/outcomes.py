"""Commitment outcomes as rows: the last outcome of each clock, and new ones. No row is ever changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable

import msgspec

from tocsin.core.sla.outcomes import Outcome
from tocsin.core.sla.values import Side
from tocsin.store.models import CommitmentOutcome
from tocsin.store.rows import AT_ONCE
from tocsin.store.stored import stored

_FIELDS = Outcome.__struct_fields__


def last(incidents: Collection[int]) -> dict[int, dict[Side, Outcome]]:
    """The last outcome of each side of these incidents."""
    rows = CommitmentOutcome.objects.filter(incident__in=incidents)
    newest = rows.order_by("incident", "side", "-id").distinct("incident", "side")
    found: dict[int, dict[Side, Outcome]] = defaultdict(dict)
    for row in newest.values(*_FIELDS):
        outcome = stored(row, Outcome)
        found[outcome.incident][outcome.side] = outcome
    return found


def write(outcomes: Iterable[Outcome]) -> None:
    """Append these outcomes, in this order."""
    CommitmentOutcome.objects.bulk_create(
        (CommitmentOutcome(**msgspec.structs.asdict(outcome)) for outcome in outcomes), batch_size=AT_ONCE
    )
