"""Incidents as figures see them: what is open, and what was opened, resolved or worked on since an instant. One query."""

from datetime import datetime

from tocsin.core.figures.facts import Fact
from tocsin.core.incident.values import OPEN
from tocsin.core.sla.values import ClockState
from tocsin.store import rows

_ACKNOWLEDGED = ("taken", "accepted")  # entries in which a person says to have it
_FACTS = """
with chosen as (
  select id, owner_team, owner, priority, regions, opened_at, resolved_at, state, origin, value, clocks from incident
  where folded_into is null and (state = any(%(open)s) or opened_at >= %(start)s or resolved_at >= %(start)s)
), history as (
  select subject_id as id,
    min(at) filter (where verb = any(%(acknowledged)s)) as acknowledged_at,
    coalesce(array_agg(at order by at) filter (where verb = 'handed_over' and at >= %(start)s), '{}') as handed_over,
    coalesce(array_agg(at order by at) filter (where verb = 'reopened' and at >= %(start)s), '{}') as reopened
  from timeline_entry where subject_kind = 'incident' and subject_id in (select id from chosen)
    and verb = any(%(read)s) group by subject_id
)
select chosen.id as incident, owner_team as team, owner, priority, regions, opened_at,
  coalesce((value->>'since')::timestamptz, opened_at) as since, state = any(%(open)s) and origin = '' as open,
  acknowledged_at, resolved_at, exists (select from jsonb_array_elements(clocks) as clock
    where clock->>'state' = any(%(risky)s) or (clock->>'at_risk_at')::timestamptz <= %(now)s
      and clock->>'state' = 'running') as at_risk,
  coalesce(handed_over, '{}') as handed_over, coalesce(reopened, '{}') as reopened
from chosen left join history using (id) order by chosen.id
"""


def facts(start: datetime, now: datetime) -> list[Fact]:
    """Every incident that is open, or was opened or resolved from ``start`` on; symptoms are their cause's.

    Imported history counts with what was opened and resolved in it, and is nobody's open work.
    What was handed over or opened again in that time is among them: it is open, or was resolved since.
    """
    asked = {
        "start": start,
        "now": now,
        "open": sorted(OPEN),
        "acknowledged": list(_ACKNOWLEDGED),
        "read": [*_ACKNOWLEDGED, "handed_over", "reopened"],
        "risky": [ClockState.AT_RISK, ClockState.BREACHED],
    }
    return [rows.value(row, Fact) for row in rows.select(_FACTS, asked)]
