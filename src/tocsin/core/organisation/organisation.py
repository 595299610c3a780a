"""Organisation: the immutable snapshot of the company that every stage reads."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from tocsin.core.inventory.spec import ItemSpec, items_of, requirements_of
from tocsin.core.inventory.values import Item, ItemType, Requirement
from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.decoding import RequirementSpec, decode, faults_of
from tocsin.core.organisation.escalation import EscalationPolicy
from tocsin.core.organisation.gateways import Gateway
from tocsin.core.organisation.majors import MajorPlan, StatusPage
from tocsin.core.organisation.objects import Concern, Object, Section
from tocsin.core.organisation.reports import KINDS as REPORTED
from tocsin.core.organisation.values import (
    Alias,
    Application,
    CalendarSpec,
    CommitmentSpec,
    Contract,
    Correspondence,
    Kind,
    Need,
    Person,
    Policies,
    PriorityRow,
    Region,
    Rotation,
    RoutingRule,
    Settings,
    Source,
    Supplier,
    Team,
)

_NAMESAKES = (ItemType.RACK, ItemType.PDU, ItemType.OUTLET, ItemType.COOLING_UNIT, ItemType.UPS)


class Organisation(Value):
    """The company. Dictionaries go from key to value; ``routing``, ``escalation`` and ``majors`` are in the
    order of trying them."""

    settings: Settings = Settings(name="")
    regions: dict[str, Region] = {}
    teams: dict[str, Team] = {}
    persons: dict[str, Person] = {}
    rotations: dict[str, Rotation] = {}
    calendars: dict[str, CalendarSpec] = {}
    suppliers: dict[str, Supplier] = {}
    commitments: tuple[CommitmentSpec, ...] = ()
    kinds: dict[str, Kind] = {}
    sources: dict[str, Source] = {}
    formats: dict[str, dict[str, Any]] = {}
    correspondences: tuple[Correspondence, ...] = ()
    aliases: tuple[Alias, ...] = ()
    applications: dict[str, Application] = {}
    items: dict[str, Item] = {}
    requirements: tuple[Requirement, ...] = ()
    priorities: dict[str, PriorityRow] = {}
    routing: tuple[RoutingRule, ...] = ()
    escalation: tuple[EscalationPolicy, ...] = ()
    gateways: dict[str, Gateway] = {}
    majors: tuple[MajorPlan, ...] = ()
    status_pages: dict[str, StatusPage] = {}

    @classmethod
    def of(cls, objects: Iterable[Object]) -> "Organisation":
        """The snapshot of declared objects. Raises BadInput with every object that does not decode."""
        return cls().changed(objects, Concern)

    def changed(self, objects: Iterable[Object], concerns: Iterable[Concern]) -> "Organisation":
        """This snapshot with these concerns made anew from all of their objects; the others are shared.

        Raises BadInput with every object that does not decode.
        """
        declared = tuple(objects)
        try:
            sections = _decoded(declared)
            fields = {
                name: value for concern in concerns for name, value in _FIELDS[concern](sections).items()
            }
        except msgspec.ValidationError as error:
            faults = [found for declared_object in declared for found in faults_of(declared_object)]
            raise BadInput(faults or [fault("fault.said", display_name=str(error))]) from error
        return msgspec.structs.replace(self, **fields)

    @property
    def policies(self) -> Policies:
        """The numbers that the judgements use."""
        return self.settings.policies

    @property
    def watching(self) -> dict[str, tuple[str, ...]]:
        """Observer -> what the sources that run on it watch (keys). Sources without an observer are not in it."""
        found: dict[str, dict[str, None]] = {}
        for source in self.sources.values():
            if source.observer:
                found.setdefault(source.observer, {}).update(dict.fromkeys(source.watches))
        return {observer: tuple(watched) for observer, watched in found.items()}

    def path(self, key: str) -> Iterator[Item]:
        """The item, then what contains it, outwards. Nothing for an unknown key; a loop ends."""
        seen: set[str] = set()
        while key in self.items and key not in seen:
            seen.add(key)
            item = self.items[key]
            yield item
            key = item.parent

    def display_name(self, key: str) -> str:
        """The item's name with what distinguishes it: ``n° 11, PDU A, Baie 07, Salle 1``. An unknown key is its own name.

        Every room has its rack 7, every rack its PDU A, every PDU its outlet 1: what contains these is named too.
        """
        names: list[str] = []
        for item in self.path(key):
            names.append(item.display_name)
            if item.type not in _NAMESAKES:
                break
        return ", ".join(names) or key

    def supplier_of(self, key: str) -> str:
        """Who answers for the item: its own supplier, or that of the nearest container that has one."""
        return next((supplier for item in self.path(key) if (supplier := self.named_supplier(item.key))), "")

    def named_supplier(self, key: str) -> str:
        """The supplier that the item itself names, or whose contract names the item; not what contains it."""
        item = self.items.get(key)
        if item is None or item.supplier:
            return item.supplier if item else ""
        contracts = (
            (known.key, contract)
            for known in self.suppliers.values()
            for contract in known.contracts
            if not contract.to_be_signed
        )
        return next((supplier for supplier, contract in contracts if key in contract.items), "")

    def contract_of(self, supplier: str, key: str) -> Contract | None:
        """The supplier's contract with the narrowest perimeter around the item; one without a perimeter covers all."""
        known = self.suppliers.get(supplier)
        contracts = [contract for contract in known.contracts if not contract.to_be_signed] if known else []
        for item in self.path(key):
            if found := next((contract for contract in contracts if item.key in contract.items), None):
                return found
        return next((contract for contract in contracts if not contract.items), None)

    def region_of(self, key: str) -> str:
        """The region that owns the item, or the nearest container that has one; empty: the group."""
        return next((item.region for item in self.path(key) if item.region), "")

    def guarantee_of(self, key: str) -> str:
        """The supplier's guarantee on the item (attribute ``guarantee``), or on what contains it."""
        return next(
            (str(item.attributes["guarantee"]) for item in self.path(key) if "guarantee" in item.attributes),
            "",
        )

    def priority(self, effect: str, criticality: Criticality) -> Priority:
        """The matrix: effect x criticality. P5 where the matrix says nothing."""
        row = self.priorities.get(effect)
        return Priority.P5 if row is None else getattr(row, criticality.value)


