"""Informing: when each planned update is due, and whom it goes to. Knows no text and sends nothing."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from tocsin.core.duty.on_duty import on_duty
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.value import Value
from tocsin.core.major.commanding import Here, team_members
from tocsin.core.major.concerned import regions_of
from tocsin.core.major.values import Major
from tocsin.core.organisation.majors import PAGE, Informed, PlannedUpdate, StatusPage, informed_of
from tocsin.core.organisation.management import above
from tocsin.core.organisation.values import Person, Team

REMIND_AGAIN = timedelta(minutes=10)


class DueUpdate(Value):
    """A planned update: when it was last given (None: never), and by when it is due."""

    planned: PlannedUpdate
    last_at: datetime | None
    due_at: datetime

    def overdue(self, now: datetime) -> bool:
        """Whether its time is over."""
        return self.due_at <= now


class Reader(Value):
    """Who gets an update: a mail address with its language; ``person`` (key) is empty for a team's mailbox."""

    address: str
    language: Language
    person: str = ""


def due_updates(known: Major) -> tuple[DueUpdate, ...]:
    """Every planned update of an open major incident, the next first."""
    if not known.open:
        return ()
    return tuple(sorted((_due(known, planned) for planned in known.plan.updates), key=lambda due: due.due_at))


def _due(known: Major, planned: PlannedUpdate) -> DueUpdate:
    last = next((made.at for made in reversed(known.updates) if planned.name in made.updates), None)
    wait_s = planned.every if last else planned.first_s
    due = (last or known.declared_at) + timedelta(seconds=wait_s)
    return DueUpdate(planned=planned, last_at=last, due_at=due)


def to_remind(known: Major, now: datetime) -> tuple[str, ...]:
    """The overdue updates (names) of which the commander is to be reminded now."""
    late = [due for due in due_updates(known) if due.overdue(now)]
    return tuple(due.planned.name for due in late if _not_reminded(known, due, now))


def _not_reminded(known: Major, due: DueUpdate, now: datetime) -> bool:
    reminded = known.reminded.get(due.planned.name)
    return reminded is None or reminded < due.due_at or now - reminded >= REMIND_AGAIN


def readers(planned: PlannedUpdate, known: Major, here: Here, now: datetime) -> tuple[Reader, ...]:
    """Whom a planned update goes to, each address once. The status pages are no address."""
    found: dict[str, Reader] = {}
    for text in planned.to:
        whom = informed_of(text)
        for reader in _readers(whom, known, here, now) if whom else ():
            found.setdefault(reader.address.casefold(), reader)
    return tuple(found.values())


def on_pages(planned: PlannedUpdate) -> bool:
    """Whether it stands on the status pages."""
    return PAGE in planned.to


def languages_of(pages: Iterable[StatusPage]) -> tuple[Language, ...]:
    """The languages in which a text on these pages is needed."""
    return tuple(dict.fromkeys(language for page in pages for language in page.languages))


def _readers(whom: Informed, known: Major, here: Here, now: datetime) -> Iterator[Reader]:
    organisation = here.organisation
    match whom.kind:
        case "team":
            yield from _team(organisation.teams.get(whom.key or known.team), here)
        case "duty":
            yield from _person(on_duty(whom.key, now, organisation, here.roster).person, here)
        case "person":
            yield from _person(whom.key, here)
        case "region":
            yield from _region(whom.key, here)
        case "regions":
            for region in regions_of(known, here.organisation):
                yield from _region(region, here)
        case "management":
            yield from _management(known, here)
        case _:
            return


def _region(key: str, here: Here) -> Iterator[Reader]:
    region = here.organisation.regions.get(key)
    if region is None:
        return
    yield from _person(region.manager, here)
    for team in here.organisation.teams.values():
        if team.scope == "regional" and team.region == key:
            yield from _team(team, here)


def _management(known: Major, here: Here) -> Iterator[Reader]:
    """Who stands above the managers of the regions hit, and above the team's people."""
    persons, regions = here.organisation.persons, here.organisation.regions
    below = [regions[key].manager for key in regions_of(known, here.organisation) if key in regions]
    below += team_members(known.team, here.organisation)[:1]
    for start in (persons[key] for key in below if key in persons):
        for person in above(here.organisation, start.manager):
            yield from _person(person.key, here)


def _team(team: Team | None, here: Here) -> Iterator[Reader]:
    if team is None:
        return
    for address in team.notices:
        yield Reader(address=address, language=team.language)
    if not team.notices:
        for person in team.members:
            yield from _person(person, here)


def _person(key: str, here: Here) -> Iterator[Reader]:
    person: Person | None = here.organisation.persons.get(key)
    if person is not None and person.email:
        yield Reader(address=person.email, language=person.language, person=key)
