"""The page of duty: who is on duty as the router has it, and an absence declared in two steps from a phone."""

from datetime import UTC, datetime, timedelta

from tests.web.filling import fill
from tocsin.core.duty.values import OnDuty, Turn
from tocsin.core.kernel.why import Why
from tocsin.flow import duty
from tocsin.web.duty.drawing import stretches


def test_the_page_shows_whom_the_router_would_notify(reader):
    fill()
    answer = reader.get("/duty")
    shown = {team.key: team.person.key for team in answer.context["teams"]}
    assert shown == {team: duty.now_on_duty(team).person for team in ("systems", "network")}
    assert not answer.context["may_declare"]


def test_an_absence_is_one_choice_and_one_press_and_the_bar_follows(client, account):
    fill()
    client.force_login(account("administrator"))
    before = client.get("/duty").context["teams"][0]
    answer = client.post("/duty/absences", {"person": before.person.key}, follow=True)
    after = answer.context["teams"][0]
    assert after.person.key != before.person.key
    assert before.person.name in after.why
    assert [away.person for away in answer.context["away"]] == [before.person.name]
    (absence,) = duty.known().absences
    client.post(f"/duty/absences/{absence.id}/end")
    assert client.get("/duty").context["teams"][0].person.key == before.person.key


def test_a_time_that_is_none_is_refused_in_words(client, account):
    fill()
    client.force_login(account("administrator"))
    answer = client.post("/duty/absences", {"person": "karim.haddad", "from": "tomorrow"})
    assert answer.status_code == 409
    assert "tomorrow" in answer.content.decode()


def test_the_page_costs_a_fixed_number_of_queries(reader, django_assert_max_num_queries):
    fill()
    reader.get("/duty")
    with django_assert_max_num_queries(7):
        reader.get("/duty")


def test_two_people_have_two_shades_and_nobody_has_another():
    start = datetime(2027, 1, 4, tzinfo=UTC)
    turns = [
        Turn(
            start=start + timedelta(days=day),
            end=start + timedelta(days=day + 1),
            duty=OnDuty(person=person, rotation="r", why=Why(code="duty.turn")),
        )
        for day, person in enumerate(("ada", "", "ben", "ada"))
    ]
    assert [part.shade for part in stretches(turns, start)] == ["shade-0", "nobody", "shade-1", "shade-0"]
    assert [(part.x, part.width) for part in stretches(turns, start)][1] == ("100.0", "100.0")
