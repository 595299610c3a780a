"""The page of hand-overs: mine first, each accepted with a line, all at once, or sent back with a reason."""

import pytest

from tests.web.filling import fill
from tocsin.core.incident.commands import HandOver
from tocsin.flow.incidents.commands import act
from tocsin.store import incidents, models

PERSON = "karim.haddad"


@pytest.fixture
def receiver(client, account):
    """Somebody who was handed two incidents."""
    fill()
    client.force_login(account("administrator", person=PERSON))
    chosen = models.Incident.objects.filter(state__in=("new", "in_progress"), folded_into__isnull=True)
    numbers = [incident.id for incident in chosen.order_by("id") if incident.owner != PERSON][:2]
    assert len(numbers) == 2
    for number in numbers:
        act(number, HandOver(to=PERSON, note="Disk ordered."), "bruno.castaing")
    client.numbers = numbers
    return client


def waiting() -> list[int]:
    return incidents.asked()


def test_all_are_accepted_at_once_each_with_its_line(receiver):
    page = receiver.get("/duty/handovers")
    assert [handover.incident.id for handover in page.context["mine"]] == receiver.numbers
    lines = {f"step-{handover.incident.id}": handover.step for handover in page.context["mine"]}
    assert all(lines.values())
    receiver.post("/duty/handovers/answer", {"accept": "all", **lines})
    assert waiting() == []


def test_one_is_accepted_and_one_is_sent_back(receiver):
    first, second = receiver.numbers
    receiver.post(
        "/duty/handovers/answer",
        {"accept": str(first), f"step-{first}": "I call them", f"step-{second}": "x"},
    )
    assert waiting() == [second]
    receiver.post("/duty/handovers/answer", {"back": str(second), f"reason-{second}": "On the train"})
    assert waiting() == []
    entry = models.TimelineEntry.objects.filter(verb="sent_back").latest("id").value
    assert entry["data"]["note"] == "On the train"


@pytest.mark.parametrize(("form", "words"), [({"accept": "{n}"}, "next"), ({"back": "{n}"}, "why")])
def test_without_a_line_or_a_reason_nothing_is_answered(receiver, form, words):
    form = {name: text.format(n=receiver.numbers[0]) for name, text in form.items()}
    answer = receiver.post("/duty/handovers/answer", form)
    assert answer.status_code == 409
    assert len(waiting()) == 2


def test_the_incident_shows_whose_answer_is_missing_and_offers_it_to_them_alone(receiver, client, account):
    page = receiver.get(f"/incidents/{receiver.numbers[0]}")
    assert [view.row.verb for view in page.context["actions"]][:2] == ["accept", "send-back"]
    assert page.context["actions"][0].fields[0].value
    client.force_login(account("manager"))
    other = client.get(f"/incidents/{receiver.numbers[0]}")
    assert not {"accept", "send-back"} & {view.row.verb for view in other.context["actions"]}
    assert other.context["asked_of"] == "Karim Haddad"
