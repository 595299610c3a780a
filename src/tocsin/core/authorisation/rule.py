"""Rule: who may be put on a supplier's list, and for which places. Knows no row and no clock."""

from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.sites import AccessTerms
from tocsin.core.organisation.values import Person, Supplier

PLACES = (ItemType.SITE, ItemType.ROOM)


def refusal(organisation: Organisation, supplier: Supplier, person: str) -> Why | None:
    """Why this person (key) may not be authorised at the supplier; None: they may."""
    known = organisation.persons.get(person)
    if supplier.site_access is None:
        return Why(code="authorisation.refused.no_access", facts={"supplier": supplier.key})
    if known is None:
        return Why(code="authorisation.refused.unknown_person", facts={"person": person})
    teams = teams_of(organisation, known)
    if not teams & set(supplier.site_access.teams):
        allowed = [_team(organisation, key) for key in supplier.site_access.teams]
        return Why(
            code="authorisation.refused.team",
            facts={"person": person, "supplier": supplier.key, "allowed": allowed},
        )
    if supplier.site_access.roles and known.role not in supplier.site_access.roles:
        facts = {
            "person": person,
            "supplier": supplier.key,
            "said": known.role,
            "allowed": list(supplier.site_access.roles),
        }
        return Why(code="authorisation.refused.role", facts=facts)
    return None


def authorisable(organisation: Organisation, supplier: Supplier) -> list[Person]:
    """The people who may be authorised at the supplier, by name."""
    found = [
        person for key, person in organisation.persons.items() if not refusal(organisation, supplier, key)
    ]
    return sorted(found, key=lambda person: person.name)


def places(organisation: Organisation, supplier: str) -> list[str]:
    """The sites and rooms (keys) that the supplier answers for."""
    return [
        key
        for key, item in organisation.items.items()
        if item.type in PLACES and organisation.supplier_of(key) == supplier
    ]


def terms_of(organisation: Organisation, supplier: str) -> AccessTerms | None:
    """The supplier's terms of access, if it has any."""
    known = organisation.suppliers.get(supplier)
    return known.site_access if known else None


def teams_of(organisation: Organisation, person: Person) -> set[str]:
    """The teams that the person is a member of by their own line, not by being invited into another team's."""
    return (
        {person.team}
        if person.team
        else {key for key, team in organisation.teams.items() if person.key in team.members}
    )


def _team(organisation: Organisation, key: str) -> str:
    team = organisation.teams.get(key)
    return team.name if team else key
