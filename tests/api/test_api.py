"""The JSON API: who may call it, what it gives, how it refuses."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from ninja import Schema

from tocsin.api.inlet import handles
from tocsin.api.inlet.app import _POSTS
from tocsin.api.v1.cells import cell as cell_of
from tocsin.flow import clock
from tocsin.store.models import ApiToken, Incident
from tocsin.store.read.listing import SORTS
from tocsin.web.incidents.asking import Asked

TROUBLES = ["INC-5", "INC-4", "INC-3", "INC-2", "INC-1"]


def test_a_caller_without_a_token_learns_how_to_authenticate(filled, client):
    answer = client.get("/api/v1/incidents")
    assert answer.status_code == 401
    assert answer["content-type"] == "application/problem+json"
    assert answer["www-authenticate"].startswith("Bearer")
    assert answer.json()["code"] == "api.unauthenticated"


def test_a_revoked_token_opens_nothing(caller):
    client = caller()
    ApiToken.objects.all().delete()
    assert client.get("/api/v1/incidents").status_code == 401


def test_a_locked_out_account_may_not_use_its_token(caller, django_user_model):
    client = caller()
    django_user_model.objects.update(is_active=False)
    assert client.get("/api/v1/incidents").status_code == 401


def test_a_session_may_read_and_needs_its_csrf_token_to_act(filled, django_user_model):
    client = Client(enforce_csrf_checks=True)
    client.force_login(django_user_model.objects.create_user("me", role="administrator"))
    assert client.get("/api/v1/incidents").status_code == 200
    assert client.post("/api/v1/incidents/1/take", "{}", content_type="application/json").status_code == 403


def test_incidents_come_newest_first_a_page_at_a_time(caller):
    client = caller()
    first = client.get("/api/v1/incidents?limit=3").json()
    rest = client.get(f"/api/v1/incidents?limit=3&before={first['next']}").json()
    assert [incident["number"] for incident in first["items"] + rest["items"]] == TROUBLES
    assert rest["next"] is None


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_is_that_of_the_page_and_a_walk_through_it_meets_each_incident_once(caller, reader, sort):
    client = caller()
    walked, cursor = [], ""
    while cursor is not None:
        answer = client.get(f"/api/v1/incidents?sort={sort}&limit=2{cursor and f'&before={cursor}'}").json()
        walked += [found["id"] for found in answer["items"]]
        cursor = answer["next"]
    assert walked == [row.listed.id for row in reader.get(f"/incidents?sort={sort}").context["rows"]]
    assert len(set(walked)) == len(walked) == Incident.objects.count()


@pytest.mark.parametrize("sort", ["priority", "longest", "due"])
def test_a_cursor_that_is_no_incident_ends_the_walk(caller, sort):
    assert caller().get(f"/api/v1/incidents?sort={sort}&before=999999").json() == {"items": [], "next": None}


@pytest.mark.parametrize("days", [0, 400])
def test_a_question_to_the_page_is_the_same_question_to_the_api(caller, reader, days):
    client = caller()
    known = Incident.objects.order_by("id").first()
    Incident.objects.filter(id=known.id).update(opened_at=clock.now() - timedelta(days=days))
    day = (clock.now() - timedelta(days=days)).astimezone(ZoneInfo("Europe/Paris")).date().isoformat()
    question = urlencode({
        "opened_from": day, "opened_to": day, "state": known.state, "priority": known.priority, "team": known.owner_team,
        "region": known.regions[0], "overrun": "", "text": "", "sort": "oldest",
    })  # fmt: skip
    shown = [row.listed.id for row in reader.get(f"/incidents?{question}").context["rows"]]
    assert known.id in shown
    assert [found["id"] for found in client.get(f"/api/v1/incidents?{question}").json()["items"]] == shown


def test_an_instant_bounds_to_the_second_and_a_day_includes_itself(caller):
    client = caller()
    Incident.objects.update(opened_at=datetime(2026, 3, 1, 12, tzinfo=UTC))

    def count(**asked):
        return len(client.get(f"/api/v1/incidents?{urlencode(asked)}").json()["items"])

    total = Incident.objects.filter(folded_into__isnull=True).count()
    assert count(opened_from="2026-03-01T12:00:00Z") == total
    assert count(opened_to="2026-03-01T12:00:00Z") == 0
    assert count(opened_to="2026-03-01T12:00:01Z", opened_from="2026-03-01") == total
    assert count(opened_to="2026-03-01") == total
    assert count(opened_to="2026-02-28") == 0
    assert count(opened_to="2026-03-01T00:00:00Z") == 0
    assert count(opened_to="9999-12-31") == total


def test_the_description_names_the_orders_and_the_filters_of_the_page(caller):
    described = caller().get("/api/v1/openapi.json").json()["paths"]["/api/v1/incidents"]["get"]
    parameters = {found["name"]: found["schema"] for found in described["parameters"]}
    assert parameters["sort"]["enum"] == list(SORTS)
    assert set(Asked.__struct_fields__) <= set(parameters)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("state=open&priority=P1", ["INC-5"]),
        ("priority=P1&priority=P2", ["INC-5", "INC-4"]),
        ("region=fr", TROUBLES),
        ("region=de", []),
        ("state=closed", []),
    ],
)
def test_incidents_are_filtered(caller, query, numbers):
    found = caller().get(f"/api/v1/incidents?{query}").json()["items"]
    assert [incident["number"] for incident in found] == numbers


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+33 1", "'+33 1"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t=1"),
        ("Baie;=HYPERLINK(1)", "Baie;'=HYPERLINK(1)"),
        ("a, =b", "a,' =b"),
        ("a\n=b", "a\n'=b"),
        ("srv-erp-01", "srv-erp-01"),
        ("A - B; C", "A - B; C"),
    ],
)
def test_a_cell_is_never_a_formula(value, cell):
    """A spreadsheet set to French splits the cells of any CSV file at ";" too."""
    assert cell_of(value) == cell


def test_incidents_as_csv(caller):
    answer = caller().get("/api/v1/incidents?format=csv&limit=2")
    lines = answer.content.decode().splitlines()
    assert answer["content-type"].startswith("text/csv")
    assert lines[0].startswith("number,title_fr,title_en,id,state")
    assert lines[1].startswith("INC-5,Baie sans courant,Rack without power,5,new")
    assert answer["x-next"] == "4"


def test_a_wrong_filter_names_its_field(caller):
    answer = caller().get("/api/v1/incidents?limit=0")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "limit"


def test_one_incident_with_what_it_hits_and_its_timeline(caller):
    found = caller().get("/api/v1/incidents/4").json()
    assert found["title"]["en"] == "Feed B lost"
    assert {hit["type"] for hit in found["hits"]} >= {"feed", "pdu", "device"}
    assert found["timeline"][0]["verb"] == "opened"


def test_an_incident_says_whom_to_deal_with_and_in_which_words(caller):
    provider = caller().get("/api/v1/incidents/4").json()["provider"]
    assert (provider["supplier"], provider["contract"]) == ("valmont", "VDC-2026-0417")
    assert provider["reach"]["phone"] == provider["number"] == "+33 1 99 00 70 00"
    assert "Type d'alarme : Perte d'alimentation prise" in provider["message"]["text"]
    assert provider["rungs"][0]["name"] == "Chef de quart"


def test_their_number_is_noted_over_the_api_with_who_gave_it(caller):
    noted = caller().post(
        "/api/v1/incidents/4/reference", {"reference": "VDC-7"}, content_type="application/json"
    )
    assert noted.status_code == 200
    (given,) = noted.json()["references"]
    assert (given["text"], noted.json()["reference"]) == ("VDC-7", "VDC-7")
    assert given["by"].startswith("@api-administrator")


def test_no_such_incident(caller):
    answer = caller().get("/api/v1/incidents/999", headers={"accept-language": "fr"})
    assert (answer.status_code, answer.json()["title"]) == (404, "Introuvable.")


def test_a_technician_acts_in_their_region_only(caller):
    assert (
        caller("technician", "fr")
        .post("/api/v1/incidents/1/take", "{}", content_type="application/json")
        .json()["owner"]
    )
    refused = caller("manager", "de").post("/api/v1/incidents/1/take", "{}", content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "access.other_region")


def test_an_action_that_lacks_something_is_refused_with_the_field(caller):
    body = json.dumps({"note": " "})
    answer = caller().post("/api/v1/incidents/1/comment", body, content_type="application/json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "note")


def test_an_action_that_makes_no_sense_now_is_refused(caller):
    answer = caller().post("/api/v1/incidents/1/reopen", "{}", content_type="application/json")
    assert answer.status_code == 409


def test_why_shows_the_chain(caller):
    steps = caller().get("/api/v1/incidents/1/why").json()
    assert [step["stage"] for step in steps][:3] == ["message", "format", "correspondence"]


def test_messages_are_listed_described_and_given_verbatim(caller):
    client = caller()
    found = client.get("/api/v1/messages?status=untranslated&status=partial").json()["items"]
    assert [message["status"] for message in found] == ["untranslated", "untranslated", "partial"]
    message = client.get(f"/api/v1/messages/{found[-1]['id']}").json()
    assert message["why"] == ["Unknown word in table criticality: 'Sévère'"]
    assert message["events"][0]["confidence"] == pytest.approx(0.55)
    raw = client.get(f"/api/v1/messages/{found[-1]['id']}/raw")
    assert raw.content.startswith(b"Return-Path:")
    assert raw["content-type"] == "application/octet-stream"


def test_the_queue_gives_its_words_and_learns(caller):
    client = caller()
    words = client.get("/api/v1/queue/words").json()
    assert [entry["word"] for entry in words] == ["Ronde", "Sévère"]
    lesson = {"format": "valmont", "table": "criticality", "word": "Sévère", "ours": "critical"}
    learned = client.post("/api/v1/queue/words", json.dumps(lesson), content_type="application/json")
    assert learned.json()["messages"] >= 1
    assert [entry["word"] for entry in client.get("/api/v1/queue/words").json()] == ["Ronde"]


def test_a_word_that_is_not_ours_is_refused(caller):
    lesson = {"format": "valmont", "table": "criticality", "word": "Sévère", "ours": "énorme"}
    answer = caller().post("/api/v1/queue/words", json.dumps(lesson), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "messages.not_ours")


def test_a_reader_teaches_nothing(caller):
    assert caller("reader").post("/api/v1/messages/1/replay").status_code == 403


def test_sources_show_their_heartbeat(caller):
    found = {source["key"]: source for source in caller().get("/api/v1/sources").json()}
    assert found["nagios-fr"]["state"] == "unreachable"
    assert len(found["valmont-mail"]["days"]) == 30


def test_the_contract_is_public_and_complete(client, db):
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["info"]["title"] == "Tocsin"
    assert all(operation.get("summary") for path in schema["paths"].values() for operation in path.values())


@pytest.mark.parametrize("address", ["/api/v1/incidents?limit=50", "/api/v1/incidents/4", "/api/v1/messages"])
def test_queries_do_not_grow_with_what_is_shown(caller, address, django_assert_max_num_queries):
    client = caller()
    client.get(address)
    with django_assert_max_num_queries(16):
        assert client.get(address).status_code == 200


HOSTILE = ["/api/v1/incidents?region=%00", "/api/v1/incidents?priority=%00", "/api/v1/messages?source=%00"]


@pytest.mark.parametrize("address", HOSTILE)
def test_a_query_that_the_database_cannot_hold_is_refused(caller, address):
    answer = caller().get(address)
    assert (answer.status_code, answer["content-type"]) == (422, "application/problem+json")


@pytest.mark.parametrize("note", ['"a\\u0000b"', '"a\\ud800b"', "7", f'"{"x" * 4001}"'])
def test_a_note_that_cannot_be_kept_is_refused(caller, note):
    body = f'{{"note": {note}}}'
    answer = caller().post("/api/v1/incidents/1/comment", body, content_type="application/json")
    assert (answer.status_code, answer["content-type"]) == (422, "application/problem+json")


def test_a_note_keeps_what_it_says(caller):
    body = json.dumps({"note": "a \\u0000 in a log, and an é"})
    incident = caller().post("/api/v1/incidents/1/comment", body, content_type="application/json").json()
    assert incident["timeline"][0]["data"]["note"] == "a \\u0000 in a log, and an é"


def test_too_much_at_once_is_refused_as_a_problem(caller):
    body = json.dumps({"note": "x" * 10_000_000})
    answer = caller().post("/api/v1/incidents/1/comment", body, content_type="application/json")
    assert (answer.status_code, answer["content-type"]) == (413, "application/problem+json")


def test_if_match_keeps_two_people_from_undoing_each_other(caller):
    first, second = caller("administrator"), caller("manager", "fr")
    tag = first.get("/api/v1/incidents/1")["etag"]
    assert tag == second.get("/api/v1/incidents/1")["etag"]
    act = {"content_type": "application/json", "headers": {"if-match": tag}}
    taken = first.post("/api/v1/incidents/1/take", "{}", **act)
    assert (taken.status_code, taken["etag"] != tag) == (200, True)
    late = second.post("/api/v1/incidents/1/resolve", "{}", **act)
    assert (late.status_code, late.json()["code"]) == (412, "error.outdated")
    assert second.post("/api/v1/incidents/1/comment", '{"note": "seen"}', **act).status_code == 200
    again = {"content_type": "application/json", "headers": {"if-match": taken["etag"]}}
    assert second.post("/api/v1/incidents/1/resolve", "{}", **again).status_code == 200


def test_a_person_sets_the_priority_and_the_criticality(caller):
    body = json.dumps({"priority": "P1", "criticality": "critical", "note": "The board meets today"})
    incident = caller().post("/api/v1/incidents/1/prioritise", body, content_type="application/json").json()
    assert (incident["priority"], incident["criticality"]) == ("P1", "critical")
    wrong = caller("manager", "fr").post(
        "/api/v1/incidents/1/prioritise", "{}", content_type="application/json"
    )
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "priority")


def test_no_door_of_the_api_opens_to_a_stranger_but_the_contract(filled, client):
    """Every operation that the contract names, without a token: 401, and nothing else."""
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path, operations in paths.items():
        for method, operation in operations.items():
            if "inlet" in operation.get("tags", ()):
                continue  # another server answers there: tests/api/inlet
            address = path.replace("{id}", "1").replace("{number}", "1").replace("{verb}", "take")
            answer = getattr(client, method)(address)
            assert (answer.status_code, method, address) == (401, method, address)
            assert answer["content-type"] == "application/problem+json"


def test_no_two_shapes_of_the_contract_share_a_name():
    """The contract keeps one of them: a timeline's entry was described as a line of a statement."""
    names = Counter(
        shape.__name__
        for shape in _shapes(Schema)
        if shape.__module__.startswith("tocsin.api.v1") and not shape.__name__.startswith("_")
    )
    assert [name for name, count in names.items() if count > 1] == []


