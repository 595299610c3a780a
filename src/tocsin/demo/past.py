"""Past: the demo's sixty days, laid down by the pipeline under a moved clock; and its accounts."""

import heapq
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.hashers import make_password

from tocsin.core.duty.ways import Way
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.objects import Object
from tocsin.core.organisation.values import Person
from tocsin.demo import tables
from tocsin.demo.colleagues import Act, Colleagues
from tocsin.demo.world.floor import Floor
from tocsin.demo.world.life import Batch
from tocsin.demo.world.script import Script
from tocsin.demo.world.stories import signs_of_life
from tocsin.demo.world.transmission import received
from tocsin.flow import clock, organisation, pipeline
from tocsin.flow.duties import deadlines, windows
from tocsin.flow.incidents import commands as incidents
from tocsin.flow.intake import deposit as intake
from tocsin.flow.notices import outbox
from tocsin.flow.sources import heartbeats
from tocsin.store import incidents as rows
from tocsin.store import models, partitions, ways

Progress = Callable[[int], object]  # messages laid down since the last call; returns true to stop


class Login(Value):
    """An account of the demo."""

    username: str
    person: str
    role: str
    region: str = ""


PASSWORD = "tocsin-demo"
LOGINS = (
    Login(username="helene", person="helene.marchand", role="reader"),
    Login(username="damien", person="damien.roussel", role="technician", region="fr"),
    Login(username="karim", person="karim.haddad", role="technician"),
    Login(username="fatou", person="fatou.diallo", role="technician"),
    Login(username="javier", person="javier.molina", role="technician", region="es"),
    Login(username="claire", person="claire.vasseur", role="manager", region="fr"),
    Login(username="bruno", person="bruno.castaing", role="administrator"),
)


def employ(objects: Sequence[Object]) -> None:
    """Apply the demo's company, and give its people their accounts. Doing it twice changes nothing."""
    organisation.apply(objects, by="tocsin demo")
    persons = organisation.snapshot().persons
    known = set(models.Account.objects.values_list("username", flat=True))
    missing = [login for login in LOGINS if login.username not in known]
    if missing:
        hashed = make_password(PASSWORD)  # slow by intent, and the same for all
        made = models.Account.objects.bulk_create(
            _account(colleague, persons[colleague.person], hashed) for colleague in missing
        )
        models.ApiToken.objects.bulk_create(_token(account) for account in made if account.role != "reader")


def _account(login: Login, person: Person, password: str) -> models.Account:
    first, _, last = person.name.partition(" ")
    return models.Account(
        username=login.username,
        password=password,
        email=person.email,
        person=login.person,
        role=login.role,
        region=login.region,
        language=person.language,
        first_name=first,
        last_name=last,
    )


def _token(account: models.Account) -> models.ApiToken:
    """By which the stories have them act over the API."""
    digest, now = sha256(f"demo-{account.username}".encode()).hexdigest(), clock.now()
    return models.ApiToken(
        account=account, label="demo", hash=digest, created_at=now, expires_at=now + timedelta(days=400)
    )


def answer_on_telephones(now: datetime) -> None:
    """Who is on duty at times, and the managers, have answered on the number of their telephone."""
    here = organisation.snapshot()
    turns = {member for rotation in here.rotations.values() for member in rotation.members}
    for key in sorted(turns | {person.manager for person in here.persons.values() if person.manager}):
        person = here.persons[key]
        way = ways.add(Way(id=0, person=key, kind="sms", address=person.phone), key, now)
        ways.verify(way, now)


def greet() -> None:
    """Every source with a rhythm sends something now, so that the time in which the demo was off is no silence."""
    script = Script(Floor(organisation.snapshot()), clock.now())
    signs_of_life(script)
    intake.deposit([received(sent) for sent in script.transmissions])


def lay(batches: Sequence[Batch], progress: Progress) -> bool:
    """Work the batches in their order; False if ``progress`` asked to stop before the end."""
    for month in {batch.at.date().replace(day=1) for batch in batches}:
        partitions.ensure(month)
    tables.hurry()
    try:
        return _Past(batches, progress).live()
    finally:
        tables.settle()


class _Past:
    """The coming steps in the order of time: messages that are received, and people's acts."""

    def __init__(self, batches: Sequence[Batch], progress: Progress) -> None:
        self._progress = progress
        self._colleagues = Colleagues(organisation.snapshot())
        self._coming: list[tuple[datetime, int, Batch | Act]] = []
        self._count = 0
        self._known = max(tables.opened_since(0), default=0)
        self._now = batches[0].at - timedelta(seconds=1)
        self._end = batches[-1].at
        self._expect(batches)

    def live(self) -> bool:
        """Work all steps."""
        while self._coming and self._coming[0][0] <= self._end:
            at, _, step = heapq.heappop(self._coming)
            self._duties_until(at)
            with clock.moved(at):
                self._happen(step)
            self._now = at
            if isinstance(step, Batch) and self._progress(len(step.transmissions)):
                return False
        return True

    def _expect(self, steps: Iterable[Batch | Act]) -> None:
        for step in steps:
            self._count += 1
            heapq.heappush(self._coming, (step.at, self._count, step))

    def _duties_until(self, at: datetime) -> None:
        """Do what is due by time alone before the next step."""
        while due := tables.next_due(self._now, at):
            self._now = due
            with clock.moved(due):
                self._mind()

    def _mind(self) -> None:
        deadlines.watch()
        windows.watch()
        outbox.deliver_due(outbox.mark_only)

    def _happen(self, step: Batch | Act) -> None:
        if isinstance(step, Act):
            with suppress(Refused):  # the incident was over before they acted
                incidents.act(step.incident, step.command, step.by)
                outbox.deliver_due(outbox.mark_only)
            return
        intake.deposit([received(sent) for sent in step.transmissions])
        if step.all_sources_sent:
            heartbeats.watch()
        while pipeline.work():
            pass
        self._hand_out()
        self._mind()

    def _hand_out(self) -> None:
        """Plan people's acts for new incidents."""
        opened = tables.opened_since(self._known)
        if opened:
            self._known = opened[-1]
            for incident in rows.load(opened).values():
                if incident.folded_into is None:
                    self._expect(self._colleagues.about(incident))
