"""Life: what happens to a company over weeks, in real time; from a seed, so that it can be repeated."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.value import Value
from tocsin.demo.world import monitors, stories, valmont, witness
from tocsin.demo.world.floor import Floor
from tocsin.demo.world.script import Script
from tocsin.demo.world.story import users_call
from tocsin.demo.world.transmission import Transmission

_SLOT = timedelta(hours=4)  # the provider's digest comes every four hours
_TOGETHER = timedelta(seconds=40)  # messages sent within this are received together
_MINUTE, _HOUR = 60.0, 3600.0


class Batch(Value):
    """What is received by ``at`` and was not received before, in the order in which it was sent."""

    at: datetime
    transmissions: tuple[Transmission, ...]
    all_sources_sent: bool = False  # each source with a rhythm has just sent: silence may be judged


def life(
    floor: Floor, begin: datetime, end: datetime, *, seed: int = 7, witnessed: bool = False
) -> list[Batch]:
    """Everything that is received between two instants (UTC), in the order of time.

    ``witnessed``: the provider's API is read too.
    """
    dice = random.Random(seed)
    planned = [
        sent for happens, at in _calendar(dice, begin, end) for sent in _happen(happens, floor, at, dice)
    ]
    if witnessed:
        planned += [*witness.beside(planned, seed), *witness.unmailed(floor, begin, end)]
    serious = _batches(sorted((sent for sent in planned if sent.at < end), key=lambda sent: sent.at))
    return sorted([*serious, *_quiet(floor, begin, end, dice)], key=lambda batch: batch.at)


Happens = Callable[[Script], None]


def _happen(happens: Happens, floor: Floor, at: datetime, dice: random.Random) -> list[Transmission]:
    script = Script(floor, at, seed=dice.randrange(1 << 30), pace=1.0)
    happens(script)
    return script.transmissions


def _batches(transmissions: Sequence[Transmission]) -> Iterator[Batch]:
    group: list[Transmission] = []
    for message in transmissions:
        if group and message.at - group[0].at > _TOGETHER:
            yield Batch(at=group[-1].at, transmissions=tuple(group))
            group = []
        group.append(message)
    if group:
        yield Batch(at=group[-1].at, transmissions=tuple(group))


def _calendar(dice: random.Random, begin: datetime, end: datetime) -> Iterator[tuple[Happens, datetime]]:
    """What happens when: rare and regular events on fixed days, common events by chance."""
    days = (end - begin).days
    for day in range(days):
        for happens in _PLANNED.get(day * 60 // days, ()):
            yield happens, _some_time(dice, begin + timedelta(days=day))
        for happens, chance in _COMMON:
            if dice.random() < chance:
                yield happens, _some_time(dice, begin + timedelta(days=day))
    for happens, hours in _LATELY:
        yield happens, end - timedelta(hours=hours)


def _some_time(dice: random.Random, day: datetime) -> datetime:
    """Mostly by day, as most changes and most users are."""
    hour = dice.gauss(10, 3.5) if dice.random() < 0.8 else dice.uniform(0, 23)
    return day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(hours=min(max(hour, 0), 23.5))


# ---- what happens ----


def _pdu_again(script: Script) -> None:
    """The PDU that has failed every week of late."""
    alarm = script.alarm(0, "par1.s1.r03.pdu-a", valmont.PDU_LOST, valmont.MAJOR)
    script.darken(20, [alarm.place], within=90)
    script.remind(30 * _MINUTE, [alarm])
    script.recover(script.random.uniform(0.8, 5) * _HOUR, [alarm])
    script.lighten(5.1 * _HOUR, [item.key for item in script.floor.dark([alarm.place])], within=300)


def _outlet(script: Script) -> None:
    floor = script.floor
    cords = {item.key: floor.cords(item.key) for item in floor.devices}
    host = script.random.choice(
        [key for key, feeds in cords.items() if len(feeds) == 1 and feeds[0].startswith("par1")]
    )
    outlet = cords[host][0]
    alarm = script.alarm(0, outlet, valmont.OUTLET_LOST, valmont.MAJOR)
    script.darken(15, [outlet], within=60)
    script.remind(40 * _MINUTE, [alarm])
    hours = script.random.uniform(1, 9)
    script.recover(hours * _HOUR, [alarm])
    script.lighten(hours * _HOUR + 60, [host], within=240)


def _feed(script: Script) -> None:
    """Feed A of room 2 is lost: most devices run on, those with one cord do not."""
    feed = "par1.s2.feed-a"
    alarm = script.alarm(0, feed, valmont.FEED_LOST, valmont.CRITICAL)
    dark = script.darken(10, [feed], within=180)
    script.remind(30 * _MINUTE, [alarm])
    script.recover(1.6 * _HOUR, [alarm])
    script.lighten(1.7 * _HOUR, dark, within=600)


def _rack(script: Script) -> None:
    rack = script.random.choice(["par1.s1.r06", "par1.s2.r03", "par1.s1.r07"])
    alarm = script.alarm(0, rack, valmont.RACK_LOST, valmont.CRITICAL)
    dark = script.darken(5, [rack], within=150, chatter=1)
    script.remind(20 * _MINUTE, [alarm])
    script.recover(50 * _MINUTE, [alarm])
    script.lighten(53 * _MINUTE, dark, within=600, chatter=1)


def _storm(script: Script) -> None:
    stories.storm(script)


def _works(script: Script) -> None:
    pdu = script.random.choice([p.key for p in script.floor.within("par1.s1", ItemType.PDU)])
    works = valmont.Works(
        reference=script.reference().replace("VDC-", "VDC-T"),
        title="Maintenance préventive du PDU",
        places=(pdu,),
        start=script.at(26 * _HOUR),
        end=script.at(29 * _HOUR),
    )
    script.works(0, works)
    alarm = script.alarm(26.2 * _HOUR, pdu, valmont.PDU_LOST, valmont.MAJOR)
    dark = script.darken(26.21 * _HOUR, [pdu], within=60)
    script.recover(28.4 * _HOUR, [alarm])
    script.lighten(28.45 * _HOUR, dark, within=120)


def _host(script: Script) -> None:
    host = _any_device(script)
    script.check(0, host, "DOWN", "PING CRITICAL - Packet loss = 100%")
    hours = script.random.choice([0.2, 0.7, 1.5, 3, 8, 30])
    script.check(hours * _HOUR, host, "UP", "PING OK - Packet loss = 0%, RTA = 0.52 ms")


def _disk(script: Script) -> None:
    host = _server(script)
    free = script.random.randint(4, 9)
    script.check(0, host, "WARNING", f"DISK WARNING - free space: /data 88 GB ({free}%)", "Disk")
    hours = script.random.choice([5, 9, 26, 50, 110])
    if hours > 20:
        script.check(18 * _HOUR, host, "CRITICAL", "DISK CRITICAL - free space: /data 21 GB (2%)", "Disk")
    script.check(hours * _HOUR, host, "OK", "DISK OK - free space: /data 402 GB (38%)", "Disk")


def _load(script: Script) -> None:
    host = _server(script)
    script.check(0, host, "WARNING", "WARNING - load average: 14.31, 12.02, 9.40", "Load")
    script.check(
        script.random.uniform(0.3, 4) * _HOUR, host, "OK", "OK - load average: 2.11, 4.07, 6.5", "Load"
    )


def _backup(script: Script) -> None:
    host = script.random.choice(["srv-bkp-01", "bkp-par1-02"])
    script.check(0, host, "CRITICAL", "CRITICAL - nightly job ended with errors", "Backup")
    script.check(script.random.choice([6, 23]) * _HOUR, host, "OK", "OK - job done", "Backup")


def _hot(script: Script) -> None:
    room = script.random.choice(["par1.s1", "par1.s2"])
    alarm = script.alarm(0, room, valmont.HOT, valmont.MINOR)
    script.remind(1 * _HOUR, [alarm])
    script.recover(2.5 * _HOUR, [alarm])


def _call(script: Script) -> None:
    applications = script.floor.organisation.applications
    key = script.random.choice(
        [application for application, what in applications.items() if what.region in ("", "fr")]
    )
    users_call(script, 0, [key], kind="application.slow", saying="est très lent")
    hours = script.random.uniform(0.5, 6)
    users_call(script, hours * _HOUR, [key], "resolved", "application.slow", "va mieux")


def _flap(script: Script) -> None:
    for turn in range(8):
        good = turn % 2
        script.check(
            turn * 150,
            "rt-mil1-01",
            "UP" if good else "DOWN",
            "PING OK" if good else "PING CRITICAL - Packet loss = 100%",
        )


def _unknown(script: Script) -> None:
    word = script.random.choice(
        ["Hygrométrie basse", "Hygrométrie basse", "Détection de fuite", "Groupe froid en secours"]
    )
    script.alarm(0, "par1.s1", word, valmont.MINOR)


def _iberia(script: Script) -> None:
    script.check(0, "srv-fic-es-01", "CRITICAL", "DISK CRITICAL - free space: /compartido 9 GB (1%)", "disk")


def _france(script: Script) -> None:
    script.check(0, "srv-vrs1-01", "WARNING", "WARNING - load average: 17.40, 15.12, 12.03", "Load")


def _cord(outlet: str) -> Happens:
    """One cord of two is without current, under the high guarantee, and the provider takes its time."""

    def happens(script: Script) -> None:
        alarm = script.alarm(0, outlet, valmont.OUTLET_LOST, valmont.MAJOR)
        script.remind(1 * _HOUR, [alarm])

    return happens


def _any_device(script: Script, prefix: str = "") -> str:
    """Any device; a region's in one case of three, for there are few of them."""
    regional = script.random.random() < 0.33
    return script.random.choice(
        [
            item.key
            for item in script.floor.devices
            if item.key.startswith(prefix) and bool(script.floor.organisation.region_of(item.key)) == regional
        ]
    )


