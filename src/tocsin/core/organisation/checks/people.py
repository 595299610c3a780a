"""People checks: teams, persons, the ladder of managers, routing and priorities."""

from collections.abc import Iterator
from typing import get_args

from tocsin.core.kernel.errors import Fault
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.checks.loops import loops
from tocsin.core.organisation.decoding import near
from tocsin.core.organisation.objects import Section
from tocsin.core.organisation.values import EffectName, Policies


def faults(declared: Declarations) -> Iterator[Fault]:
    """Everything that would leave an incident, or an escalation, with nobody."""
    yield from _persons(declared)
    yield from _teams(declared)
    yield from _managers(declared)
    yield from _routing(declared)
    yield from _priorities(declared)
    yield from _settings(declared)


def _persons(declared: Declarations) -> Iterator[Fault]:
    for one, person in declared.of(Section.PERSON):
        if not person.team:
            yield one.fault("team", f"{person.name} belongs to no team", "give a team")
        if "@" not in person.email:
            yield one.fault("email", f"{person.email!r} is no mail address", "write name@domain")


def _teams(declared: Declarations) -> Iterator[Fault]:
    for one, team in declared.of(Section.TEAM):
        if (team.scope == "regional") != bool(team.region):
            yield one.fault("region", f"scope is {team.scope}, region is {team.region!r}", "make them agree")
        if (team.scope == "supplier") != bool(team.supplier):
            yield one.fault(
                "supplier", f"scope is {team.scope}, supplier is {team.supplier!r}", "make them agree"
            )
        for index, address in enumerate(team.notices):
            if "@" not in address:
                yield one.fault(f"notices[{index}]", f"{address!r} is no mail address", "write name@domain")


def _managers(declared: Declarations) -> Iterator[Fault]:
    persons = {one.key: (one, person) for one, person in declared.of(Section.PERSON)}
    for loop in loops({key: (person.manager,) for key, (_, person) in persons.items()}):
        chain = " -> ".join([*loop, loop[0]])
        yield persons[loop[0]][0].fault("manager", f"managers in a circle: {chain}", "cut one of these links")


def _routing(declared: Declarations) -> Iterator[Fault]:
    orders: dict[int, str] = {}
    for one, rule in declared.of(Section.ROUTING):
        if rule.order in orders:
            yield one.fault(
                "order", f"{orders[rule.order]} has order {rule.order} too", "give another number"
            )
        orders.setdefault(rule.order, one.key)


def _priorities(declared: Declarations) -> Iterator[Fault]:
    effects = get_args(EffectName)
    for one, _ in declared.of(Section.PRIORITY):
        if one.key not in effects:
            yield one.fault("", f"unknown effect {one.key!r}", near(one.key, effects))
    missing = {"down", "degraded", "redundancy_lost"} - declared.keys[Section.PRIORITY]
    for effect in sorted(missing) if Section.PRIORITY not in declared.unread else ():
        yield Fault(
            message=f"the priority matrix has no row {effect!r}",
            remedy="add it to priorities.yaml",
            field=effect,
        )


def _settings(declared: Declarations) -> Iterator[Fault]:
    if not declared.keys[Section.SETTINGS] and Section.SETTINGS not in declared.unread:
        yield Fault(
            message="the settings are missing",
            remedy="write settings.yaml: name: ...",
            field="name",
        )
    for one, settings in declared.of(Section.SETTINGS):
        if not settings.languages:
            yield one.fault("languages", "no language", "fr, en or both")
        for name in Policies.__struct_fields__:
            if getattr(settings.policies, name) <= 0:
                yield one.fault(f"policies.{name}", "must be positive", "see Policies")
        if settings.policies.at_risk_percent >= 100:
            yield one.fault("policies.at_risk_percent", "at risk only when breached", "below 100")
