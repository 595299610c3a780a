"""The inlet's answers: who may post, how much, and what is kept."""

import asyncio
import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.inlet.calling import NOON, Inlet
from tests.core.translation.mutants import mutants
from tocsin.api.inlet import Limits, handles
from tocsin.api.inlet.post import read_body
from tocsin.api.problem import HttpProblem
from tocsin.core.kernel.errors import Busy, Unavailable

EVENT = {
    "kind": "storage.full",
    "state": "firing",
    "criticality": "high",
    "place": {"text": "srv-1 /var", "parts": {"host": "srv-1"}},
    "summary": "full",
}


@pytest.mark.parametrize(
    ("body", "events"),
    [(EVENT, 1), ([EVENT, EVENT], 2), ({"events": [EVENT] * 3}, 3)],
    ids=["one", "list", "events"],
)
async def test_our_json_is_kept_verbatim_as_one_message(body: Any, events: int) -> None:
    inlet = Inlet()
    reply = await inlet.post(body)
    assert (reply.status, reply.json) == (202, {"accepted": events, "message": "kept"})
    (message,) = inlet.kept
    assert (message.source, message.channel, message.received_at) == ("host", "http", NOON)
    assert message.media_type == "application/vnd.tocsin.events+json", "no format is asked what it means"
    assert message.envelope == {"path": "/api/v1/events", "peer": "192.0.2.7"}
    assert message.key == "", "two equal posts are two messages, unless their sender gave them a key"


async def test_an_idempotency_key_names_repeats() -> None:
    inlet = Inlet()
    for key in ("a", "a", "b" * 10_000):
        await inlet.post(EVENT, idempotency_key=key)
    first, again, other = (message.key for message in inlet.kept)
    assert first == again != other
    assert len(other) == 32


async def test_an_idempotency_key_comes_with_the_digest_of_what_it_names() -> None:
    inlet = Inlet()
    for body, path in ((EVENT, "events"), (EVENT, "events"), ([EVENT], "events"), (EVENT, "messages")):
        await inlet.post(body, f"/api/v1/{path}", idempotency_key="k")
    first, again, other, elsewhere = (message.digest for message in inlet.kept)
    assert first == again
    assert len({first, other, elsewhere}) == 3
    await inlet.post(EVENT)
    assert inlet.kept[-1].digest == ""


async def test_an_empty_list_keeps_nothing() -> None:
    inlet = Inlet()
    reply = await inlet.post([])
    assert (reply.status, reply.json["accepted"], inlet.kept) == (202, 0, [])


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        ("Bearer good", 202),
        ("bearer next", 202),
        ("Basic " + base64.b64encode(b"prometheus:good").decode(), 202),
        ("Basic " + base64.b64encode(b":next").decode(), 202),
        ("", 401),
        ("Bearer", 401),
        ("Bearer bad", 401),
        ("Basic ???", 401),
        ("Basic " + base64.b64encode(b"good").decode(), 401),
        ("Digest good", 401),
    ],
)
async def test_who_may_post(authorization: str, status: int) -> None:
    inlet = Inlet()
    reply = await inlet.post(EVENT, authorization=authorization)
    assert reply.status == status
    assert len(inlet.kept) == (status == 202)
    if status == 401:
        assert reply.headers["www-authenticate"].startswith("Bearer")
        assert reply.json["code"] == (
            "inlet.bad_token" if authorization == "Bearer bad" else "inlet.no_token"
        )


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        ("/api/v1/events", b"", [""]),
        ("/api/v1/events", b"{", [""]),
        ("/api/v1/events", b'"text"', [""]),
        ("/api/v1/events", b"\xff\xfe", [""]),
        ("/api/v1/events", b'{"events": 1}', ["events"]),
        ("/api/v1/events", b'{"kind": "x", "state": "lit", "item": "a"}', ["state"]),
        ("/api/v1/events", b'{"kind": "x", "state": "info", "item": "a", "colour": 1}', ["colour"]),
        (
            "/api/v1/events",
            b'[{"kind": "x", "state": "on", "item": "a"}, {"kind": 1}]',
            ["[0].state", "[1].kind"],
        ),
        ("/api/v1/messages", b'{"a": ', [""]),
        ("/api/v2/alerts", b"{}", [""]),
        ("/api/v1/alertmanager", b'{"version": "3", "status": "firing", "alerts": []}', ["version"]),
        ("/api/v1/alertmanager", b'{"version": "4", "status": "firing", "alerts": [{}]}', ["alerts[0]"]),
    ],
)
async def test_what_cannot_be_read_names_its_fields(path: str, body: bytes, fields: list[str]) -> None:
    inlet = Inlet()
    reply = await inlet.post(body, path)
    assert reply.status == 422
    assert reply.headers["content-type"] == f"application/{'' if 'v2' in path else 'problem+'}json"
    assert reply.fields == fields
    assert not inlet.kept


