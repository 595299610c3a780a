"""Incidents: ours as a statement may mean them, and as a contract measures them. Knows the organisation, no row."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import Holder, Incident, Turn
from tocsin.core.organisation.contracts import Exclusion
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.sla.commitments import circumstance
from tocsin.core.sla.measures import Excluded, Trouble
from tocsin.core.sla.outcomes import Outcome
from tocsin.core.statement.values import Known

_ALL_BUT_S = 60  # of an incident may count, and it is still taken for excluded


def known(
    incident: Incident,
    organisation: Organisation,
    supplier: str,
    outcome: Outcome | None,
    lengths: Callable[[datetime, datetime], tuple[int, ...]],
    *,
    now: datetime,
) -> Known:
    """The incident as a statement of ``supplier`` may mean it. ``outcome``: what its commitment came to."""
    end = ended(incident)
    ways = lengths(incident.since, max(end or now, incident.since))
    counted = outcome.elapsed_s if outcome is not None and outcome.ended else ways[0]
    label = (
        organisation.kinds[incident.cause_kind].label if incident.cause_kind in organisation.kinds else None
    )
    return Known(
        incident=incident.id,
        start=incident.since,
        end=end,
        references=tuple(dict.fromkeys(reference.text for reference in incident.references)),
        places=tuple(_places(organisation, incident.cause)),
        words=" ".join(
            filter(None, (label.fr if label else "", label.en if label else "", incident.title.fr))
        ),
        kind=incident.cause_kind,
        theirs=incident.supplier == supplier,
        lasted_s=(counted, *ways),
        commitment=outcome.commitment if outcome else "",
        target_s=outcome.target_s if outcome else None,
        excluded=_excluded(incident, now),
    )


def ended(incident: Incident) -> datetime | None:
    """When the trouble was over; None: it still lasts."""
    if incident.turns and incident.turns[-1].over:
        return incident.turns[-1].at
    return incident.recovered_at or incident.resolved_at


def trouble(incident: Incident, organisation: Organisation, *, now: datetime) -> Trouble:
    """The incident as a contract measures it."""
    place = circumstance(organisation, cause=incident.cause, kind=incident.cause_kind)
    kind = organisation.kinds.get(incident.cause_kind)
    return Trouble(
        incident=incident.id,
        start=incident.since,
        end=ended(incident),
        items=place.items,
        guarantees=place.guarantees,
        power=kind is not None and kind.domain == "power",
        down=incident.peak is Effect.DOWN,
        reported_at=incident.reported_at,
        answered_at=_answered(incident),
        excluded=tuple(excluded_spans(incident, now)),
    )


def _answered(incident: Incident) -> datetime | None:
    """The supplier's first number for it, once it had been reported."""
    if incident.reported_at is None:
        return None
    given = [reference.at for reference in incident.references if reference.at >= incident.reported_at]
    return min(given, default=None)


def excluded_spans(incident: Incident, now: datetime) -> Iterator[Excluded]:
    """When a contract may stop counting: planned works, and when it was the user's turn, or ours once it was reported."""
    ends = [turn.at for turn in incident.turns[1:]] + [ended(incident) or now]
    for turn, end in zip(incident.turns, ends, strict=True):
        reason = _reason(incident, turn)
        if reason is not None and not turn.over and turn.at < end:
            yield Excluded(start=turn.at, end=end, reason=reason)


def _reason(incident: Incident, turn: Turn) -> Exclusion | None:
    if turn.works:
        return "planned_works"
    if turn.holder is Holder.USER:
        return "waiting_user"
    reported = incident.reported_at is not None and turn.at >= incident.reported_at
    return "waiting_us" if reported and turn.holder is Holder.US else None


def _excluded(incident: Incident, now: datetime) -> str:
    """Why none of it counts; empty: some of it does."""
    lasted = ((ended(incident) or now) - incident.since).total_seconds()
    works = [span for span in excluded_spans(incident, now) if span.reason == "planned_works"]
    stood = sum((span.end - span.start).total_seconds() for span in works)
    return "planned_works" if works and lasted - stood <= _ALL_BUT_S else ""


def _places(organisation: Organisation, cause: str) -> Iterator[str]:
    """The item and what contains it, each by all of its names."""
    for item in organisation.path(cause):
        names: Iterable[str] = (item.display_name, item.name, *item.aliases)
        yield " / ".join(dict.fromkeys(filter(None, names)))
