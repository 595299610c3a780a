"""The open incidents of a person and of teams, whole, in one query. Knows keys, no names and no order."""

from collections.abc import Collection

import msgspec

from tocsin.core.incident.values import OPEN, Incident
from tocsin.core.sla.values import Clock
from tocsin.core.work.values import Known
from tocsin.store import rows
from tocsin.store.stored import stored

MOST = 1_000  # the most urgent by due time; a team that has more works from the list of all incidents


def open_of(person: str, teams: Collection[str]) -> list[Known]:
    """Those that this person (key; empty: nobody) owns or one of these teams (keys) answers for, at most ``MOST``."""
    found = rows.select(
        "select value, clocks from incident where state = any(%s) and folded_into is null and origin = ''"
        " and ((owner = %s and owner <> '') or owner_team = any(%s))"
        " order by least(ours_due_at, supplier_due_at) nulls last, id limit %s",
        [sorted(OPEN), person, list(teams), MOST],
    )
    return [
        Known(
            incident=stored(row["value"], Incident), clocks=msgspec.convert(row["clocks"], tuple[Clock, ...])
        )
        for row in found
    ]
