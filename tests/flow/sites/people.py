"""Who acts, and who is authorised: shared by the tests about suppliers' sites."""

from datetime import timedelta

from tests.flow.house import House
from tocsin.core.authorisation import values as v
from tocsin.core.authorisation.values import Asked, Authorisation
from tocsin.flow import clock
from tocsin.flow.sites import authorisations
from tocsin.store import models

DESK, VALMONT = "suivi-hebergeur@cachemire.example", "acces@valmont-dc.example"


def account(role: str = "technician", region: str = "", person: str = "karim.haddad") -> models.Account:
    return models.Account.objects.create_user(
        f"{role}{region}{person}", role=role, region=region, person=person
    )


def asked(person: str = "marion.delcourt", place: str = "par1.s1", days: int = 365) -> Asked:
    today = clock.now().date()
    return Asked(person=person, place=place, since=today, until=today + timedelta(days=days), badge="B-17")


def entered(
    who: models.Account,
    *,
    confirmed: bool = True,
    removed: bool = False,
    place: str = "par1.s1",
    days: int = 365,
) -> Authorisation:
    known = authorisations.ask_for(who, asked(place=place, days=days))
    if confirmed:
        known = authorisations.ask(who, known.id, v.Confirm(proof="Inscrite ce jour"))
    return authorisations.ask(who, known.id, v.Remove()) if removed else known


def mails_to(house: House, address: str) -> list[str]:
    house.does_what_is_due()
    return [subject for to, subject in house.sent if to == address]
