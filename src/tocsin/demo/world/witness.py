"""Witness: what the provider's API would have reported in the demo's past, also without a mail. From a seed."""

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec

from tocsin.demo.world import valmont
from tocsin.demo.world.floor import Floor
from tocsin.demo.world.transmission import Post, Read, Transmission
from tocsin.demo.world.valmont import Alarm

SOURCE = "valmont-api"
_SELDOM = 0.03  # of the troubles that the API does not show
_EVERY = timedelta(days=9)  # a hot rack that no mail reports
_HOT_RACK = "par1.s2.r03"


def beside(mails: Iterable[Transmission], seed: int) -> Iterator[Transmission]:
    """What the API reports of these mails, up to a minute later: a look at it is due every minute."""
    for number, sent in enumerate(mails):
        dice = random.Random(f"{seed}:{number}")
        if sent.noted and dice.random() >= _SELDOM:
            at = sent.at + timedelta(seconds=dice.uniform(5, 65))
            yield Transmission(at=at, wire=_read(sent.noted, sent.at))


def unmailed(floor: Floor, begin: datetime, end: datetime) -> Iterator[Transmission]:
    """A rack that gets hot now and then: a minor alarm, which the mail filter keeps back."""
    at, number = begin + timedelta(days=2, hours=9), 0
    while at + timedelta(hours=3) < end:
        number += 1
        hot = Alarm(
            reference=f"VDC-{900_000 + number}", place=_HOT_RACK, nature=valmont.HOT, gravity=valmont.MINOR, began=at
        )  # fmt: skip
        for sent in (
            valmont.alarm(floor, at, hot),
            valmont.recovery(floor, at + timedelta(hours=2, minutes=10), hot),
        ):
            assert sent.noted
            yield Transmission(at=sent.at + timedelta(seconds=30), wire=_read(sent.noted, sent.at))
        at += _EVERY


def _read(noted: Post, changed: datetime) -> Read:
    item = msgspec.json.decode(noted.body)
    over = item["etat"] != "Active"
    item |= {"version": 2 if over else 1, "maj": changed, "fin": changed if over else None}
    key = f"alarmes/{item['id']}/{item['version']}"
    return Read(source=SOURCE, resource="alarmes", key=key, body=msgspec.json.encode(item))
