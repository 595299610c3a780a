"""How long from an alarm, or an answer, at the provider of a running demo until it is known and notified here, by channel.

``TOCSIN_DATA=... python -m bench.provider_notices`` beside that demo; a number says how many minutes to look back (30).
"""

import sys
from collections.abc import Sequence
from statistics import median

from tocsin.cli import ready

# An incident's first alarm began at the earliest instant that a channel names. A channel knows of it when its message was
# received; it is notified when the first notice about the opening left. (Stories date later alarms of a storm back.)
_FIRST = """
with opening as (
  select distinct on (incident_id) incident_id, reference, source as first
  from event where supplier <> '' and reference <> '' and outcome = 'firing' and incident_id is not null
    and received_at > now() - %(since)s::interval and occurred_at > now() - %(since)s::interval
  order by incident_id, received_at),
seen as (
  select opening.incident_id, opening.first, event.source, min(occurred_at) as began, min(received_at) as known
  from opening join event on event.reference = opening.reference and event.outcome = 'firing'
  group by opening.incident_id, opening.first, event.source),
begun as (select incident_id, min(began) as began from seen group by incident_id)
"""
_KNOWN = (
    _FIRST
    + "select source, extract(epoch from known - begun.began)::float from seen join begun using (incident_id)"
)
_NOTIFIED = (
    _FIRST
    + """
select opening.first, extract(epoch from min(delivery.sent_at) - begun.began)::float
from opening join begun using (incident_id)
  join notice on notice.subject_kind = 'incident' and notice.subject_id = opening.incident_id and notice.kind = 'opened'
  join delivery on delivery.id = notice.delivery_id and delivery.sent_at is not null
group by opening.incident_id, opening.first, begun.began
"""
)
# An answer at their desk is notified when the first mail about it left.
_ANSWERS = """
select 'desk', extract(epoch from min(delivery.sent_at) - (entry.value->>'at')::timestamptz)::float
from bond_entry entry join bond on bond.id = entry.bond_id
  join notice on notice.subject_id = bond.incident_id and notice.kind = 'answered'
    and notice.created_at >= (entry.value->>'at')::timestamptz
  join delivery on delivery.id = notice.delivery_id
where entry.value->>'way' = 'in' and entry.value->>'kind' = 'comment'
  and (entry.value->>'at')::timestamptz > now() - %(since)s::interval
group by entry.id
"""


def main(minutes: int) -> None:
    """Print the figures of the last minutes."""
    ready.database()
    from tocsin.store import rows

    for title, query in (("known here", _KNOWN), ("notified", _NOTIFIED), ("answer notified", _ANSWERS)):
        found: dict[str, list[float]] = {}
        for row in rows.select(query, {"since": f"{minutes} minutes"}):
            source, seconds = row.values()
            found.setdefault(source, []).append(seconds)
        for source, taken in sorted(found.items()):
            print(f"{title:16} {source:16} {_spread(taken)}")


def _spread(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    high = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"{len(ordered):4} times, median {median(ordered):.1f} s, 95 % within {high:.1f} s, at most {ordered[-1]:.1f} s"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