def _server(script: Script) -> str:
    return _any_device(script, "srv-")


_PLANNED: dict[int, tuple[Happens, ...]] = {
    34: (_pdu_again,), 40: (_pdu_again,), 46: (_pdu_again,), 52: (_pdu_again,), 58: (_pdu_again,),
    9: (_works,), 23: (_works,), 37: (_works,), 51: (_works,),
    12: (_feed,), 19: (_storm,), 27: (_rack,), 48: (_rack,), 33: (_flap,), 41: (_flap,),
}  # fmt: skip
_COMMON: tuple[tuple[Happens, float], ...] = (
    (_host, 0.35), (_disk, 0.3), (_load, 0.2), (_backup, 0.12), (_outlet, 0.08), (_hot, 0.06), (_call, 0.12),
    (_unknown, 0.15),
)  # fmt: skip
_LATELY: tuple[tuple[Happens, float], ...] = (
    (_disk, 4.5), (_host, 0.1), (_backup, 5.0), (_call, 0.3), (_hot, 3.1), (_iberia, 2.2), (_france, 0.7),
    (_cord("par1.s1.r02.pdu-a.o09"), 4.7), (_cord("par1.s1.r02.pdu-b.o11"), 3.3),  # of 4 h: one too late, one nearly
)  # fmt: skip


