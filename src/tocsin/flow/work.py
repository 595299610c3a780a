"""Work: what concerns a person now, and what they do to several incidents at once. Each is carried out by itself."""

from collections.abc import Iterable

import tocsin.flow.sentences  # noqa: F401  a refusal can be rendered wherever it is made
from tocsin.core.incident.asking import command_of
from tocsin.core.incident.commands import PersonCommand
from tocsin.core.kernel.errors import BadInput, NotFound, TocsinError, fault
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.work.concern import tasks, teams_of
from tocsin.core.work.values import Task
from tocsin.flow import clock
from tocsin.flow.incidents.commands import ask
from tocsin.flow.organisation import snapshot
from tocsin.store.models import Account
from tocsin.store.read.work import open_of

TOGETHER = ("take", "hand-over", "on-it", "comment")  # verbs that mean the same for several incidents
MOST = 200  # incidents in one request


class Chosen(Value):
    """An incident (id) as a person chose it. ``seen``: the revision that they looked at; None: whatever it is now."""

    incident: int
    seen: int | None = None


class Done(Value):
    """What became of one of several incidents. ``refused`` is the reason why nothing was done to it; None: it was done."""

    incident: int
    refused: Why | None = None


def work_of(person: str) -> tuple[Task, ...]:
    """What concerns the person now (key, or ``@`` and the name of an account without one), what runs out first before
    the others."""
    organisation = snapshot()
    known = open_of(person, teams_of(person, organisation))
    return tasks(person, known, organisation, now=clock.now())


def has_work(person: str) -> bool:
    """Whether the person (key) has something to do: an incident of their own, or one of their teams that nobody has."""
    return any("mine" in task.lists or not task.incident.owner for task in work_of(person))


def together(
    account: Account, verb: str, fields: dict[str, str], chosen: Iterable[Chosen]
) -> tuple[Done, ...]:
    """Carry out the same action on each of these incidents; what is refused for one changes nothing for the others.

    Raises NotFound for a verb that is not for several, BadInput where its fields or the number of incidents are wrong:
    then nothing was done.
    """
    wanted = {choice.incident: choice for choice in chosen}
    if verb not in TOGETHER:
        raise NotFound()
    if not 0 < len(wanted) <= MOST:
        raise BadInput([fault("work.many" if wanted else "work.none", field="incidents", most=MOST)])
    command = command_of(verb, fields, snapshot())
    return tuple(_done(account, choice, command) for choice in wanted.values())


def _done(account: Account, chosen: Chosen, command: PersonCommand) -> Done:
    try:
        ask(account, chosen.incident, command, seen=chosen.seen)
    except TocsinError as error:
        return Done(incident=chosen.incident, refused=error.why)
    return Done(incident=chosen.incident)