@pytest.mark.parametrize("at", ["", "0001-01-01T00:00:00.000Z", "2026-11-23T10:00:00.123456789+01:00"])
async def test_times_as_alertmanagers_own_clients_write_them(at: str) -> None:
    inlet = Inlet()
    alert = {"labels": {"alertname": "InstanceDown"}, "startsAt": at, "endsAt": at}
    assert (await inlet.post([alert], "/api/v2/alerts")).status == 200
    assert len(inlet.kept) == 1


async def test_a_problem_is_in_the_callers_language() -> None:
    english = await Inlet().post(b"x", authorization="Bearer bad")
    french = await Inlet().post(b"x", authorization="Bearer bad", accept_language="fr-FR,fr;q=0.9")
    assert english.json["title"] == "Unknown or revoked token."
    assert french.json["title"] == "Jeton inconnu ou révoqué."
    assert french.json["type"] == "urn:tocsin:problem:inlet.bad_token"


@pytest.mark.parametrize("media_type", ["application/xml", "multipart/form-data", "image/png"])
async def test_other_content_types_are_refused_with_what_is_accepted(media_type: str) -> None:
    reply = await Inlet().post(EVENT, content_type=media_type)
    assert reply.status == 415
    assert "application/json" in reply.json["title"]


@pytest.mark.parametrize("media_type", ["", "text/plain; charset=UTF-8", "application/octet-stream"])
async def test_what_is_no_json_under_a_type_that_says_nothing_is_refused(media_type: str) -> None:
    assert (await Inlet().post(b"state=firing", content_type=media_type)).status == 415


@pytest.mark.parametrize(
    "media_type",
    [
        "", "text/plain", "text/plain; charset=UTF-8", "application/octet-stream", "text/json", "application/problem+json",
        "application/x-www-form-urlencoded", 'application/json; charset="utf-8"; x=y',
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "path", ["/api/v1/events", "/api/v1/messages", "/api/v2/alerts", "/api/v1/alertmanager"]
)
async def test_what_is_json_is_json_whatever_it_is_called(path: str, media_type: str) -> None:
    bodies = {
        "/api/v2/alerts": [{"labels": {"alertname": "x"}}],
        "/api/v1/alertmanager": {
            "version": "4",
            "status": "firing",
            "alerts": [{"status": "firing", "labels": {"a": "b"}}],
        },
    }
    inlet = Inlet()
    body = b"\xef\xbb\xbf " + json.dumps(bodies.get(path, EVENT)).encode()
    assert (await inlet.post(body, path, content_type=media_type)).status == (200 if "v2" in path else 202)
    assert "json" in inlet.kept[0].media_type


@pytest.mark.parametrize("charset", ["utf-16", "iso-8859-1", "windows-1252"])
async def test_json_in_a_charset_that_it_names(charset: str) -> None:
    inlet = Inlet()
    body = json.dumps({"a": "Équipement"}, ensure_ascii=False).encode(charset)
    assert (
        await inlet.post(body, "/api/v1/messages", content_type=f"application/json; charset={charset}")
    ).status == 202
    assert json.loads(inlet.kept[0].body) == {"a": "Équipement"}


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/plain", b"Host: srv-1"),
        ("application/x-www-form-urlencoded", b"host=srv-1&state=down"),
        ("text/csv", b"a;b"),
    ],
)
async def test_a_senders_text_is_kept_for_a_format_to_read(media_type: str, body: bytes) -> None:
    inlet = Inlet()
    assert (await inlet.post(body, "/api/v1/messages", content_type=media_type)).status == 202
    assert (inlet.kept[0].media_type, inlet.kept[0].body) == (media_type, body)


