"""Colleagues: what the people of a simulated company do about an incident, and when; they decide nothing else."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tocsin.core.incident import commands as c
from tocsin.core.incident.values import Incident, PauseReason
from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.organisation import Organisation

_PARIS = ZoneInfo("Europe/Paris")
_OPENS, _CLOSES = 8, 18
_URGENT = (Priority.P1, Priority.P2)


class Act(Value):
    """A command that a person (key) will give at an instant."""

    at: datetime
    incident: int
    command: c.PersonCommand
    by: str


class Colleagues:
    """The members of the teams, with their habits; the same seed, the same habits."""

    def __init__(self, organisation: Organisation, seed: int = 3) -> None:
        self._organisation = organisation
        self._dice = random.Random(seed)

    def about(self, incident: Incident) -> Iterator[Act]:
        """What they will do about a new incident. An act that is no longer possible at its time is refused then."""
        by = self._who(incident)
        begin = self._begin(incident)
        yield self._act(incident, begin, c.Take(), by)
        if incident.supplier:
            yield from self._lying(incident, begin, by)
        elif self._dice.random() < 0.5:
            note = self._dice.choice(_NOTES_EN if self._english(by) else _NOTES_FR)
            yield self._act(incident, begin + self._minutes(5, 50), c.Comment(note=note), by)
        if not incident.supplier and self._dice.random() < 0.12:
            yield from self._ask_user(incident, begin, by)
        if self._dice.random() < 0.1:
            to = self._who(incident)
            hand_over = c.HandOver(to=to, note="Fin de service, je te laisse le dossier.")
            yield self._act(incident, begin + self._minutes(20, 300), hand_over, by)
        yield from self._end(incident, begin, by)

    def _lying(self, incident: Incident, begin: datetime, by: str) -> Iterator[Act]:
        reported_at = begin + self._minutes(1, 9)
        reference = f"VAL-{incident.opened_at.year}-{self._dice.randrange(100_000, 999_999)}"
        yield self._act(incident, reported_at, c.ReportToSupplier(reference=reference), by)
        if self._dice.random() < 0.7:
            note = self._dice.choice(_SUPPLIER_NOTES)
            yield self._act(incident, reported_at + self._minutes(10, 40), c.Comment(note=note), by)

    def _ask_user(self, incident: Incident, begin: datetime, by: str) -> Iterator[Act]:
        asked = begin + self._minutes(10, 60)
        pause = c.Pause(reason=PauseReason.WAITING_USER, note="Attend un créneau du métier")
        yield self._act(incident, asked, pause, by)
        yield self._act(incident, asked + self._minutes(60, 400), c.Resume(), by)

    def _end(self, incident: Incident, begin: datetime, by: str) -> Iterator[Act]:
        resolved = begin + timedelta(hours=self._dice.uniform(50, 130))
        yield self._act(
            incident, resolved, c.Resolve(note="Vérifié avec les utilisateurs, plus rien à signaler."), by
        )
        for days in (2, 4, 8):
            yield self._act(incident, begin + timedelta(days=days), c.Close(), by)

    def _act(self, incident: Incident, at: datetime, command: c.PersonCommand, by: str) -> Act:
        return Act(at=at, incident=incident.id, command=command, by=by)

    def _who(self, incident: Incident) -> str:
        team = self._organisation.teams.get(incident.owner_team)
        return self._dice.choice(team.members) if team and team.members else "karim.haddad"

    def _english(self, person: str) -> bool:
        return self._organisation.persons[person].language == "en"

    def _begin(self, incident: Incident) -> datetime:
        """When work begins: at once if it is urgent, else in the morning."""
        if incident.priority in _URGENT:
            return incident.opened_at + self._minutes(3, 14)
        return _office(incident.opened_at) + self._minutes(4, 45)

    def _minutes(self, least: float, most: float) -> timedelta:
        return timedelta(minutes=self._dice.uniform(least, most))


def _office(at: datetime) -> datetime:
    """The instant itself within office hours, else the next opening."""
    local = at.astimezone(_PARIS)
    if local.hour >= _CLOSES:
        local += timedelta(days=1)
    if local.hour < _OPENS or local.hour >= _CLOSES:
        local = local.replace(hour=_OPENS, minute=30)
    while local.weekday() > 4:
        local = (local + timedelta(days=1)).replace(hour=_OPENS, minute=30)
    return local


_NOTES_FR = (
    "Purge des journaux lancée, la place se libère.",
    "Redémarrage du service planifié à midi.",
    "Vu avec l'équipe applicative : pas d'impact pour l'instant.",
    "Même symptôme que le mois dernier, je regarde l'historique.",
)
_NOTES_EN = (
    "Cleaning up old logs, space is coming back.",
    "Rebooted, watching it for an hour.",
    "Talked to the application team: no impact so far.",
)
_SUPPLIER_NOTES = (
    "Valmont confirme : un technicien est en salle.",
    "Valmont : disjoncteur déclenché, recherche de l'origine.",
    "Point téléphonique avec le chef de quart, rétablissement dans l’heure.",
)
