"""TMF642: an alarm is a message of its supplier's source, and becomes ours by a format, as a mail does."""

from tests.api.tmf.conftest import ALARM, Here
from tests.flow.house import known, only
from tocsin.core.tmf.tickets import stamp
from tocsin.flow import clock
from tocsin.store import models


def test_an_alarm_opens_an_incident_and_its_end_ends_it(here: Here) -> None:
    made = here.alarms.create("alarm", {**ALARM, "externalAlarmId": "VDC-1"})
    assert isinstance(made["id"], int)
    assert (made["ackState"], made["state"]) == ("unacknowledged", "raised")
    here.house.works()
    incident = only()
    assert incident.cause == "par1.s1.r07.pdu-a.o12"
    assert [given.text for given in incident.references] == ["VDC-1"]
    after = here.alarms.patch(f"alarm/{made['id']}", {"state": "cleared"})
    assert (after["perceivedSeverity"], bool(after["alarmClearedTime"])) == ("cleared", True)
    here.house.works()
    assert only().recovered_at is not None


def test_it_is_kept_before_it_is_answered_as_the_message_of_its_source(here: Here) -> None:
    here.alarms.create("alarm", ALARM)
    (message,) = models.Message.objects.all()
    assert (message.source, message.channel, message.status) == ("valmont-tmf", "tmf", "new")


def test_a_word_that_the_format_lacks_is_in_the_queue_with_its_reason(here: Here) -> None:
    here.alarms.create("alarm", {**ALARM, "probableCause": "gremlins"})
    here.house.works()
    assert models.Message.objects.get().status in ("partial", "untranslated")
    assert models.UnknownWord.objects.get().word == "gremlins"


def test_the_same_again_is_the_alarm_that_there_is_until_it_is_over(here: Here) -> None:
    first = here.alarms.create("alarm", {**ALARM, "externalAlarmId": "VDC-1"})
    assert here.alarms.create("alarm", {**ALARM, "externalAlarmId": "VDC-1"})["id"] == first["id"]
    assert (
        here.alarms(
            "POST", "alarm", {**ALARM, "externalAlarmId": "VDC-1", "perceivedSeverity": "minor"}
        ).status_code
        == 409
    )
    here.alarms.patch(f"alarm/{first['id']}", {"perceivedSeverity": "cleared"})
    assert here.alarms.create("alarm", {**ALARM, "externalAlarmId": "VDC-1"})["id"] != first["id"]


def test_the_times_of_their_own_system_are_theirs(here: Here) -> None:
    times = {"alarmChangedTime": "2026-11-23T11:58:00Z", "alarmReportingTime": "2026-11-23T11:57:00Z"}
    made = here.alarms.create("alarm", ALARM)
    after = here.alarms.patch(f"alarm/{made['id']}", {"perceivedSeverity": "minor", **times})
    assert {name: after[name] for name in times} == times
    later = here.alarms.patch(f"alarm/{made['id']}", {"perceivedSeverity": "warning"})
    assert later["alarmChangedTime"] == stamp(clock.now())


def test_their_number_may_come_later(here: Here) -> None:
    made = here.alarms.create("alarm", ALARM)
    here.alarms.patch(f"alarm/{made['id']}", {"externalAlarmId": "VDC-9"})
    assert here.alarms("POST", "alarm", {**ALARM, "externalAlarmId": "VDC-9"}).status_code == 409


def test_what_is_cleared_stays_cleared(here: Here) -> None:
    made = here.alarms.create("alarm", {**ALARM, "state": "cleared"})
    refused = here.alarms("PATCH", f"alarm/{made['id']}", {"state": "raised", "perceivedSeverity": "major"})
    assert refused.status_code == 409
    assert (
        here.alarms.patch(f"alarm/{made['id']}", {"alarmDetails": "cause: fuse"})["alarmDetails"]
        == "cause: fuse"
    )


def test_what_is_required_is_required(here: Here) -> None:
    for missing in ALARM:
        answer = here.alarms(
            "POST", "alarm", {name: value for name, value in ALARM.items() if name != missing}
        )
        assert (answer.status_code, missing in answer.json()["message"]) == (400, True)
    assert models.Message.objects.count() == 0


