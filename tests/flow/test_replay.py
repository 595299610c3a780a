"""What people teach: a word, a place; the messages that waited for it are worked again, and counted once."""

import pytest
from msgspec.structs import replace

from tests.flow.house import OUTLET, House, known, only, post_event, sample, statuses, tally, verbs
from tocsin.flow import clock
from tocsin.flow.intake import messages
from tocsin.store import models
from tocsin.store.incidents import timeline

ME = "damien.roussel"


def test_a_learned_word_translates_what_waited_for_it(house: House) -> None:
    clock.fast_forward(days=12)
    house.receives(sample("43-"), replace(sample("43-"), key="another"))
    assert statuses() == tally() == {"untranslated": 2}
    assert known() == []
    word = models.UnknownWord.objects.get()
    assert (word.table, word.word, word.count) == ("kind", "Fuite d'eau", 2)

    assert messages.learn_word("valmont", "kind", "Fuite d'eau", "temperature.high", ME) == 2
    house.works()
    assert statuses() == tally() == {"translated": 2}
    assert only().cause_kind == "temperature.high"
    word.refresh_from_db()
    assert word.known_since is not None


def test_a_replay_that_changes_nothing_counts_nothing_twice(house: House) -> None:
    clock.fast_forward(days=12)
    house.receives(sample("43-"))
    for _ in range(3):
        assert messages.replay([models.Message.objects.get().id], ME) == 1
        house.works()
    assert statuses() == tally() == {"untranslated": 1}
    assert models.Event.objects.count() == 0
    assert models.UnknownWord.objects.count() == 1


def test_a_learned_place_moves_the_trouble_to_its_item(house: House) -> None:
    house.receives(post_event("device.down", "le gros serveur bleu", key=""))
    assert models.Event.objects.get().item == ""
    assert messages.learn_alias("http-it", "le gros serveur bleu", "srv-crm-01", ME) == 1
    house.works()

    event = models.Event.objects.get()
    assert (event.item, event.confidence) == ("srv-crm-01", 1.0)
    alert = models.Alert.objects.get()
    assert alert.item == "srv-crm-01"
    assert statuses() == tally() == {"translated": 1}
    assert (only().cause, only().open, only().id) == ("srv-crm-01", True, alert.incident_id)
    assert (only().alert_count, only().title.fr.endswith("le gros serveur bleu")) == (1, False)
    assert "recovered" not in verbs(only())


@pytest.mark.parametrize("kind", ["temperature.high", "door.open", "device.down"])
def test_a_learned_place_keeps_the_number_whatever_the_kind(house: House, kind: str) -> None:
    """A mere note (a door, a temperature) opened a second incident at the place, and the first was closed as its symptom."""
    house.receives(post_event(kind, "le gros serveur bleu", key=""))
    number = only().id
    messages.learn_alias("http-it", "le gros serveur bleu", "srv-crm-01", ME)
    house.works()
    assert (only().id, only().cause, only().open, only().alert_count) == (number, "srv-crm-01", True, 1)


def test_a_learned_place_joins_the_trouble_that_is_known_there(house: House) -> None:
    """Two sources tell of one rack, one of them in words that nobody knew: one incident, of two alerts, is left."""
    house.receives(post_event("power.lost", "par1.s1.r05"))
    house.receives(post_event("power.lost", "l'armoire du fond", source="nagios-fr", key=""))
    first, _ = known()
    messages.learn_alias("nagios-fr", "l'armoire du fond", "par1.s1.r05", ME)
    house.works()
    assert (only().id, only().open, only().alert_count) == (first.id, True, 2)


def test_two_alerts_of_an_unknown_place_move_together(house: House) -> None:
    house.receives(*(post_event(kind, "la baie 99", key="") for kind in ("power.lost", "temperature.high")))
    messages.learn_alias("http-it", "la baie 99", "par1.s1.r05", ME)
    house.works()
    assert {incident.cause for incident in known() if incident.open} == {"par1.s1.r05"}
    assert sum(incident.alert_count for incident in known() if incident.open) == 2


def test_a_replayed_message_replaces_its_events_and_adds_none(house: House) -> None:
    house.receives(sample("01-"))
    before = timeline(only().subject)
    for _ in range(2):
        messages.replay([models.Message.objects.get().id], ME)
        house.works()
    assert models.Event.objects.get().item == OUTLET
    assert timeline(only().subject) == before
    alert = models.Alert.objects.get()
    assert (alert.count, alert.value["count"]) == (1, 1)


def test_a_message_that_waits_is_not_put_back_twice(house: House) -> None:
    house.receives(sample("01-"))
    number = models.Message.objects.get().id
    assert messages.replay([number, number], ME) == 1
    assert messages.replay([number], ME) == 0
    house.works()
    assert tally() == {"translated": 1}
