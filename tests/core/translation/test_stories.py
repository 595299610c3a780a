"""The bugs of others, each a story: what went wrong elsewhere must not go wrong here."""

import json
from pathlib import Path

import pytest
import yaml

from tests.core.translation.build import NOW, mail, message, translated
from tocsin.core.kernel.errors import BadInput
from tocsin.core.organisation.values import Correspondence
from tocsin.core.translation.formats import compile_formats, faults_of
from tocsin.core.translation.reading import read
from tocsin.core.translation.translate import explain, translate
from tocsin.core.translation.values import Status

ALARM = """
recognise: { from: "@host.example" }
times: { zone: Europe/Paris }
tables:
  kind: { Outlet lost: power.outlet.lost }
  state: { ALARM: firing, CLEARED: resolved }
fields:
  what: { label: Alarm }
  state: { label: State }
  where: { label: Location }
  when: { label: Time }
event:
  kind: "{what}"
  state: "{state}"
  place: { text: "{where}" }
  occurred_at: "{when}"
"""
TEXT = "Alarm: Outlet lost\nState: ALARM\nLocation: R07\nTime: 23/11/2026 12:00\n"


def test_the_recovery_meets_its_problem_though_the_subject_never_changes() -> None:
    (fired,) = translated(ALARM, mail(TEXT)).events
    (cleared,) = translated(ALARM, mail(TEXT.replace("ALARM", "CLEARED"))).events
    assert (fired.state, cleared.state) == ("firing", "resolved")
    assert fired.fingerprint == cleared.fingerprint != ""


def test_local_time_is_not_utc() -> None:
    (event,) = translated(ALARM, mail(TEXT)).events
    assert event.occurred_at.isoformat() == "2026-11-23T11:00:00+00:00"


def test_a_format_that_reads_times_must_name_its_zone() -> None:
    spec = yaml.safe_load(ALARM.replace("times: { zone: Europe/Paris }", ""))
    assert [fault.message("en") for fault in faults_of("f", spec)] == ["times.zone is missing"]


@pytest.mark.parametrize(
    "quote",
    [
        "\nOn Mon, 23 Nov 2026, NOC <noc@host.example> wrote:\n> State: ALARM\n",
        "\nLe lun. 23 nov. 2026 à 12:00, NOC <noc@host.example>\na écrit :\nState: ALARM\n",
        "\n-----Original Message-----\nFrom: NOC\nState: ALARM\n",
        "\nDe : NOC\nEnvoyé : lundi\nObjet : Alarm\n\nState: ALARM\n",
        "\n-- \nState: ALARM\n",
        "\nThis e-mail and any attachments are confidential.\nState: ALARM\n",
    ],
)
def test_what_is_quoted_or_signed_is_left_out(quote: str) -> None:
    text = TEXT.replace("State: ALARM\n", "") + quote
    assert translated(ALARM, mail(text, subject="Re: Alarm")).status is Status.UNTRANSLATED


def test_an_unknown_word_is_kept_and_a_person_adds_it() -> None:
    message = mail(TEXT.replace("Outlet lost", "Fuite d'eau"))
    before = translated(ALARM, message)
    assert before.status is Status.UNTRANSLATED
    assert [(word.table, word.word) for word in before.unknown] == [("kind", "Fuite d'eau")]
    learnt = [Correspondence(key="1", format="f", table="kind", word="FUITE D’EAU", ours="cooling.lost")]
    assert translated(ALARM, message, learnt).events[0].kind == "cooling.lost"


def test_a_person_s_word_wins_over_the_file() -> None:
    learnt = [Correspondence(key="1", format="f", table="kind", word="outlet  LOST", ours="power.lost")]
    assert translated(ALARM, mail(TEXT), learnt).events[0].kind == "power.lost"


def test_a_look_alike_domain_is_not_the_sender() -> None:
    assert translated(ALARM, mail(TEXT, sender="noc@host.example.evil.example")).status is Status.UNTRANSLATED


def test_every_mistake_of_a_format_is_reported_at_once() -> None:
    spec = yaml.safe_load(ALARM.replace("label: Alarm", "lable: Alarm").replace('"{what}"', '"{waht}"'))
    spec["tables"]["state"]["X"] = "burning"
    with pytest.raises(BadInput) as caught:
        compile_formats({"f": spec})
    fields = {fault.field for fault in caught.value.faults}
    assert {"fields.what.lable", "event.kind", "tables.state"} <= fields


def test_explain_says_why_a_format_did_not_recognise() -> None:
    formats = compile_formats({"f": yaml.safe_load(ALARM)})
    steps = explain(mail(TEXT, sender="a@b.example"), formats)
    assert [step.code for step in steps][-2:] == ["translation.not_recognised", "translation.no_format"]
    assert steps[-2].facts["found"] == "a@b.example"


