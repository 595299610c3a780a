"""People checks: teams, persons, chains of managers, routing and priorities."""

import re
from collections.abc import Iterator
from typing import get_args

from tocsin.core.inventory.resolution import MAX_GUESS
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.checks.loops import loops
from tocsin.core.organisation.mistakes import near
from tocsin.core.organisation.objects import Section
from tocsin.core.organisation.values import EffectName, Policies

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def faults(declared: Declarations) -> Iterator[Fault]:
    """Everything that would leave an incident, or an escalation, with nobody."""
    yield from _persons(declared)
    yield from _teams(declared)
    yield from _managers(declared)
    yield from _rotations(declared)
    yield from _routing(declared)
    yield from _priorities(declared)
    yield from _settings(declared)


def _persons(declared: Declarations) -> Iterator[Fault]:
    for declared_object, person in declared.of(Section.PERSON):
        if not person.team:
            yield declared_object.fault("team", "fault.person.no_team", name=person.name)
        if "@" not in person.email:
            yield declared_object.fault("email", "fault.address", address=person.email)


def _teams(declared: Declarations) -> Iterator[Fault]:
    for declared_object, team in declared.of(Section.TEAM):
        if (team.scope == "regional") != bool(team.region):
            yield declared_object.fault("region", "fault.team.region", scope=team.scope, region=team.region)
        if (team.scope == "supplier") != bool(team.supplier):
            yield declared_object.fault(
                "supplier", "fault.team.supplier", scope=team.scope, supplier=team.supplier
            )
        for index, address in enumerate(team.notices):
            if "@" not in address:
                yield declared_object.fault(f"notices[{index}]", "fault.address", address=address)


def _managers(declared: Declarations) -> Iterator[Fault]:
    persons = {
        declared_object.key: (declared_object, person)
        for declared_object, person in declared.of(Section.PERSON)
    }
    for loop in loops({key: (person.manager,) for key, (_, person) in persons.items()}):
        chain = " -> ".join([*loop, loop[0]])
        yield persons[loop[0]][0].fault("manager", "fault.person.circle", chain=chain)


def _rotations(declared: Declarations) -> Iterator[Fault]:
    for declared_object, rotation in declared.of(Section.ROTATION):
        if not rotation.members:
            yield declared_object.fault("members", "fault.rotation.nobody")
        if not _TIME.fullmatch(rotation.handover):
            yield declared_object.fault("handover", "fault.rotation.handover", time=rotation.handover)


def _routing(declared: Declarations) -> Iterator[Fault]:
    orders: dict[int, str] = {}
    for declared_object, rule in declared.of(Section.ROUTING):
        if rule.order in orders:
            yield declared_object.fault(
                "order", "fault.routing.order", other=orders[rule.order], order=rule.order
            )
        orders.setdefault(rule.order, declared_object.key)


def _priorities(declared: Declarations) -> Iterator[Fault]:
    effects = get_args(EffectName)
    for declared_object, _ in declared.of(Section.PRIORITY):
        if declared_object.key not in effects:
            yield declared_object.fault(
                "", "fault.priority.effect", near(declared_object.key, effects), effect=declared_object.key
            )
    missing = {"down", "degraded", "redundancy_lost"} - declared.keys[Section.PRIORITY]
    for effect in sorted(missing) if Section.PRIORITY not in declared.unread else ():
        yield fault("fault.priority.missing", field=effect, effect=effect)


def _settings(declared: Declarations) -> Iterator[Fault]:
    if not declared.keys[Section.SETTINGS] and Section.SETTINGS not in declared.unread:
        yield fault("fault.settings.missing", field="name")
    for declared_object, settings in declared.of(Section.SETTINGS):
        if not settings.languages:
            yield declared_object.fault("languages", "fault.settings.languages")
        for name in Policies.__struct_fields__:
            number = getattr(settings.policies, name)
            if isinstance(number, int | float) and number <= 0:
                yield declared_object.fault(f"policies.{name}", "fault.settings.policy")
        if settings.policies.at_risk_percent >= 100:
            yield declared_object.fault("policies.at_risk_percent", "fault.settings.at_risk")
        if 0 < settings.policies.trust <= MAX_GUESS or settings.policies.trust > 1:
            yield declared_object.fault("policies.trust", "fault.settings.trust", guess=MAX_GUESS)
