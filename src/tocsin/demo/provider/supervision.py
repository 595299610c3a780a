"""Supervision: sessions, and the alarms of the provider's rooms in the order of their last change. Reads no clock."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec.structs import replace

from tocsin.demo.provider.values import ENDED, Alarm

USER, PASSWORD = "cachemire", "demo-valmont"
SESSION = timedelta(minutes=20)
_KEPT = 2000


class Supervision:
    """``alarms`` by their number. One session at a time: a new one ends the one before it."""

    def __init__(self) -> None:
        self.alarms: dict[str, Alarm] = {}
        self._token = ""
        self._expires: datetime | None = None

    def login(self, user: object, password: object, now: datetime) -> str | None:
        """A session's token; None: wrong name or password."""
        if (user, password) != (USER, PASSWORD):
            return None
        self._token, self._expires = secrets.token_urlsafe(16), now + SESSION
        return self._token

    def knows(self, token: str, now: datetime) -> bool:
        """Whether this session is good."""
        return (
            bool(self._token)
            and secrets.compare_digest(token.encode(), self._token.encode())
            and self._expires is not None
            and now < self._expires
        )

    def report(self, alarm: Alarm) -> None:
        """An alarm begins, or goes on."""
        known = self.alarms.pop(alarm.id, None)
        self.alarms[alarm.id] = (
            replace(alarm, version=known.version + 1, began=known.began) if known else alarm
        )
        while len(self.alarms) > _KEPT:
            self.alarms.pop(next(iter(self.alarms)))

    def end(self, number: str, now: datetime) -> None:
        """The alarm ends."""
        known = self.alarms.get(number)
        if known and known.state != ENDED:
            self.alarms.pop(number)
            self.alarms[number] = replace(
                known, state=ENDED, ended=now, updated=now, version=known.version + 1
            )

    def since(self, instant: datetime | None) -> list[Alarm]:
        """What changed at that instant or later, the oldest first."""
        found = [alarm for alarm in self.alarms.values() if instant is None or alarm.updated >= instant]
        return sorted(found, key=lambda alarm: (alarm.updated, alarm.id))


def wire(alarm: Alarm) -> Mapping[str, object]:
    """The alarm as the API gives it."""
    return {
        "id": alarm.id,
        "version": alarm.version,
        "type": alarm.nature,
        "criticite": alarm.severity,
        "etat": alarm.state,
        "localisation": alarm.place,
        "emplacement": alarm.where,
        "debut": alarm.began,
        "maj": alarm.updated,
        "fin": alarm.ended,
    }
