"""Route: the team that owns an incident, and who must act. Knows scope and ordered rules, no people."""

from typing import NamedTuple

from tocsin.core.incident.assessment import Assessment
from tocsin.core.incident.values import Holder
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import RoutingRule, Team


class Route(Value):
    """Who owns it (team key), who repairs it (supplier key or empty), and who must act first.

    ``reported`` says that the supplier reported it itself. ``supplier_why`` is there when a supplier is involved.
    """

    team: str
    why: Why
    supplier: str = ""
    holder: Holder = Holder.US
    reported: bool = False
    supplier_why: Why | None = None


def route(
    organisation: Organisation, kind: str, assessment: Assessment, *, supplier: str = "", reporter: str = ""
) -> Route:
    """The owner of an incident of this ``kind`` (of event).

    ``supplier`` answers for the cause (``assessment.accountable``); our team owns the incident nevertheless,
    and the supplier must act as soon as it knows: at once if it is the ``reporter``, the supplier whose
    message opened the incident, else when somebody has reported it.
    """
    team, why = _owner(organisation, kind, assessment, supplier)
    if not supplier:
        return Route(team=team, why=why)
    reported = supplier == reporter
    name = organisation.suppliers[supplier].name if supplier in organisation.suppliers else supplier
    code = "routing.supplier.told_us" if reported else "routing.supplier.to_be_told"
    return Route(
        team=team,
        why=why,
        supplier=supplier,
        holder=Holder.SUPPLIER if reported else Holder.US,
        reported=reported,
        supplier_why=Why(code=code, facts={"supplier": name}),
    )


def _owner(organisation: Organisation, kind: str, assessment: Assessment, supplier: str) -> tuple[str, Why]:
    scope = scope_of(assessment.regions)
    hit = _Hit(assessment.regions, assessment.criticality)
    rule = next(
        (rule for rule in organisation.routing if _holds(rule, organisation, kind, hit, supplier)),
        None,
    )
    if rule is not None:
        return rule.team, _why(organisation, f"routing.rule.{scope}", rule.team, assessment, rule=rule.key)
    team = _default(organisation, assessment.regions)
    if team is None:
        return "", Why(code="routing.nobody")
    return team.key, _why(organisation, f"routing.default.{scope}", team.key, assessment)


def group_team(
    organisation: Organisation, kind: str, criticality: Criticality, supplier: str = ""
) -> Team | None:
    """The group's own team for this kind of trouble: of the first rule that would hold if several regions were hit."""
    everywhere = _Hit(regions=(), criticality=criticality)
    rules = (rule for rule in organisation.routing if _holds(rule, organisation, kind, everywhere, supplier))
    teams = (organisation.teams[rule.team] for rule in rules if rule.team in organisation.teams)
    return next((team for team in teams if team.scope == "group"), None) or _default(organisation, ())


def scope_of(regions: tuple[str, ...]) -> str:
    """``regional`` when one region alone is hit; ``group`` when several are, or the group itself."""
    return "regional" if len(regions) == 1 and regions[0] else "group"


class _Hit(NamedTuple):
    """What a rule asks about what is hit."""

    regions: tuple[str, ...]
    criticality: Criticality


def _holds(rule: RoutingRule, organisation: Organisation, kind: str, hit: _Hit, supplier: str) -> bool:
    known = organisation.kinds.get(kind)
    return (
        rule.scope in ("", scope_of(hit.regions))
        and (not rule.regions or set(hit.regions) <= set(rule.regions))
        and (not rule.domains or (known is not None and known.domain in rule.domains))
        and (not rule.kinds or kind in rule.kinds)
        and (not rule.criticalities or hit.criticality in rule.criticalities)
        and (not rule.suppliers or supplier in rule.suppliers)
    )


def _default(organisation: Organisation, regions: tuple[str, ...]) -> Team | None:
    """The region's own team; else the first of the group."""
    scope = scope_of(regions)
    teams = [team for team in organisation.teams.values() if team.scope == scope]
    if scope == "regional":
        teams = [team for team in teams if team.region == regions[0]]
    return next(iter(teams), None) or next(
        (team for team in organisation.teams.values() if team.scope == "group"), None
    )


def _why(organisation: Organisation, code: str, team: str, assessment: Assessment, **facts: str) -> Why:
    name = organisation.teams[team].name if team in organisation.teams else team
    regions = [
        organisation.regions[key].name if key in organisation.regions else key for key in assessment.regions
    ]
    return Why(code=code, facts={"team": name, "regions": regions, **facts})
