"""The providers' pages: channels and their budgets, both witnesses side by side, and the mail filter's request."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.web.filling import fill
from tocsin.core.calls.breaker import Breaker
from tocsin.core.exchange.channels import ChannelState
from tocsin.core.exchange.watch import Change, Interruption, interruptions
from tocsin.flow import clock
from tocsin.store import calls, models, partitions
from tocsin.web.providers.drawing import WIDTH, timeline

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def event(number: int, source: str, minutes: float, **more: object) -> models.Event:
    at = clock.now() - timedelta(days=2) + timedelta(minutes=minutes)
    fields = {
        "kind": "power.outlet.lost", "state": "firing", "criticality": "high", "item": "par1.s1.r07.pdu-a.o10",
        "fingerprint": f"f{minutes // 60}", "subject": "", "summary": "", "reference": "", "confidence": 1.0,
        "outcome": "joined", "data": {}, "supplier": "valmont", **more,
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


def test_what_only_one_of_two_witnesses_reported_is_counted_with_their_median_lag(reader, filled):
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
    with django_assert_max_num_queries(20):
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


def test_an_incident_says_which_witness_reported_it_when_and_which_has_not(reader, filled):
    incident = models.Incident.objects.filter(folded_into=None).first()
    incident.value["supplier"] = "valmont"
    incident.save()
    page = reader.get(f"/incidents/{incident.id}")
    before = page.context["witnesses"]
    assert {name for name, _ in before} == {"Valmont, boîte d'alertes", "Valmont, API de supervision"}
    models.Event.objects.bulk_create([event(91, "valmont-api", 0, incident_id=incident.id)])
    witnesses = dict(reader.get(f"/incidents/{incident.id}").context["witnesses"])
    assert witnesses["Valmont, API de supervision"]


def entry(bond: models.Bond, number: int, **value: object) -> None:
    now = clock.now()
    whole = {"way": "out", "kind": "call", "sent_at": now.isoformat(), "at": now.isoformat(), **value}
    models.BondEntry.objects.create(bond_id=bond.id, number=number, value=whole)


def bond(incident: int, reference: str, channel: str = "api", **value: object) -> models.Bond:
    whole = {"holder": "supplier", "theirs": "", "state": None, "page": "", **value}
    return models.Bond.objects.create(
        incident_id=incident, supplier="valmont", channel=channel, reference=reference, health="fine",
        value={**whole, "opened_at": clock.now().isoformat()},
    )  # fmt: skip


def test_the_calls_of_this_month_are_counted_with_what_they_cost(reader, filled):
    called = bond(1, "R1", "phone")
    entry(called, 1, cost=390)
    entry(called, 2, kind="note", way="private", cost=390)
    last_month = (clock.now() - timedelta(days=40)).isoformat()
    entry(called, 3, cost=390, at=last_month, sent_at=last_month)
    spent = reader.get("/providers/valmont").context["spent"]
    assert [(str(name), uses, cost) for name, uses, cost in spent.lines] == [("Téléphone", 1, "3,90\u00a0€")]


def test_a_ticket_that_was_acknowledged_without_a_call_is_a_call_spared(reader, filled):
    ticket = bond(1, "R1")
    entry(ticket, 1, kind="open", channel="api", acknowledged_at=clock.now().isoformat())
    page = reader.get("/providers/valmont")
    assert (page.context["spent"].spared, page.context["spent"].spared_cost) == (1, "7,50\u00a0€")
    assert "1 appel évité" in page.content.decode()


def test_each_channel_says_how_fast_it_is_acknowledged_and_from_how_many(reader, filled):
    sent = clock.now() - timedelta(days=1)
    for number in range(12):
        ticket = bond(number + 1, f"R{number}", "mail")
        taken = (sent + timedelta(minutes=number + 1)).isoformat()
        entry(ticket, 1, kind="open", channel="mail", sent_at=sent.isoformat(), acknowledged_at=taken)
    entry(bond(50, "R50"), 1, kind="open", channel="api", sent_at=sent.isoformat())
    page = reader.get("/providers/valmont")
    speeds = {view.channel.word: view.speed for view in page.context["channels"] if view.takes_reports}
    assert (speeds["mail"].median, speeds["mail"].p90, speeds["mail"].speed.acknowledged) == (
        "6 min",
        "11 min",
        12,
    )
    assert (speeds["desk"].median, speeds["desk"].speed.waiting) == ("", 1)
    assert "6 min en médiane, 9 sur 10 en 11 min" in page.content.decode()


def test_the_choice_of_a_channel_says_why_and_why_not_the_others(reader, filled):
    now = calls.database_now()
    cut = Breaker(
        failures=1, cut_since=now, until=now + timedelta(minutes=9), cause="refused", reason="HTTP 429"
    )
    calls.change("valmont", lambda account, _: (calls.Account(breaker=cut), None))
    urgent, waits = reader.get("/providers/valmont").context["choices"]
    assert (str(urgent.channel), str(waits.channel)) == ("Téléphone", "Courriel")
    assert "Pas leur API : coupure en cours (HTTP 429)." in [
        passed.replace("\u00a0", " ") for passed in waits.passed
    ]


def test_an_open_exchange_is_a_row_with_who_holds_the_ball(reader, filled):
    incident = models.Incident.objects.filter(folded_into=None).first()
    ticket = bond(incident.id, "INC-1-AAAA", state="pending", theirs="En attente client", holder="us")
    models.Bond.objects.filter(id=ticket.id).update(their_reference="T-2026-0007")
    page = reader.get("/providers/valmont")
    (view,) = [view for view in page.context["lying"] if view.row.id == incident.id]
    assert (view.references[0], view.row.acting.value) == ("T-2026-0007", "us")
    assert view.state == "En attente client (attend notre réponse)"


def test_the_api_gives_what_the_page_shows(reader, filled):
    ticket = bond(1, "INC-1-AAAA", state="pending", theirs="En attente client", holder="us")
    entry(ticket, 1, kind="open", channel="api", acknowledged_at=clock.now().isoformat())
    found = reader.get("/api/v1/providers/valmont").json()
    assert (found["urgent"]["channel"], found["ordinary"]["channel"]) == ("phone", "api")
    assert found["ordinary"]["why"]
    assert len(found["ordinary"]["passed"]) == 3
    assert (found["spending"]["spared"], found["spending"]["spared_cost"]) == (1, 750)
    assert [
        (row["id"], row["holder"], row["exchange"]["state"]) for row in found["lying"] if row["exchange"]
    ] == [(1, "us", "pending")]
    desk = next(channel for channel in found["channels"] if channel["word"] == "desk")
    assert (desk["account"], desk["speed"]["acknowledged"]) == ("valmont", 1)