def test_translation_is_deterministic() -> None:
    formats = compile_formats({"f": yaml.safe_load(ALARM)})
    assert translate(mail(TEXT), formats) == translate(mail(TEXT), formats)


def test_german_mail_with_a_text_table_and_a_csv_attachment() -> None:
    spec = """
recognise: { subject: Störung }
times: { zone: Europe/Berlin }
tables: { kind: { Überlast: power.overload }, state: { aktiv: firing, behoben: resolved } }
each: { rows: [Gerät, Meldung] }
fields:
  host: { column: Gerät }
  what: { column: Meldung }
  state: { column: Status }
  when: { column: Zeit }
event: { kind: "{what}", state: "{state}", place: { host: "{host}" }, occurred_at: "{when}" }
"""
    csv = "Gerät;Meldung;Status;Zeit\nusv-1;Überlast;aktiv;23. November 2026 11:05\nusv-2;Überlast;behoben;23.11.2026 11:06 Uhr\n"  # noqa: E501
    body = (
        "From: a@b.example\nSubject: =?iso-8859-1?Q?St=F6rung?=\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
        "Content-Type: text/plain\n\nsiehe Anhang\n--x\nContent-Type: text/csv; charset=utf-8\n"
        f"Content-Disposition: attachment; filename=stoerung.csv\n\n{csv}--x--\n"
    )
    events = translated(spec, message(body)).events
    assert [(event.place.parts["host"], str(event.state)) for event in events] == [
        ("usv-1", "firing"),
        ("usv-2", "resolved"),
    ]
    assert events[0].occurred_at.isoformat() == "2026-11-23T10:05:00+00:00"


def test_nested_json_with_fields_of_the_outer_element() -> None:
    spec = """
recognise: { json: "racks[*].alarms" }
each: { json: "racks[*].alarms[*]" }
fields:
  rack: { json: "^.name" }
  site: { json: "$.site" }
  kind: { json: type }
  tag: { json: "tags[name=state].value" }
event: { kind: "{kind}", state: "{tag}", place: { site: "{site}", rack: "{rack}" } }
"""
    body = b"""{"site":"PAR1","racks":[{"name":"R01",
    "alarms":[{"type":"power.lost","tags":[{"name":"state","value":"firing"}]}]}]}"""
    (event,) = translated(spec, message(body, "application/json")).events
    assert event.place.parts == {"site": "PAR1", "rack": "R01"}


def test_headings_are_carried_to_the_lines_below() -> None:
    spec = """
recognise: { subject: Digest }
each: { line: '^- (?P<host>\\S+) (?P<state>down|up)', under: '^== Room (?P<room>\\w+)' }
tables: { state: { down: firing, up: resolved } }
event: { kind: device.down, state: "{state}", place: { room: "{room}", host: "{host}" } }
"""
    events = translated(spec, mail("== Room S1\n- a down\n== Room S2\n- b up\n", subject="Digest")).events
    assert [(event.place.parts["room"], str(event.state)) for event in events] == [
        ("S1", "firing"),
        ("S2", "resolved"),
    ]


def test_a_truncated_list_of_alertmanager_resolves_nothing() -> None:
    document = read(message(b'{"alerts":[],"truncatedAlerts":9,"status":"resolved"}', "application/json"))[0]
    assert document.json["truncatedAlerts"] == 9
    spec = 'recognise: { json: alerts }\neach: { json: "alerts[*]" }\nevent: { kind: a, state: resolved, place: { text: x } }'  # noqa: E501
    result = translated(spec, message(b'{"alerts":[],"truncatedAlerts":9}', "application/json"))
    assert result.events == ()


def test_an_hour_of_the_future_is_not_believed() -> None:
    result = translated(ALARM, mail(TEXT.replace("23/11/2026", "23/11/9999")))
    assert result.status is Status.PARTIAL
    assert result.events[0].occurred_at == NOW


def test_a_store_that_keeps_no_order_of_keys_changes_nothing() -> None:
    spec = """
recognise: { subject: Alarm }
tables: { kind: { "/lost/": power.lost, "/outlet.*lost/": power.outlet.lost } }
fields: { a_word: { pattern: '(\\w+ \\w+)', in: what }, what: { label: Alarm } }
event: { kind: "{a_word}", state: firing, place: { text: here } }
"""
    assert translated(spec, mail("Alarm: Outlet lost today")).events[0].kind == "power.outlet.lost"