GOOD, OTHER = (
    b'{"labels": {"alertname": "x"}}',
    b'{"labels": {"alertname": "y", "z": null}, "annotations": null}',
)


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (b'{"labels": {}}', "[1].labels"),
        (b'{"labels": {"a": null}}', "[1].labels"),
        (b'{"labels": {"a": 1}}', "[1].labels[...]"),
        (b"{}", "[1]"),
        (b"null", "[1]"),
        (b'{"labels": {"a": "b"}, "startsAt": "banana"}', "[1].startsAt"),
        (b'{"labels": {"a": "b"}, "endsAt": "2026-13-01T00:00:00Z"}', "[1].endsAt"),
        (b'{"labels": {"a": "b"}, "endsAt": "2026-11-23T10:00:00"}', "[1].endsAt"),
    ],
)
async def test_one_bad_alert_of_a_batch_costs_the_others_nothing(bad: bytes, field: str) -> None:
    inlet = Inlet()
    reply = await inlet.post(b"[" + b",".join((GOOD, bad, OTHER)) + b"]", "/api/v2/alerts")
    assert (reply.status, reply.fields, reply.json["accepted"]) == (400, [field], 2)
    assert reply.headers["content-type"] == "application/json"
    assert [message.body for message in inlet.kept] == [b"[" + GOOD + b"," + OTHER + b"]"]
    alone = Inlet()
    assert (await alone.post(b"[" + bad + b"]", "/api/v2/alerts")).status == 400
    assert not alone.kept


async def test_nulls_are_taken_where_alertmanager_takes_them() -> None:
    inlet = Inlet()
    alert = {"labels": {"a": "b", "c": None}, "annotations": None, "startsAt": None, "generatorURL": None}
    assert (await inlet.post([alert], "/api/v2/alerts")).status == 200
    body = {"version": "4", "status": "firing", "alerts": None}
    assert (await inlet.post(body, "/api/v1/alertmanager")).status == 202


async def test_one_bad_alert_of_a_webhook_costs_the_others_nothing() -> None:
    inlet = Inlet()
    good = {"status": "firing", "labels": {"a": "b"}}
    body = {"version": "4", "status": "firing", "alerts": [{"labels": {}}, good], "groupKey": "k"}
    reply = await inlet.post(body, "/api/v1/alertmanager")
    assert (reply.status, reply.fields, reply.json["accepted"]) == (422, ["alerts[0]"], 1)
    assert json.loads(inlet.kept[0].body) == {**body, "alerts": [good]}


async def test_grafana_posts_to_the_same_address() -> None:
    """Grafana's alerting has version "1" and fields of its own."""
    inlet = Inlet()
    body = (Path(__file__).parent / "payloads/grafana.json").read_bytes()
    assert (await inlet.post(body, "/api/v1/alertmanager")).status == 202
    assert inlet.kept[0].body == body


async def test_one_bad_event_of_ours_costs_the_others_nothing() -> None:
    for wrap in (lambda events: events, lambda events: {"events": events}):
        inlet = Inlet()
        reply = await inlet.post(wrap([EVENT, {**EVENT, "state": "lit"}, {**EVENT, "colour": 1}, EVENT]))
        assert (reply.status, reply.json["accepted"], reply.json["code"]) == (422, 2, "inlet.partly")
        assert [field.partition("[")[2] for field in reply.fields] == ["1].state", "2].colour"]
        assert json.loads(inlet.kept[0].body) == [EVENT, EVENT]


async def test_one_bad_cloudevent_of_a_batch_costs_the_others_nothing() -> None:
    inlet = Inlet()
    good = {"specversion": "1.0", "id": "1", "source": "s", "type": "t"}
    reply = await inlet.post([good, {**good, "id": ""}], content_type="application/cloudevents-batch+json")
    assert (reply.status, reply.fields, reply.json["accepted"]) == (422, ["[1].id"], 1)
    assert [json.loads(message.body) for message in inlet.kept] == [good]


@pytest.mark.parametrize("media_type", ["application/x-ndjson", "application/json", "text/plain"])
async def test_one_bad_line_of_json_lines_costs_the_others_nothing(media_type: str) -> None:
    inlet = Inlet()
    reply = await inlet.post(b'{"a": 1}\n{"a": \n\n{"a": 2}\n', "/api/v1/messages", content_type=media_type)
    assert (reply.status, reply.fields, reply.json["accepted"]) == (422, ["[2]"], 2)
    assert (inlet.kept[0].media_type, inlet.kept[0].body) == ("application/x-ndjson", b'{"a": 1}\n{"a": 2}')