def test_tasks_are_done_to_every_alarm_that_fits_and_to_no_other(here: Here) -> None:
    first = here.alarms.create("alarm", ALARM)
    second = here.alarms.create(
        "alarm", {**ALARM, "alarmedObject": {"id": "PAR1 / Salle S1 / Baie R07 / PDU A / Prise 11"}}
    )
    pattern = [{"alarmedObject": ALARM["alarmedObject"]}]
    acked = here.alarms.create(
        "ackAlarms", {"ackSystemId": "noc", "ackUserId": "n.morvan", "alarmPattern": pattern}
    )
    assert acked["state"] == "done"
    assert [alarm["id"] for alarm in acked["ackedAlarm"]] == [first["id"]]
    assert [here.alarms.get(f"alarm/{made['id']}")["ackState"] for made in (first, second)] == [
        "acknowledged",
        "unacknowledged",
    ]
    here.alarms.create(
        "unAckAlarms", {"ackSystemId": "noc", "ackUserId": "n.morvan", "alarmPattern": pattern}
    )
    assert here.alarms.get(f"alarm/{first['id']}")["ackState"] == "unacknowledged"
    here.alarms.create(
        "commentAlarms",
        {
            "comment": {"comment": "Un technicien part.", "userId": "n.morvan"},
            "alarmPattern": [{"id": first["id"]}],
        },
    )
    assert here.alarms.get(f"alarm/{first['id']}")["comment"][0]["comment"] == "Un technicien part."
    group = {
        "sourceSystemId": "noc",
        "alarmChangedTime": "2026-11-23T12:00:00Z",
        "parentAlarm": {"id": first["id"]},
        "correlatedAlarm": [{"id": second["id"]}],
    }
    assert len(here.alarms.create("groupAlarms", group)["groupedAlarm"]) == 1
    assert here.alarms.get(f"alarm/{second['id']}")["parentAlarm"][0]["id"] == str(first["id"])
    here.alarms.create("unGroupAlarms", group)
    assert not here.alarms.get(f"alarm/{second['id']}").get("parentAlarm")
    here.house.works()
    cleared = here.alarms.create("clearAlarms", {"clearSystemId": "noc", "clearUserId": "n.morvan",
             "alarmClearedTime": "2026-11-23T11:55:00Z",
                                                 "alarmPattern": [{"perceivedSeverity": "major"}]})  # fmt: skip
    assert len(cleared["clearedAlarm"]) == 2
    here.house.works()
    assert all(incident.recovered_at for incident in known())
    assert here.alarms.get(f"clearAlarms/{cleared['id']}") == cleared
    assert here.alarms.get("alarm?state=raised") == []
    assert here.alarms("PATCH", f"clearAlarms/{cleared['id']}", {}).status_code == 405


def test_an_alarm_that_is_given_whole_in_a_task_has_its_form(here: Here) -> None:
    made = here.alarms.create("alarm", ALARM)
    whole = {**here.alarms.get(f"alarm/{made['id']}"), "name": "Prise 12"}
    group = {"sourceSystemId": "noc", "alarmChangedTime": "2026-11-23T12:00:00Z", "parentAlarm": whole,
             "correlatedAlarm": [whole]}  # fmt: skip
    for task in ("groupAlarms", "unGroupAlarms"):
        here.alarms.create(task, group)
        for name, wrong in (
            ("crossedThresholdInformation", []),
            ("alarmRaisedTime", "now"),
            ("isRootCause", "yes"),
        ):
            answer = here.alarms("POST", task, {**group, "parentAlarm": {**whole, name: wrong}})
            assert (answer.status_code, f"parentAlarm.{name}" in answer.json()["message"]) == (400, True)


def test_a_pattern_that_names_nothing_is_for_no_alarm(here: Here) -> None:
    here.alarms.create("alarm", ALARM)
    for pattern in ([{}], [{"@type": "Alarm"}], [{"state": None}], {}, None):
        task = {"ackSystemId": "noc", "ackUserId": "n.morvan", "alarmPattern": pattern}
        assert here.alarms("POST", "ackAlarms", task).status_code == 400, pattern
    assert here.alarms.get("alarm?ackState=acknowledged") == []


def test_another_supplier_neither_sees_nor_hits_it(here: Here) -> None:
    made = here.alarms.create("alarm", {**ALARM, "externalAlarmId": "VDC-1"})
    nobody = here.other_alarms("GET", "alarm/999999")
    for answer in (
        here.other_alarms("GET", f"alarm/{made['id']}"),
        here.other_alarms("PATCH", f"alarm/{made['id']}", {"state": "cleared"}),
    ):
        assert (answer.status_code, answer.json()) == (404, nobody.json())
    assert here.other_alarms.get("alarm") == []
    task = {
        "clearSystemId": "x",
        "clearUserId": "x",
        "alarmClearedTime": "2026-11-23T11:55:00Z",
        "alarmPattern": [{"state": "raised"}],
    }
    assert here.other_alarms.create("clearAlarms", task)["clearedAlarm"] == []
    assert here.alarms.get(f"alarm/{made['id']}")["state"] == "raised"