_Sections = dict[str, list[tuple[str, Any]]]


def _decoded(declared: tuple[Object, ...]) -> _Sections:
    sections: _Sections = {section.value: [] for section in Section}
    for declared_object in declared:
        value = declared_object.spec if declared_object.section == Section.FORMAT else decode(declared_object)
        sections[declared_object.section].append((declared_object.key, value))
    return sections


def _inventory(sections: _Sections) -> dict[str, Any]:
    applications = dict(sections[Section.APPLICATION])
    return {
        "applications": applications,
        "items": _items(sections[Section.ITEM], applications),
        "requirements": tuple(_requirements(sections)),
    }


def _places(sections: _Sections) -> dict[str, Any]:
    return {"aliases": _values(sections[Section.ALIAS])}


def _words(sections: _Sections) -> dict[str, Any]:
    return {
        "formats": dict(sections[Section.FORMAT]),
        "correspondences": _values(sections[Section.CORRESPONDENCE]),
    }


def _people(sections: _Sections) -> dict[str, Any]:
    settings = _values(sections[Section.SETTINGS])
    routing = _values(sections[Section.ROUTING])
    escalation = _values(sections[Section.ESCALATION])
    majors = _values(sections[Section.MAJOR])
    return {
        "settings": settings[0] if settings else Settings(name=""),
        "regions": dict(sections[Section.REGION]),
        "teams": _teams(dict(sections[Section.TEAM]), sections[Section.PERSON]),
        "persons": dict(sections[Section.PERSON]),
        "rotations": dict(sections[Section.ROTATION]),
        "calendars": dict(sections[Section.CALENDAR]),
        "suppliers": dict(sections[Section.SUPPLIER]),
        "commitments": _values(sections[Section.COMMITMENT]),
        "kinds": {**REPORTED, **dict(sections[Section.KIND])},
        "sources": dict(sections[Section.SOURCE]),
        "priorities": dict(sections[Section.PRIORITY]),
        "routing": tuple(sorted(routing, key=lambda rule: (rule.order, rule.key))),
        "gateways": dict(sections[Section.GATEWAY]),
        "escalation": tuple(sorted(escalation, key=lambda policy: (policy.order, policy.key))),
        "majors": tuple(sorted(majors, key=lambda plan: (plan.order, plan.key))),
        "status_pages": dict(sections[Section.STATUS_PAGE]),
    }


_FIELDS: dict[Concern, Callable[[_Sections], dict[str, Any]]] = {
    Concern.INVENTORY: _inventory,
    Concern.PLACES: _places,
    Concern.WORDS: _words,
    Concern.PEOPLE: _people,
}


def _values(pairs: list[tuple[str, Any]]) -> tuple[Any, ...]:
    return tuple(value for _, value in pairs)


def _teams(teams: dict[str, Team], persons: list[tuple[str, Person]]) -> dict[str, Team]:
    """A person's ``team`` makes a member, whether the team names them or not."""
    members = {key: dict.fromkeys(team.members) for key, team in teams.items()}
    for key, person in persons:
        if person.team in members:
            members[person.team][key] = None
    return {key: msgspec.structs.replace(team, members=tuple(members[key])) for key, team in teams.items()}


def _items(specs: list[tuple[str, ItemSpec]], applications: dict[str, Application]) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for key, spec in specs:
        for item in items_of(key, spec):
            if item.key == key or item.key not in items:
                items[item.key] = item
    for application in applications.values():
        items[application.key] = _application_item(application)
    return items


def _application_item(application: Application) -> Item:
    return Item(
        key=application.key,
        type=ItemType.APPLICATION,
        name=application.name,
        region=application.region,
        aliases=application.aliases,
        criticality=application.criticality,
        supplier=application.supplier,
        attributes=application.attributes,
    )


def _requirements(sections: _Sections) -> Iterator[Requirement]:
    for key, item in sections[Section.ITEM]:
        yield from requirements_of(key, item)
    for key, application in sections[Section.APPLICATION]:
        for need in application.needs:
            yield _requirement(key, need)
    for _, shared in sections[Section.REQUIREMENT]:
        yield from _shared(shared)


def _shared(spec: RequirementSpec) -> Iterator[Requirement]:
    for item in spec.items:
        yield _requirement(item, spec.need)


def _requirement(item: str, need: Need) -> Requirement:
    return Requirement(
        item=item, of=need.members, min_up=need.min_up, label=need.label, degrades=need.degrades
    )