async def test_an_unknown_kind_is_refused_with_what_exists() -> None:
    inlet = Inlet(kinds=("power.lost", "storage.full"))
    assert (await inlet.post(EVENT)).status == 202
    reply = await inlet.post([EVENT, {**EVENT, "kind": "storage.ful"}])
    assert (reply.status, reply.fields) == (422, ["[1].kind"])
    (error,) = reply.json["errors"]
    assert error["message"] == "no kind is called 'storage.ful'; the nearest is storage.full"
    assert error["remedy"] == "known: power.lost, storage.full"
    assert json.loads(inlet.kept[-1].body) == [EVENT]


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("events", {**EVENT, "state": "lit"}, "firing, resolved, info, planned"),
        ("events", [{**EVENT, "criticality": "P1"}], "low, medium, high, critical"),
        ("alertmanager", {"version": "3", "status": "firing", "alerts": []}, "1, 4"),
        ("alertmanager", {"version": "4", "status": "on", "alerts": []}, "firing, resolved"),
        (
            "alertmanager",
            {"version": "4", "status": "firing", "alerts": [{"status": "on"}]},
            "firing, resolved",
        ),
    ],
)
async def test_a_word_that_is_none_of_ours_is_answered_with_those_that_are(
    path: str, body: Any, words: str
) -> None:
    reply = await Inlet().post(body, f"/api/v1/{path}")
    assert reply.json["errors"][0]["remedy"] == f"known: {words}"


async def test_a_refusal_is_reported_beside_its_source() -> None:
    inlet = Inlet()
    await inlet.post(b"{", content_type="application/json")
    await inlet.post(b"<x/>", content_type="text/xml")
    await inlet.post([EVENT, {}])
    await inlet.post(b"", content_length="9" * 30)
    await inlet.post(EVENT)
    assert inlet.refused == [
        ("host", "error.bad_input"), ("host", "inlet.media_type"), ("host", "inlet.partly"), ("host", "inlet.too_large")
    ]  # fmt: skip
    stranger = Inlet(error=Busy(7))
    await stranger.post(EVENT, authorization="Bearer bad")
    await stranger.post(EVENT)
    assert stranger.refused == [], "nobody's, and what passes by itself"


async def test_a_charset_does_not_matter() -> None:
    assert (await Inlet().post(EVENT, content_type="Application/JSON; charset=utf-8")).status == 202


async def test_compressed_bodies_are_refused_unread() -> None:
    reply = await Inlet().post(gzip.compress(b" " * 50_000_000), content_encoding="gzip")
    assert (reply.status, reply.headers["accept-encoding"]) == (415, "identity")


@pytest.mark.parametrize(
    "sent",
    [
        {"body": b"", "content_length": "1001"},
        {"body": b"", "content_length": "9" * 5_000},
        {"body": b"", "content_length": "-1"},
        {"body": b"[" + b" " * 1_000 + b"]"},
        {"body": b"", "chunks": [b" " * 400] * 3},
    ],
    ids=["announced", "announced beyond numbers", "negative", "lied", "streamed"],
)
async def test_a_body_over_the_limit(sent: dict[str, Any]) -> None:
    reply = await Inlet(Limits(body_bytes=1_000)).post(**sent)
    assert reply.status == 413


async def test_a_body_in_chunks_is_one_body() -> None:
    inlet, body = Inlet(), json.dumps(EVENT).encode()
    assert (await inlet.post(b"", chunks=[body[:5], body[5:50], body[50:]])).status == 202
    assert inlet.kept[0].body == body


async def test_a_senders_own_json_has_a_door_of_its_own() -> None:
    inlet = Inlet()
    assert (await inlet.post({"their": "words"}, "/api/v1/messages")).json["accepted"] == 1
    assert (inlet.kept[0].body, inlet.kept[0].media_type) == (b'{"their": "words"}', "application/json")


async def test_too_many_events_in_one_request() -> None:
    assert (await Inlet(Limits(events=2)).post([EVENT] * 3)).status == 413


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'["]",' * 100_000 + b'"["' + b',"["]' * 100_000,
    ],
    ids=["open", "closed", "objects", "hidden by texts"],
)
async def test_json_of_any_depth_is_refused_not_crashed_upon(body: bytes) -> None:
    assert (await Inlet().post(body)).status == 422


async def test_brackets_within_text_are_no_depth() -> None:
    body = EVENT | {"summary": '\\"[' * 400 + "{" * 400}
    assert (await Inlet().post(body)).status == 202


@pytest.mark.parametrize("piece", [b'"\\"', b'\\"', b'"\\', b'"', b"\\"])
async def test_a_body_of_quotes_and_backslashes_costs_no_time(piece: bytes) -> None:
    assert (await Inlet().post(b"[" * 100 + piece * 1_000_000)).status == 422