# ---- what is routine ----

_RHYTHMIC = ("nagios-fr", "icinga-es", "prometheus-de")
_SILENT = (21, 23)  # days ago: Icinga sent nothing


def _quiet(floor: Floor, begin: datetime, end: datetime, dice: random.Random) -> Iterator[Batch]:
    """In every slot the digest and people coming and going; in every third slot a sign of life of sources with a rhythm.

    Messages that open nothing may be received for three slots at once: a batch costs more than its messages.
    """
    transmissions: list[Transmission] = []
    for number in reversed(range(int((end - begin) / _SLOT))):
        at = end - number * _SLOT
        transmissions += _slot(floor, at, dice)
        if number % 3 == 0:
            transmissions += _signs(at, silent=_SILENT[0] <= (end - at).days < _SILENT[1])
            yield Batch(
                at=at,
                transmissions=tuple(sorted(transmissions, key=lambda message: message.at)),
                all_sources_sent=True,
            )
            transmissions = []


def _signs(at: datetime, *, silent: bool) -> list[Transmission]:
    speaking = (source for source in _RHYTHMIC if not (silent and source == "icinga-es"))
    return [monitors.sign_of_life(at, source) for source in speaking]


def _slot(floor: Floor, at: datetime, dice: random.Random) -> list[Transmission]:
    script = Script(floor, at - _SLOT, seed=dice.randrange(1 << 30))
    length = _SLOT.total_seconds()
    for _ in range(dice.randint(3, 9)):
        stories.badge(script, dice.uniform(0, length - 60))
    if dice.random() < 0.5:
        script.add(monitors.sign_of_life(script.at(dice.uniform(0, length - 60)), "http-it"))
    if dice.random() < 0.1:
        stories.newsletter(script, dice.uniform(0, length - 60))
    script.quiet_digest(length)
    return script.transmissions