def test_the_format_of_the_documentation_works() -> None:
    page = (Path(__file__).parents[3] / "docs" / "formats" / "README.md").read_text(encoding="utf-8")
    mail_text, spec = (
        page.split("    Event    :")[1].split("**2.")[0],
        page.split("```yaml\n")[1].split("```")[0],
    )
    text = "Event    :" + "\n".join(line.strip() for line in mail_text.splitlines())
    result = translated(spec, mail(text, subject="[4711] Alarm", sender="noc@acme.example"))
    assert (result.status, result.events[0].place.parts["outlet"], result.events[0].reference) == (
        "translated",
        "12",
        "4711",
    )


def test_a_long_subject_of_a_forwarded_mail_goes_on_in_the_next_line() -> None:
    spec = ALARM.replace("fields:", "fields:\n  ticket: { pattern: 'K-\\d+', in: subject }").replace(
        "event:", 'event:\n  reference: "{ticket}"'
    )
    text = (
        "---------- Forwarded message ---------\nFrom: NOC <noc@host.example>\nDate: Thu, 1 Jul 2026 at 11:05\n"
        f"Subject: REMINDER - Metro Area\nNetwork Maintenance [K-2930]\nTo: <us@us.example>\n\n{TEXT}"
    )
    (event,) = translated(spec, mail(text, subject="Fwd: REMINDER", sender="me@us.example")).events
    assert event.reference == "K-2930"


def test_a_sender_by_its_name_alone() -> None:
    spec = ALARM.replace("@host.example", "noc@")
    assert translated(spec, mail(TEXT)).events
    assert not translated(spec, mail(TEXT, sender="evilnoc@host.example")).events


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Priority: ***", "medium"),
        ("*Priority:* ****", "high"),
        ("*Priority: high*", "high"),
        ("Priority: _high_", "high"),
    ],
)
def test_stars_are_a_value_and_bold_is_not(line: str, level: str) -> None:
    spec = ALARM.replace(
        "fields:",
        "  criticality: { '***': medium, '****': high, high: high }\nfields:\n  p: { label: Priority }",
    )
    spec = spec.replace("event:", 'event:\n  criticality: { value: "{p}", default: low }')
    assert str(translated(spec, mail(f"{TEXT}{line}\n")).events[0].criticality) == level


def test_a_message_without_the_block_that_a_format_looks_for_has_that_reason() -> None:
    spec = ALARM.replace("fields:", "each: { block: '^Alarm no' }\nfields:")
    made = translated(spec, mail(TEXT))
    assert (made.status, [why.code for why in made.why]) == (Status.UNTRANSLATED, ["translation.no_piece"])


def test_identities_that_are_long_and_alike_are_two() -> None:
    spec = ALARM.replace("event:", 'event:\n  identity: "{where}"')
    where = "R07 " * 200
    first, two = (translated(spec, mail(TEXT.replace("R07", where + end))).events[0] for end in ("a", "b"))
    assert first.fingerprint != two.fingerprint
    assert max(len(first.identity), len(two.identity)) <= 500


def test_an_invitation_to_a_meeting_is_no_maintenance_note() -> None:
    formats = compile_formats(
        {"f": {**yaml.safe_load(ALARM), "recognise": {"calendar": "X-MAINTNOTE-STATUS"}}}
    )
    calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Review\nEND:VEVENT\nEND:VCALENDAR\n"
    meeting = explain(message(calendar, "text/calendar"), formats)
    note = explain(message(calendar.replace("SUMMARY:", "X-MAINTNOTE-STATUS:"), "text/calendar"), formats)
    assert [why.code for why in meeting][-1] == "translation.no_format"
    assert [why.code for why in note][1] == "translation.recognised"


@pytest.mark.parametrize(
    "data",
    [
        {"datacontenttype": "text/plain", "data": "Place: R07"},
        {"datacontenttype": "text/plain", "data_base64": "UGxhY2U6IFIwNw=="},
        {"data": {"place": "R07"}},
        {"data_base64": "eyJwbGFjZSI6ICJSMDcifQ=="},
        {
            "datacontenttype": "application/vnd.x+json; charset=utf-8",
            "data_base64": "eyJwbGFjZSI6ICJSMDcifQ==",
        },
    ],
    ids=["text", "bytes that are text", "JSON", "bytes that are JSON by default", "bytes that are JSON"],
)
def test_the_data_of_a_cloudevent_in_each_of_its_forms(data: dict[str, str]) -> None:
    event = {"specversion": "1.0", "id": "1", "source": "s", "type": "t", "seq": 7, "late": True} | data
    (read_,) = read(message(json.dumps(event), "application/cloudevents+json"))
    assert (read_.text or f"Place: {read_.json['place']}") == "Place: R07"
    assert (read_.headers["ce-seq"], read_.headers["ce-late"]) == ("7", "true")
    assert "ce-data_base64" not in read_.headers
