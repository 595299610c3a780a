"""The providers' pages: channels and their budgets, both witnesses side by side, and the mail filter's request."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.web.filling import fill
from tocsin.core.calls.breaker import Breaker
from tocsin.core.exchange.watch import Change, ChannelState, Interruption, interruptions
from tocsin.flow import clock
from tocsin.store import calls, models, partitions
from tocsin.web.providers.drawing import WIDTH, timeline

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def event(number: int, source: str, minutes: float, **more: object) -> models.Event:
    at = clock.now() - timedelta(days=2) + timedelta(minutes=minutes)
    fields = {
        "kind": "power.outlet.lost", "state": "firing", "criticality": "high", "item": "par1.s1.r07.pdu-a.o10",
        "fingerprint": f"f{minutes // 60}", "subject": "", "summary": "", "reference": "", "confidence": 1.0,
        "outcome": "joined", "data": {}, **more,
    }  # fmt: skip
    return models.Event(
        message_id=number, position=0, received_at=at, occurred_at=at, source=source, **fields
    )


@pytest.fixture
def filled(db: None) -> None:
    fill()
    partitions.ensure((clock.now() - timedelta(days=2)).date())


def test_all_providers_are_listed_and_reached_from_the_menu(reader, filled):
    assert 'href="/providers"' in reader.get("/").content.decode()
    page = reader.get("/providers")
    names = {short.supplier.key for short in page.context["providers"]}
    assert names == {"valmont", "ligne-claire"}


def test_an_unknown_provider_is_not_found(reader, filled):
    assert reader.get("/providers/nobody").status_code == 404


def test_a_cut_api_says_since_when_why_and_when_it_is_tried_again(reader, filled):
    now = calls.database_now()
    cut = Breaker(
        failures=1,
        cut_since=now - timedelta(minutes=3),
        until=now + timedelta(minutes=9),
        cause="refused",
        reason="HTTP 429: slow down",
    )
    calls.change("valmont", lambda account, _: (calls.Account(breaker=cut, calls=41, refused=2), None))
    page = reader.get("/providers/valmont")
    (api,) = [view.channel for view in page.context["channels"] if view.channel.word == "api"]
    assert (api.state, api.since, api.next_at) == (ChannelState.CUT, cut.cut_since, cut.until)
    text = page.content.decode()
    assert "HTTP 429: slow down" in text
    assert "Prochain essai" in text
    assert reader.get("/providers").context["providers"][0].supplier.key == "valmont", "in trouble first"


def test_the_budget_left_is_shown_for_each_line_of_the_contract(reader, filled):
    page = reader.get("/providers/valmont")
    (api,) = [view for view in page.context["channels"] if view.channel.word == "api"]
    assert [(row.line.limit, row.line.usable, row.line.left, row.percent) for row in api.budget] == [
        (2, 1, 1, "100.0"), (60, 48, 12, "100.0"), (5000, 4000, 4000, "100.0"),
    ]  # fmt: skip


def test_what_only_one_of_two_witnesses_told_is_counted_with_their_median_lag(reader, filled):
    models.Event.objects.bulk_create(
        [
            event(1, "valmont", 0),
            event(2, "valmont-api", 2),
            event(3, "valmont", 120),
            event(4, "valmont-api", 240),
            event(5, "valmont-api", 300),
        ]
    )
    page = reader.get("/providers/valmont")
    ((pair, *_, sentences),) = page.context["witnesses"]
    assert (pair.both, pair.only_first, pair.only_second, round(pair.lag_s)) == (1, 1, 2, 120)
    assert any("2 min" in sentence for sentence in sentences)


def test_mails_that_lead_to_nothing_become_a_request_in_the_providers_words(reader, filled):
    mails = [event(n, "valmont", n, state="info", criticality="low", fingerprint=f"n{n}") for n in range(6)]
    models.Event.objects.bulk_create(mails)
    subject, text = reader.get("/providers/valmont").context["request"]
    assert subject.startswith("Réglage du filtre")
    assert "criticité Information, Salle 1 (6 courriels en 30 jours" in text


def test_the_page_costs_a_fixed_number_of_queries(reader, filled, django_assert_max_num_queries):
    reader.get("/providers/valmont")
    with django_assert_max_num_queries(15):
        reader.get("/providers/valmont")


def test_interruptions_are_spans_and_the_last_one_may_last():
    cut = ChannelState.CUT
    hours = [NOW - timedelta(hours=away) for away in (9, 8, 3)]
    changes = [
        Change(state=cut, at=hours[0], over=False),
        Change(state=cut, at=hours[1], over=True),
        Change(state=cut, at=hours[2], over=False),
    ]
    spans = interruptions(changes)
    assert spans == (
        Interruption(state=cut, start=hours[0], end=hours[1]),
        Interruption(state=cut, start=hours[2]),
    )
    drawn = timeline(spans, NOW, timedelta(hours=10))
    assert [(float(span.x), round(float(span.x) + float(span.width))) for span in drawn] == [
        (70, 140),
        (490, WIDTH),
    ]


def test_an_incident_says_which_witness_told_when_and_which_has_not(reader, filled):
    incident = models.Incident.objects.filter(folded_into=None).first()
    incident.value["supplier"] = "valmont"
    incident.save()
    page = reader.get(f"/incidents/{incident.id}")
    before = page.context["witnesses"]
    assert {name for name, _ in before} == {"Valmont, boîte d'alertes", "Valmont, API de supervision"}
    models.Event.objects.bulk_create([event(91, "valmont-api", 0, incident_id=incident.id)])
    told = dict(reader.get(f"/incidents/{incident.id}").context["witnesses"])
    assert told["Valmont, API de supervision"]


def test_the_calls_of_this_month_are_counted_with_what_they_cost(reader, filled):
    value = {"kind": "call", "cost": 390, "at": clock.now().isoformat()}
    bond = models.Bond.objects.create(
        incident_id=1, supplier="valmont", channel="phone", reference="R1", health="fine", value={}
    )
    models.BondEntry.objects.create(bond_id=bond.id, number=1, value=value)
    models.BondEntry.objects.create(bond_id=bond.id, number=2, value={**value, "kind": "comment"})
    last_month = (clock.now() - timedelta(days=40)).isoformat()
    models.BondEntry.objects.create(bond_id=bond.id, number=3, value={**value, "at": last_month})
    assert reader.get("/providers/valmont").context["spent"] == (1, "3,90\u00a0€")
