"""The calendar of duty: a person's turns, or a team's, for people's own calendar programs, at their secret address."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from tocsin.core.duty.turns import turns
from tocsin.core.duty.values import Roster, Turn
from tocsin.core.intervention.feed import Entry, calendar
from tocsin.core.kernel.errors import NotFound
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named
from tocsin.flow import clock
from tocsin.flow.organisation import snapshot
from tocsin.flow.sites.feeds import host
from tocsin.store import roster
from tocsin.store.models import Account

_PAST = timedelta(days=14)
_AHEAD = timedelta(days=120)


def feed(account: Account, team: str = "") -> bytes:
    """The turns of the account's person, or of a team (key), as iCalendar in the reader's language. Raises NotFound."""
    organisation, now = snapshot(), clock.now()
    if team and team not in organisation.teams:
        raise NotFound()
    language: Language = "en" if account.language == "en" else "fr"
    teams = [team] if team else _teams(organisation)
    known = roster.standing(now - _PAST)
    entries = [
        _entry(key, turn, organisation, language, now)
        for key in teams
        for turn in _joined(key, organisation, known, now)
        if turn.duty.person and (team or turn.duty.person == account.person)
    ]
    whose = organisation.teams[team].name if team else organisation.display_name(account.person)
    why = Why(code="duty.feed.name", facts={"name": whose})
    return calendar(entries, name=render_named(why, organisation, language), host=host())


def _teams(organisation: Organisation) -> list[str]:
    return list(dict.fromkeys(rotation.team for rotation in organisation.rotations.values()))


def _joined(team: str, organisation: Organisation, known: Roster, now: datetime) -> Sequence[Turn]:
    """The turns without the one that began before the window: its identifier would change every day."""
    return turns(team, now - _PAST, now + _AHEAD, organisation, known)[1:]


def _entry(team: str, turn: Turn, organisation: Organisation, language: Language, now: datetime) -> Entry:
    person, rotation = organisation.persons.get(turn.duty.person), organisation.rotations[turn.duty.rotation]
    name = person.name if person else turn.duty.person
    return Entry(
        uid=f"duty-{team}-{turn.duty.person}-{turn.start:%Y%m%dT%H%M%S}",
        start=turn.start,
        end=turn.end,
        zone=rotation.zone,
        title=f"{organisation.teams[team].name} - {name}",
        place="",
        text=render_named(turn.duty.why, organisation, language),
        status="CONFIRMED",
        sequence=0,
        changed_at=now,
        address=f"{settings.BASE_URL}/duty",
    )
