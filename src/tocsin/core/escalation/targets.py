"""Targets: whom a step reaches at an instant, with the roster as it is then. Knows no step's time and sends nothing."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from tocsin.core.duty.on_duty import on_duty, rotations_of
from tocsin.core.duty.presence import is_present, substitute_of
from tocsin.core.duty.values import Roster
from tocsin.core.escalation.ladder import TEAM, managers, members
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.escalation import Step, Target, target_of
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import EscalationStep
from tocsin.core.routing.policy import is_last_resort
from tocsin.core.routing.route import group_team

_RUNGS = 9  # managers above, as far as a target may name them


class Reached(Value):
    """Whom a step asks (persons by key, teams as ``team:KEY``); none: nobody can be reached. ``absent``: who is away.

    ``call``: whom those asked are to call, with the number, where the step is a call. ``unread``: only mailboxes of teams
    of which nobody is there.
    """

    to: tuple[str, ...]
    absent: tuple[str, ...] = ()
    call: str = ""
    unread: bool = False


def reached(
    step: Step, incident: Incident, organisation: Organisation, roster: Roster, at: datetime
) -> Reached:
    """Whom the step reaches. Who is away is represented by their substitute; without one, nobody is asked for them."""
    return _Reaching(incident, organisation, roster, at).of(step)


class _Reaching:
    def __init__(self, incident: Incident, organisation: Organisation, roster: Roster, at: datetime) -> None:
        self._incident, self._here, self._roster, self._at = incident, organisation, roster, at
        self._absent: list[str] = []

    def of(self, step: Step) -> Reached:
        """Whom it asks: by mail the targets themselves, by phone whoever has the incident and is to call them."""
        if is_last_resort(step):
            return Reached(to=self._anybody())
        targets = [found for text in step.to if (found := target_of(text))]
        if step.channel == "phone":
            numbers = dict.fromkeys(number for target in targets for number in self._numbers(target))
            return self._whom(self._caller() if numbers else (), call=" · ".join(numbers))
        return self._whom(key for target in targets for key in self._asked(target))

    def _whom(self, keys: Iterable[str], call: str = "") -> Reached:
        asked = tuple(dict.fromkeys(keys))
        unread = bool(asked) and not self._is_read(asked)
        return Reached(to=asked, absent=tuple(self._absent), call=call, unread=unread)

    def _anybody(self) -> tuple[str, ...]:
        """The nearest who are there: the incident's team, the group's, a manager above, else a team of ours."""
        teams = sorted(self._here.teams.values(), key=lambda team: (team.scope != "group", team.key))
        targets = [
            Target(kind="team"),
            Target(kind="group"),
            *(Target(kind="manager", rung=rung) for rung in range(1, _RUNGS + 1)),
            *(Target(kind="team", key=team.key) for team in teams if team.scope != "supplier"),
        ]
        found = (tuple(self._asked(target)) for target in targets)
        return next((asked for asked in found if self._is_read(asked)), ())

    def _is_read(self, asked: tuple[str, ...]) -> bool:
        """Whether somebody who is there is among them. A team's mailbox without known members is supposed to be read."""
        return any(not key.startswith(TEAM) or self._is_there(key.removeprefix(TEAM)) for key in asked)

    def _is_there(self, team: str) -> bool:
        people = members(self._here, self._here.teams[team])
        return not people or any(is_present(person.key, self._roster, self._at) for person in people)

    def _caller(self) -> Iterator[str]:
        """The owner, else who is on duty in its team, else the team."""
        owner = self._incident.owner
        if owner and is_present(owner, self._roster, self._at) and self._has_mail(owner):
            yield owner
        else:
            yield from list(self._duty(self._incident.owner_team)) or self._team(self._incident.owner_team)

    def _asked(self, target: Target) -> Iterator[str]:
        match target.kind:
            case "team":
                yield from self._team(target.key or self._incident.owner_team)
            case "group":
                yield from self._team(self._group())
            case "duty":
                yield from self._duty(target.key or self._incident.owner_team)
            case "supplier":
                return
            case _:
                yield from (person for person in self._present(target) if self._has_mail(person))

    def _numbers(self, target: Target) -> Iterator[str]:
        """Names with their telephone numbers: what a person of ours is to call."""
        if target.kind == "supplier":
            rung = self._rung(target.rung)
            if rung and (rung.phone or rung.email):
                yield f"{rung.name} {rung.phone or rung.email}"
            return
        keys = list(
            self._present(target) if target.kind in ("owner", "person", "manager") else self._asked(target)
        )
        for person in (self._here.persons[key] for key in keys if key in self._here.persons):
            if person.phone:
                yield f"{person.name} {person.phone}"

    def _rung(self, rung: int) -> EscalationStep | None:
        supplier = self._here.suppliers.get(self._incident.supplier)
        return supplier.ladder[rung - 1] if supplier and rung <= len(supplier.ladder) else None

    def _present(self, target: Target) -> Iterator[str]:
        """The person, or who stands in for them."""
        person = target.key
        if target.kind == "owner":
            person = self._incident.owner
        elif target.kind == "manager":
            above = managers(self._here, self._incident)
            person = above[target.rung - 1].key if target.rung <= len(above) else ""
        if person not in self._here.persons:
            return
        if not is_present(person, self._roster, self._at):
            self._absent.append(person)
            person = substitute_of(person, self._roster, self._at)
        if person:
            yield person

    def _duty(self, team: str) -> Iterator[str]:
        person = on_duty(team, self._at, self._here, self._roster).person
        if person and self._has_mail(person):
            yield person

    def _team(self, team: str) -> Iterator[str]:
        """The team's mailbox, or those of its members who are there; and who is on duty in it."""
        known = self._here.teams.get(team)
        if known is None:
            return
        if known.notices:
            yield f"{TEAM}{team}"
        elif not rotations_of(team, self._here):
            people = (person.key for person in members(self._here, known))
            yield from (
                key for key in people if is_present(key, self._roster, self._at) and self._has_mail(key)
            )
        yield from self._duty(team)

    def _group(self) -> str:
        incident = self._incident
        team = group_team(self._here, incident.cause_kind, incident.criticality, incident.supplier)
        return team.key if team else ""

    def _has_mail(self, person: str) -> bool:
        return bool(self._here.persons[person].email) if person in self._here.persons else False
