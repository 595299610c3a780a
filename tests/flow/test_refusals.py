"""What was refused is seen beside its source: counted by day, with what was wrong with the last."""

from datetime import timedelta

from tests.flow.house import House
from tocsin.core.kernel.errors import BadInput, Refused, fault
from tocsin.flow import clock
from tocsin.flow.intake.refusals import Refusals
from tocsin.store import sources
from tocsin.store.read import sources as read
from tocsin.store.read.health import figures


def test_refusals_are_counted_by_the_day_of_the_last(house: House) -> None:
    known = fault("fault.expected", field="[1].state", wanted=["text"], found=["int"])
    for at, count in (
        (clock.now(), 2),
        (clock.now() + timedelta(minutes=1), 3),
        (clock.now() + timedelta(days=1), 1),
    ):
        sources.refused("http-it", count, at, known)
    health = read.health(clock.now().date())["http-it"]
    assert (health.refused, health.refused_at) == (1, clock.now() + timedelta(days=1))
    assert health.refusal == known
    assert (health.state, health.last_message_at) == ("awaited", None), "a refusal is no sign of life"


def test_a_flood_is_one_row_and_the_last_word_is_kept(shared_house: House) -> None:
    refusals = Refusals()
    for number in range(1_000):
        refusals("http-it", BadInput([fault("fault.said", field=f"[{number}]", said="x")]))
    refusals("desk-fr", Refused("inlet.media_type", media_type="image/png", accepted=["application/json"]))
    refusals.close()
    health = read.health(clock.now().date())
    assert (health["http-it"].refused, health["http-it"].refusal.field) == (1_000, "[999]")
    assert health["desk-fr"].refusal.why.facts["media_type"] == "image/png"


def test_what_nobody_owns_is_counted_by_its_reason_for_all_processes(shared_house: House) -> None:
    before = figures().refusals
    for refusals in (Refusals(), Refusals()):
        for _ in range(3):
            refusals("", Refused("mail_inlet.connections", peer="192.0.2.7"))
        refusals("http-it", Refused("mail_inlet.bytes", peer="192.0.2.7"))
        refusals.close()
    after = figures().refusals
    assert after["mail_inlet.connections"] - before.get("mail_inlet.connections", 0) == 6
    assert after["mail_inlet.bytes"] - before.get("mail_inlet.bytes", 0) == 2
    assert "" not in read.health(clock.now().date())
