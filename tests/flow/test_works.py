"""A works notice from its mail to what it mutes: each of its windows counts."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.flow.house import House, known, mail
from tocsin.flow import clock
from tocsin.store import models

PARIS = ZoneInfo("Europe/Paris")


def at(**later: float) -> str:
    return f"{(clock.now() + timedelta(**later)).astimezone(PARIS):%d/%m/%Y %H:%M}"


def notice() -> bytes:
    """What tests/failures/works-two-windows-one-reference/make.sh writes, at the house's time."""
    return (
        "From: supervision@valmont-dc.example\nSubject: Avis de travaux programmes\nMessage-ID: <two@f>\n"
        "Content-Type: text/plain; charset=utf-8\n\nRéférence : VDC-T900\nEmplacement : PAR1 / Salle S1 / Baie R04\n"
        f"Créneau 1 : {at(minutes=-10)} -> {at(minutes=40)}\nCréneau 2 : {at(days=1)} -> {at(hours=25)}\n"
    ).encode()


def alarm() -> bytes:
    return (
        "From: supervision@valmont-dc.example\nSubject: Alarme\nContent-Type: text/plain; charset=utf-8\n\n"
        "Type d'alarme : Perte d'alimentation prise\nLocalisation : PAR1 / Salle S1 / Baie R04 / PDU A / Prise 3\n"
        "État : Alarme\nCriticité : Majeure\n"
    ).encode()


def test_two_windows_of_one_reference_both_mute(house: House) -> None:
    house.receives(mail(notice()))
    starts = [works.starts_at - clock.now() for works in models.Intervention.objects.order_by("starts_at")]
    assert [round(start / timedelta(minutes=1), -1) for start in starts] == [-10, 1440]
    house.receives(mail(alarm()))
    assert known() == []