async def test_nothing_is_accepted_before_it_is_committed() -> None:
    busy = await Inlet(error=Busy(7)).post(EVENT)
    assert (busy.status, busy.headers["retry-after"]) == (429, "7")
    away = await Inlet(error=Unavailable()).post(EVENT)
    assert (away.status, "retry-after" in away.headers) == (503, True)


async def test_a_crash_says_that_nothing_was_kept() -> None:
    reply = await Inlet(error=ZeroDivisionError()).post(EVENT)
    assert (reply.status, reply.json["code"]) == (500, "inlet.crashed")


async def test_a_caller_that_hangs_up_is_not_answered() -> None:
    inlet = Inlet()
    with pytest.raises(ValueError, match="not enough values"):
        await inlet.call("POST", "/api/v1/events", (), {"authorization": "Bearer good"})
    assert not inlet.kept


async def test_a_body_that_dawdles_is_not_waited_for() -> None:
    async def never() -> Any:
        await asyncio.Event().wait()

    with pytest.raises(HttpProblem) as refused:
        await read_body(never, Limits(body_timeout_s=0.01))
    assert refused.value.status == 408


async def test_methods() -> None:
    wrong = await Inlet().call("GET", "/api/v1/events")
    assert (wrong.status, wrong.headers["allow"]) == (405, "POST")
    for path in ("/-/healthy", "/-/ready"):
        assert (await Inlet().call("GET", path)).status == 200
    assert (await Inlet().call("POST", "/-/ready")).status == 405


async def test_status_is_for_those_with_a_token() -> None:
    assert (await Inlet().call("GET", "/api/v2/status")).status == 401
    reply = await Inlet().call("GET", "/api/v2/status", headers={"authorization": "Bearer good"})
    assert reply.json["cluster"] == {"status": "disabled", "peers": []}
    assert reply.json["versionInfo"]["version"].startswith("tocsin-")


def test_the_front_application_knows_what_is_for_the_inlet() -> None:
    assert handles({"type": "http", "path": "/api/v2/alerts"})
    assert not handles({"type": "http", "path": "/api/v1/incidents"})
    assert not handles({"type": "websocket", "path": "/api/v2/alerts"})
    assert not handles({"type": "lifespan"})


