"""Script: a story being written: who sends what, and how many seconds after its beginning."""

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from tocsin.demo.world import monitors, valmont
from tocsin.demo.world.floor import Floor
from tocsin.demo.world.letter import message_id
from tocsin.demo.world.monitors import Check
from tocsin.demo.world.transmission import Transmission
from tocsin.demo.world.valmont import Alarm, Works


class Script:
    """Collects the messages of a story. ``pace`` stretches it: 1 is the demo's compressed time, 10 is real time."""

    def __init__(self, floor: Floor, begin: datetime, *, seed: int = 1, pace: float = 1.0) -> None:
        self.floor, self.begin, self.pace = floor, begin, pace
        self.random = random.Random(f"{seed}:{begin.isoformat()}")
        self.transmissions: list[Transmission] = []
        self.until = begin
        self._bad: dict[tuple[str, str], dict[monitors.State, datetime]] = {}  # notified states
        self._mails: dict[str, str] = {}  # the provider's reference -> the Message-ID of its alarm
        self._number = int(begin.timestamp()) % 1_000_000

    def at(self, seconds: float) -> datetime:
        """The instant this many (compressed) seconds after the beginning, on a whole second."""
        return (self.begin + timedelta(seconds=seconds * self.pace)).replace(microsecond=0)

    def reference(self) -> str:
        """A new reference of the provider's."""
        self._number += 1
        return f"VDC-{self._number:06d}"

    def add(self, transmission: Transmission) -> None:
        """Add a message."""
        self.transmissions.append(transmission)

    def check(self, seconds: float, host: str, state: monitors.State, info: str, service: str = "") -> None:
        """The monitoring of its region notifies."""
        at, bad = self.at(seconds), self._bad.setdefault((host, service), {})
        check = Check(host, state, info, service, was=dict(bad))
        if check.good:
            bad.clear()
        else:
            bad.setdefault(state, at)
        self.add(monitors.notified(self.floor, at, check))

    def alarm(self, seconds: float, place: str, nature: str, gravity: str) -> Alarm:
        """The provider mails an alarm."""
        alarm = Alarm(
            reference=self.reference(), place=place, nature=nature, gravity=gravity, began=self.at(seconds)
        )
        sent = valmont.alarm(self.floor, self.at(seconds + self._soon(2)), alarm)
        self._mails[alarm.reference] = message_id(sent.wire)
        self.add(sent)
        return alarm

    def correct(self, seconds: float, wrong: Alarm, place: str) -> None:
        """The provider answers its own mail: it was another place."""
        right = replace(wrong, reference=self.reference(), place=place)
        self.add(valmont.correction(self.floor, self.at(seconds), right, self._mails[wrong.reference]))

    def remind(self, seconds: float, alarms: Iterable[Alarm]) -> None:
        """The provider mails reminders."""
        for alarm in alarms:
            self.add(valmont.reminder(self.floor, self.at(seconds + self._soon(3)), alarm))

    def recover(self, seconds: float, alarms: Iterable[Alarm], spread: float = 4) -> None:
        """The provider mails that it is right again."""
        for alarm in alarms:
            self.add(valmont.recovery(self.floor, self.at(seconds + self._soon(spread)), alarm))

    def digest(self, seconds: float, alarms: Sequence[Alarm]) -> None:
        """The provider mails all that is wrong in one."""
        self.add(valmont.digest(self.floor, self.at(seconds), alarms))

    def quiet_digest(self, seconds: float) -> None:
        """The provider sends a digest without alarms."""
        notice = Alarm(
            reference=self.reference(), place="par1.s1.r01", nature=valmont.DOOR, gravity=valmont.PLAIN,
            began=self.at(seconds - 1800),
        )  # fmt: skip
        self.add(valmont.digest(self.floor, self.at(seconds), [notice], state="Information"))

    def cut_api(self, seconds: float, *, lasts: float) -> None:
        """The provider cuts its API off, and its mails say that a rack is opened."""
        door = Alarm(
            reference=self.reference(), place="par1.s1.r04", nature=valmont.DOOR, gravity=valmont.PLAIN,
            began=self.at(seconds),
        )  # fmt: skip
        sent = valmont.note(self.floor, self.at(seconds), door, "Accès autorisé : J. PREVOT")
        self.add(replace(sent, noted=valmont.api_cut(lasts * self.pace)))

    def open_ticket(self, seconds: float, alarm: Alarm) -> None:
        """The provider opens a ticket at ours about an alarm."""
        self.add(valmont.ticket(self.floor, self.at(seconds), alarm))

    def works(self, seconds: float, works: Works) -> None:
        """The provider announces works."""
        self.add(valmont.works(self.floor, self.at(seconds), works))

    def darken(
        self, seconds: float, lost: Iterable[str], *, within: float = 12, chatter: int = 0
    ) -> list[str]:
        """Hosts without current stop answering their monitoring, a little later; returns these hosts."""
        dark = [item.key for item in self.floor.dark(lost)]
        for host in dark:
            later = seconds + 1 + self._soon(within)
            self.check(later, host, "DOWN", "PING CRITICAL - Packet loss = 100%")
            for service in _SERVICES[:chatter]:
                self.check(
                    later - self._soon(1),
                    host,
                    "CRITICAL",
                    "CRITICAL - Socket timeout after 10 seconds",
                    service,
                )
        return dark

    def lighten(self, seconds: float, hosts: Iterable[str], *, within: float = 12, chatter: int = 0) -> None:
        """They boot, one after the other."""
        for host in hosts:
            later = seconds + 2 + self._soon(within)
            self.check(later, host, "UP", "PING OK - Packet loss = 0%, RTA = 0.41 ms")
            for service in _SERVICES[:chatter]:
                self.check(later + self._soon(3), host, "OK", "OK - 0.012 second response time", service)

    def _soon(self, within: float) -> float:
        return self.random.uniform(0, within)


_SERVICES = ("SSH", "NTP", "Agent")