def _shapes(shape: type) -> Iterator[type]:
    for child in shape.__subclasses__():
        yield child
        yield from _shapes(child)


def test_the_inlet_takes_no_address_that_the_api_promises(client):
    """``GET /api/v1/messages`` was answered 405, by the door where messages are posted."""
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    promised = [
        (method.upper(), path)
        for path, operations in paths.items()
        for method, operation in operations.items()
        if "inlet" not in operation.get("tags", ())
    ]
    assert ("GET", "/api/v1/messages") in promised
    assert [
        promise for promise in promised if handles({"type": "http", "method": promise[0], "path": promise[1]})
    ] == []


def test_the_description_names_every_door_of_the_inlet(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    posted = {
        path for path, operations in paths.items() if "inlet" in operations.get("post", {}).get("tags", ())
    }
    assert posted == set(_POSTS)
    event = paths["/api/v1/events"]["post"]["requestBody"]["content"]["application/json"]["schema"]["oneOf"][
        0
    ]
    assert event["required"] == ["kind", "state"]
    assert set(event["properties"]["state"]["enum"]) >= {"firing", "resolved"}


@pytest.mark.parametrize(
    "headers", [{}, {"authorization": "Bearer nonsense"}, {"authorization": "Basic eDp5"}]
)
def test_a_post_without_a_token_is_answered_401(filled, headers):
    """They were answered 403, about a form they had not seen."""
    stranger = Client(enforce_csrf_checks=True, headers=headers)
    answer = stranger.post("/api/v1/incidents/1/take", "{}", content_type="application/json")
    assert (answer.status_code, answer["content-type"]) == (401, "application/problem+json")


def test_a_session_without_its_form_s_secret_is_refused(filled, django_user_model):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(django_user_model.objects.create_user("me", role="administrator"))
    answer = browser.post("/api/v1/incidents/1/take", "{}", content_type="application/json")
    assert answer.status_code == 403


def test_the_description_says_how_every_operation_refuses_and_that_incidents_come_as_csv_too(client):
    schema = client.get("/api/v1/openapi.json").json()
    (problem,) = schema["components"]["responses"]["Problem"]["content"]
    operations = {
        (m, path): operation for path, them in schema["paths"].items() for m, operation in them.items()
    }
    assert problem == "application/problem+json"
    refusals = {key: operation["responses"]["default"]["$ref"] for key, operation in operations.items()}
    assert refusals.pop(("post", "/api/v2/alerts")) == "#/components/responses/ProblemAsJson"
    assert set(refusals.values()) == {"#/components/responses/Problem"}
    assert set(operations["get", "/api/v1/incidents"]["responses"]["200"]["content"]) == {
        "application/json",
        "text/csv",
    }


def test_a_misspelt_field_is_named_not_passed_over(caller):
    answer = caller().post("/api/v1/incidents/1/take", '{"not": "mine"}', content_type="application/json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "not")


def test_a_supplier_is_named_when_it_is_reported_and_waited_for_only_then(caller):
    client, json_ = caller(), {"content_type": "application/json"}
    number = next(
        incident["id"]
        for incident in client.get("/api/v1/incidents?state=open").json()["items"]
        if not client.get(f"/api/v1/incidents/{incident['id']}").json()["supplier"]
    )
    waits = client.post(f"/api/v1/incidents/{number}/pause", '{"reason": "waiting_supplier"}', **json_)
    assert (waits.status_code, waits.json()["code"]) == (409, "incident.refused.no_supplier")
    unknown = client.post(f"/api/v1/incidents/{number}/report", '{"supplier": "nobody"}', **json_)
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "supplier")
    incident = client.post(f"/api/v1/incidents/{number}/report", '{"supplier": "valmont"}', **json_).json()
    assert (incident["supplier"], incident["holder"]) == ("valmont", "supplier")


def _enums(schema: dict, node: object, at: str = "") -> Iterator[tuple[str, list[str]]]:
    """(path of the field, accepted words) of everything in a request's schema that takes one of several words."""
    if not isinstance(node, dict):
        return
    if "$ref" in node:
        yield from _enums(schema, schema["components"]["schemas"][node["$ref"].rpartition("/")[2]], at)
    if "enum" in node:
        yield at, node["enum"]
    for name, inner in node.get("properties", {}).items():
        yield from _enums(schema, inner, name)
    for inner in (node.get("items"), *node.get("anyOf", ()), *node.get("allOf", ())):
        yield from _enums(schema, inner, at)


def _refusals(client: Client, schema: dict) -> Iterator[tuple[str, list[str], dict]]:
    """(what was asked, accepted words, the refusal) of every enum that a request of the API may hold."""
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            if operation["operationId"].startswith("inlet_"):
                continue  # it answers before Django: tests/api/inlet
            address = path.replace("{id}", "1").replace("{number}", "1")
            for parameter in operation.get("parameters", ()):
                for _, words in _enums(schema, parameter["schema"]):
                    inside = f"{{{parameter['name']}}}"
                    query = {} if inside in address else {parameter["name"]: "never-seen"}
                    asked = address.replace(inside, "never-seen") + (f"?{urlencode(query)}" if query else "")
                    with_body = {} if method == "get" else {"data": "{}", "content_type": "application/json"}
                    answer = getattr(client, method)(asked, **with_body)
                    yield f"{method} {asked}", words, answer
            body = (
                operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            )
            for field, words in _enums(schema, body):
                answer = client.post(
                    address, json.dumps({field: "never-seen"}), content_type="application/json"
                )
                yield f"{method} {address} {field}", words, answer


@pytest.mark.parametrize("language", ["fr", "en"])
def test_another_word_is_answered_with_the_accepted_words(caller, language):
    client = caller()
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    schema = client.get("/api/v1/openapi.json").json()
    asked = list(_refusals(client, schema))
    assert len(asked) >= 6
    for what, words, answer in asked:
        assert answer.status_code == 422, what
        remedies = [mistake.get("remedy", "") for mistake in answer.json()["errors"]]
        assert any(all(str(word) in remedy for word in words) for remedy in remedies), (what, answer.json())