class TestCloudEvents:
    CLOUD_EVENT = {
        "specversion": "1.0",
        "id": "7",
        "source": "/host/par1",
        "type": "power.lost",
        "data": {"x": 1},
    }
    CE = "application/cloudevents+json"
    BATCH = "application/cloudevents-batch+json"

    async def test_structured(self) -> None:
        inlet = Inlet()
        assert (await inlet.post(self.CLOUD_EVENT, content_type=self.CE)).json["accepted"] == 1
        assert inlet.kept[0].media_type == self.CE

    async def test_each_event_of_a_batch_is_a_message_of_its_own(self) -> None:
        inlet = Inlet()
        first = b'{"specversion":"1.0","id":"1","source":"s","type":"t"}'
        two = b'{"specversion":"1.0", "id":"2","source":"s","type":"t"}'
        batch = b"[" + first + b",\n " + two + b"]"
        assert (await inlet.post(batch, content_type=self.BATCH)).json["accepted"] == 2
        assert [message.body for message in inlet.kept] == [first, two]
        assert len({message.key for message in inlet.kept}) == 2

    async def test_an_empty_batch_is_allowed(self) -> None:
        assert (await Inlet().post([], content_type=self.BATCH)).json["accepted"] == 0

    async def test_binary(self) -> None:
        inlet = Inlet()
        about = {"ce_specversion": "1.0", "ce_id": "7", "ce_source": "/host/par1", "ce_type": "power.lost"}
        await inlet.post(b"<x/>", content_type="text/xml", ce_subject="Salle%20%C3%A9lec", **about)
        await inlet.post(self.CLOUD_EVENT, content_type=self.CE)
        binary, _ = inlet.kept
        assert (binary.media_type, binary.body) == ("text/xml", b"<x/>")
        assert binary.envelope["ce-subject"] == "Salle élec"

    @pytest.mark.parametrize("mode", ["structured", "batch", "binary"])
    async def test_an_event_sent_again_is_a_repeat_and_its_id_on_another_event_is_none(
        self, mode: str
    ) -> None:
        inlet = Inlet()
        for text in ("a", "a", "b"):
            event = {**self.CLOUD_EVENT, "data": text}
            if mode == "binary":
                about = {
                    f"ce_{name}": value for name, value in self.CLOUD_EVENT.items() if isinstance(value, str)
                }
                await inlet.post(text.encode(), content_type="text/plain", **about)
            else:
                body = event if mode == "structured" else [event]
                await inlet.post(body, content_type=self.CE if mode == "structured" else self.BATCH)
        first, again, other = (message.key for message in inlet.kept)
        assert first == again != other

    async def test_a_quoted_header_is_bared_and_a_space_is_no_control_character(self) -> None:
        """HTTP binding, 3.1.3.2: double quotes first, then one round of percent-decoding."""
        inlet = Inlet()
        about = {"ce_specversion": "1.0", "ce_id": "7", "ce_source": "/host/par1", "ce_type": '"power.lost"'}
        reply = await inlet.post({}, ce_subject='"a \\"b\\" Salle%C2%A0S1%2520"', **about)
        assert reply.status == 202
        assert inlet.kept[0].envelope["ce-subject"] == 'a "b" Salle\xa0S1%20'
        assert inlet.kept[0].envelope["ce-type"] == "power.lost"

    @pytest.mark.parametrize(
        ("event", "fields"),
        [
            ({}, ["specversion", "id", "source", "type"]),
            ({**CLOUD_EVENT, "specversion": "0.3"}, ["specversion"]),
            ({**CLOUD_EVENT, "id": ""}, ["id"]),
            ({**CLOUD_EVENT, "id": 7}, ["id"]),
        ],
    )
    async def test_missing_attributes_are_named(self, event: Any, fields: list[str]) -> None:
        inlet = Inlet()
        assert (await inlet.post(event, content_type=self.CE)).fields == fields
        in_batch = await inlet.post([self.CLOUD_EVENT, event], content_type=self.BATCH)
        assert in_batch.fields == [f"[1].{name}" for name in fields]
        assert [json.loads(message.body) for message in inlet.kept] == [self.CLOUD_EVENT]

    async def test_missing_headers_are_named(self) -> None:
        assert (await Inlet().post({}, ce_specversion="1.0", ce_id="%00")).fields == [
            "ce-source",
            "ce-type",
            "ce-id",
        ]

    async def test_same_id_at_two_providers_is_two_events(self) -> None:
        """Nautobot #75: an id is unique within its source only."""
        inlet = Inlet()
        for source in ("/host/a", "/host/b"):
            await inlet.post({**self.CLOUD_EVENT, "source": source}, content_type=self.CE)
        assert len({message.key for message in inlet.kept}) == 2


# Alertmanager's own answer to a batch of which a part is refused is 400; the other doors say 422.
_ANSWERS = {
    "/api/v1/events": {200, 202, 413, 422},
    "/api/v1/messages": {200, 202, 413, 422},
    "/api/v2/alerts": {200, 202, 400, 413, 422},
    "/api/v1/alertmanager": {200, 202, 413, 422},
}


@settings(max_examples=100, deadline=None)
@given(
    body=st.binary(max_size=200) | st.text(alphabet='[]{}",:\\01e-.tnulfasr ', max_size=80).map(str.encode)
)
async def test_no_body_crashes_the_inlet(body: bytes) -> None:
    for path in ("/api/v1/events", "/api/v2/alerts", "/api/v1/alertmanager"):
        assert (await Inlet().post(body, path)).status in _ANSWERS[path] - {413}


@settings(max_examples=100, deadline=None)
@given(
    mutants(
        [path.read_bytes() for path in sorted(Path("examples/cachemire/formats").glob("*/samples/*.json"))]
    )
)
async def test_no_real_body_with_something_broken_crashes_the_inlet(body: bytes) -> None:
    binary = {"ce_specversion": "1.0", "ce_id": "1", "ce_source": "/a", "ce_type": "b"}
    for path, media_type, more in (
        ("/api/v1/events", "application/json", {}),
        ("/api/v1/events", "application/json", binary),
        ("/api/v1/events", TestCloudEvents.CE, {}),
        ("/api/v1/events", TestCloudEvents.BATCH, {}),
        ("/api/v1/messages", "application/json", {}),
        ("/api/v2/alerts", "application/json", {}),
        ("/api/v1/alertmanager", "application/json", {}),
    ):
        reply = await Inlet().post(body, path, content_type=media_type, **more)
        assert reply.status in _ANSWERS[path]
