"""Weight: what an incident takes down, how bad that is, who owns it, what was promised. Knows no rows."""

from datetime import datetime, timedelta

from tocsin.core.company import Company
from tocsin.core.correlation.case import claimed
from tocsin.core.correlation.doubting import unknown
from tocsin.core.correlation.values import OpenIncident
from tocsin.core.impact.values import Effect, Hit
from tocsin.core.incident.assessment import Assessment, accountable, assess
from tocsin.core.incident.opening import Opening, begins
from tocsin.core.incident.values import FrozenCommitment
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.typography import COLON
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.lifecycle.unplaced import is_of_a_source, unplaced_title
from tocsin.core.organisation.escalation import FrozenPolicy
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Label
from tocsin.core.routing.policy import Matter, freeze_policy
from tocsin.core.routing.route import Route, route
from tocsin.core.sla.commitments import choose, circumstance, freeze


class Weight(Value):
    """What an incident hits, and how bad that is."""

    hits: tuple[Hit, ...]
    assessment: Assessment


def weigh(seen: OpenIncident, company: Company) -> Weight:
    """Weigh the incident as correlation sees it."""
    source = company.organisation.sources.get(seen.source)
    hits = _hits(seen, company)
    assessment = assess(
        company.organisation,
        cause=seen.cause,
        effect=seen.effect,
        hits=hits,
        claimed=seen.criticality,
        region=source.region if source else "",
    )
    return Weight(hits=hits, assessment=assessment)


def terms(
    seen: OpenIncident, weight: Weight, company: Company, supplier: str
) -> tuple[FrozenCommitment, ...]:
    """The commitments that can apply to it, ours and those of ``supplier`` (key), frozen."""
    organisation = company.organisation
    return freeze(
        organisation,
        circumstance(
            organisation,
            cause=seen.cause,
            kind=seen.kind,
            hits=tuple(hit.item for hit in weight.hits),
            applications=weight.assessment.applications,
            supplier=supplier,
        ),
    )


def promised_by(supplier: str, seen: OpenIncident, company: Company) -> tuple[FrozenCommitment, ...]:
    """What this supplier (key) promises for it, frozen: for a supplier that was named after the opening."""
    frozen = terms(seen, weigh(seen, company), company, supplier)
    return tuple(term for term in frozen if term.spec.party == "supplier")


def opening(
    seen: OpenIncident, company: Company, *, why: Why, reporter: str, alert_count: int, now: datetime
) -> Opening:
    """Everything that the incident is opened from. ``reporter``: the source (key) whose message opened it."""
    organisation = company.organisation
    weight = weigh(seen, company)
    source = organisation.sources.get(reporter)
    supplier = accountable(organisation, seen.cause)
    routed = route(
        organisation,
        seen.kind,
        weight.assessment,
        supplier=supplier,
        reporter=source.supplier if source else "",
    )
    frozen = terms(seen, weight, company, supplier)
    since = begins(seen.opened_at, timedelta(days=organisation.settings.policies.oldest_days), now)
    return Opening(
        id=seen.id,
        since=since,
        stated=seen.opened_at,
        title=title(seen, company),
        cause=seen.cause,
        cause_kind=seen.kind,
        inferred=seen.inferred,
        alert_count=alert_count,
        assessment=weight.assessment,
        owner_team=routed.team,
        supplier=routed.supplier,
        holder=routed.holder,
        reported=routed.reported,
        terms=frozen,
        policy=_policy(seen, weight.assessment, routed, organisation),
        why=why,
        routed=tuple(reason for reason in (routed.why, routed.supplier_why) if reason),
        committed=_promises(frozen, weight.assessment, since),
    )


def _policy(
    seen: OpenIncident, assessment: Assessment, routed: Route, organisation: Organisation
) -> FrozenPolicy:
    matter = Matter(
        priority=assessment.priority,
        criticality=assessment.criticality,
        effect=assessment.effect,
        kind=seen.kind,
        cause=seen.cause,
        team=routed.team,
        supplier=routed.supplier,
        regions=assessment.regions,
        applications=assessment.applications,
    )
    return freeze_policy(matter, organisation)


def title(seen: OpenIncident, company: Company) -> Label:
    """What it is and where, in a few words of both languages."""
    organisation = company.organisation
    kind = organisation.kinds.get(seen.kind)
    where = place(seen.cause, company) if seen.cause else seen.subject
    label = kind.label if kind else Label(fr=seen.kind, en=seen.kind)
    if seen.unstable and not seen.cause:
        under = place(seen.unstable, company)
        return Label(fr=f"Alertes instables{COLON}{under}", en=f"Unstable alerts: {under}")
    if not (seen.cause or is_of_a_source(seen.kind)):
        return unplaced_title(seen.kind, label, seen.subject)
    if seen.inferred:
        where = " + ".join(place(key, company) for key in seen.causes)
        return Label(fr=f"Panne commune probable{COLON}{where}", en=f"Probable common failure: {where}")
    return Label(fr=f"{label.fr}{COLON}{where}", en=f"{label.en}: {where}")


def place(key: str, company: Company) -> str:
    """An item's name, then the names of what contains it up to the room, each once."""
    parts: list[str] = []
    for item in company.organisation.path(key):
        if item.type is not ItemType.SITE and not any(item.name in part for part in parts):
            parts.append(item.display_name)
    return ", ".join(parts) or key


def typed_hits(seen: OpenIncident, company: Company) -> tuple[tuple[Hit, ItemType], ...]:
    """What it hits, each with the type of its item."""
    items = company.organisation.items
    return tuple((hit, items[hit.item].type) for hit in _hits(seen, company) if hit.item in items)


def _hits(seen: OpenIncident, company: Company) -> tuple[Hit, ...]:
    """What the firing causes take down, and other items that fire: an alert is better evidence than the inventory."""
    failures = {item: effect for item, effect in seen.failing.items() if effect is not Effect.NONE}
    loss = company.graph.loss(failures)
    doubtful = unknown(company.graph, seen)
    beyond = {
        item: claim
        for item, counts in seen.members.items()
        if item in company.graph
        and item not in doubtful
        and (claim := claimed(counts)).rank > loss.effect(item).rank
    }
    return (company.graph.impact({**failures, **beyond}) if beyond else loss).hits


def _promises(frozen: tuple[FrozenCommitment, ...], weight: Assessment, since: datetime) -> tuple[Why, ...]:
    chosen = (
        choose(frozen, side, criticality=weight.criticality, peak=weight.effect, start=since)
        for side in ("ours", "supplier")
    )
    return tuple(commitment.why for commitment in chosen if commitment)
