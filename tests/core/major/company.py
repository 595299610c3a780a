"""A company of five with two regions, a plan and two status pages; and a major incident that Karim commands."""

from datetime import UTC, date, datetime, timedelta

import tocsin.core.major.sentences  # noqa: F401  the words of a refusal
from tocsin.core.duty.values import Absence, Roster
from tocsin.core.inventory.values import Item, ItemType
from tocsin.core.major import values as v
from tocsin.core.major.commanding import Here
from tocsin.core.major.decide import begin, decide
from tocsin.core.major.values import Major
from tocsin.core.organisation.majors import Criterion, MajorPlan, PlannedUpdate, ShownService, StatusPage
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Label, Person, Region, Rotation, Supplier, Team

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KARIM, MARION, BRUNO, CLAIRE, HELENE = "karim", "marion", "bruno", "claire", "helene"


def _person(key: str, name: str, team: str, manager: str, language: str = "fr") -> Person:
    return Person(
        key=key,
        name=name,
        email=f"{key}@example.test",
        role="x",
        team=team,
        manager=manager,
        language=language,
    )  # type: ignore[arg-type]


PLAN = MajorPlan(
    key="group",
    order=1,
    team="systems",
    propose=(Criterion(criticality="critical", people=3),),  # type: ignore[arg-type]
    updates=(
        PlannedUpdate(name="teams", to=("regions", "team"), every=1800, first=900),
        PlannedUpdate(name="users", to=("page",), every=1800, audience="public"),
        PlannedUpdate(name="management", to=("management",), every=7200, language="fr"),
    ),
)
PAGE = StatusPage(
    key="fr",
    label=Label(fr="France", en="France"),
    region="fr",
    public=True,
    services=(ShownService(label=Label(fr="Messagerie", en="Mail"), items=("mail",)),),
)
ORGANISATION = Organisation(
    regions={"fr": Region(key="fr", name="France", country="FR", calendar="", manager=CLAIRE, language="fr")},
    teams={
        "systems": Team(
            key="systems",
            name="Systems",
            scope="group",
            members=(KARIM, MARION),
            notices=("sys@example.test",),
        ),
        "it-fr": Team(
            key="it-fr",
            name="IT France",
            scope="regional",
            region="fr",
            notices=("fr@example.test",),
            language="fr",
        ),
    },
    persons={
        KARIM: _person(KARIM, "Karim Haddad", "systems", BRUNO),
        MARION: _person(MARION, "Marion Delcourt", "systems", BRUNO),
        BRUNO: _person(BRUNO, "Bruno Castaing", "direction", HELENE),
        CLAIRE: _person(CLAIRE, "Claire Vasseur", "it-fr", HELENE),
        HELENE: _person(HELENE, "Helene Marchand", "direction", "", "en"),
    },
    rotations={
        "systems": Rotation(
            key="systems",
            label=Label(fr="Garde", en="Duty"),
            team="systems",
            zone="Europe/Paris",
            starts=date(2026, 11, 2),
            handover="08:30",
            members=(KARIM, MARION),
        )
    },
    suppliers={"valmont": Supplier(key="valmont", name="Valmont")},
    items={
        "mail": Item(key="mail", type=ItemType.APPLICATION, name="Mail"),
        "srv-mail-01": Item(key="srv-mail-01", type=ItemType.DEVICE, name="srv-mail-01"),
    },
    majors=(PLAN,),
    status_pages={"fr": PAGE},
)
HERE = Here(organisation=ORGANISATION, roster=Roster())


def away(*people: str, since: datetime = NOW - timedelta(days=1), substitute: str = "") -> Here:
    """The company while these people are away."""
    absences = tuple(
        Absence(id=number, person=person, start=since, substitute=substitute)
        for number, person in enumerate(people)
    )
    return Here(organisation=ORGANISATION, roster=Roster(absences=absences))


def declared(commander: str = KARIM, here: Here = HERE) -> Major:
    """A major incident of INC-3 in France, just declared by Karim."""
    asked = v.Declared(
        incidents=(3,), regions=("fr",), team="systems", reason="Mail is down", commander=commander, plan=PLAN
    )
    return begin(1, asked, here, now=NOW, by=KARIM).after


def after(
    known: Major, command: v.MajorCommand, by: str = KARIM, here: Here = HERE, now: datetime = NOW
) -> Major:
    """It after this command."""
    return decide(known, command, here, now=now, by=by).after


PUBLIC = v.PostUpdate(
    audience="public", phase=v.Phase.INVESTIGATING, fr="La messagerie est arrêtée.", en="Mail is down."
)
INTERNAL = v.PostUpdate(audience="internal", phase=v.Phase.IDENTIFIED, fr="PDU A en panne.")
