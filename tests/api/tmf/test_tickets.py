"""TMF621 as suppliers call it: both versions are one ticket, and every answer is what the specification says."""

import base64

import pytest

from tests.api.tmf.conftest import TICKET, Here
from tocsin.core.incident.values import Holder
from tocsin.core.organisation.desks import TicketState
from tocsin.store import bonds, models

V5 = {"@type": "TroubleTicket", **TICKET}


def test_a_ticket_of_version_4_is_read_in_version_5(here: Here) -> None:
    made = here.v4.create(
        "troubleTicket",
        {
            **TICKET,
            "externalId": "CASE-7",
            "note": [{"text": "Nous regardons.", "author": "N. Morvan"}],
            "relatedEntity": [{"id": "r07", "role": "place", "@referredType": "Resource"}],
            "relatedParty": [{"id": "cachemire", "role": "customer", "@referredType": "Organization"}],
        },
    )
    assert (made["status"], made["externalId"], made["statusChange"][0]["status"]) == (
        "acknowledged",
        "CASE-7",
        "acknowledged",
    )
    read = here.v5.get(f"troubleTicket/{made['id']}")
    assert read["externalIdentifier"][0]["id"] == "CASE-7"
    assert read["relatedEntity"] == [
        {
            "@type": "RelatedEntity",
            "role": "place",
            "entity": {"@type": "EntityRef", "id": "r07", "@referredType": "Resource"},
        }
    ]
    assert read["relatedParty"][0]["partyOrPartyRole"]["id"] == "cachemire"
    assert read["statusChangeHistory"][0]["status"] == "acknowledged"
    assert read["href"].endswith(f"/tmf-api/troubleTicket/v5/troubleTicket/{made['id']}")
    assert here.v4.get(f"troubleTicket/{made['id']}") == made


def test_a_ticket_of_version_5_is_read_in_version_4_and_what_only_5_has_is_kept(here: Here) -> None:
    extra = [{"@type": "StringCharacteristic", "name": "circuit", "value": "LC-1"}]
    made = here.v5.create(
        "troubleTicket",
        {
            **V5,
            "externalIdentifier": [{"@type": "ExternalIdentifier", "id": "A-1", "owner": "ITSM"}],
            "troubleTicketCharacteristic": extra,
            "x-vendor": {"deep": [1, None]},
        },
    )
    old = here.v4.get(f"troubleTicket/{made['id']}")
    assert old["externalId"] == "A-1"
    assert "troubleTicketCharacteristic" not in old
    here.v4.patch(f"troubleTicket/{made['id']}", {"priority": "1"})
    again = here.v5.get(f"troubleTicket/{made['id']}")
    assert (again["priority"], again["troubleTicketCharacteristic"], again["x-vendor"]) == (
        "1",
        extra,
        {"deep": [1, None]},
    )


def test_what_is_required_is_required(here: Here) -> None:
    for missing in ("description", "severity", "ticketType"):
        body = {name: value for name, value in V5.items() if name != missing}
        for caller in (here.v4, here.v5):
            answer = caller("POST", "troubleTicket", body)
            assert answer.status_code == 400
            assert missing in answer.json()["message"]


WRONG = [
    ({"status": "in_progress"}, "status"),
    ({"status": "new"}, "status"),
    ({"severity": 3}, "severity"),
    ({"severity": None}, "severity"),
    ({"note": {"text": "x"}}, "note"),
    ({"note": [{"text": 1}]}, "note[0].text"),
    ({"expectedResolutionDate": "tomorrow"}, "expectedResolutionDate"),
    ({"expectedResolutionDate": "2026-11-23T12:00:00"}, "expectedResolutionDate"),
    ({"relatedEntity": [{"id": "x", "role": "place"}]}, "relatedEntity[0].@referredType"),
    ({"attachment": [{"content": "not base64!"}]}, "attachment[0].content"),
    ({"description": "a\x00b"}, "description"),
    ({"description": "x" * 20_001}, "description"),
    ({"note": [{"text": "x"}] * 201}, "note"),
    ({"x": {"y": "\x00"}}, "x.y"),
    ({"@schemaLocation": ""}, "@schemaLocation"),
    ({"@schemaLocation": "https://a:b/"}, "@schemaLocation"),
    ({"x\x00": 1}, "x"),
]


def test_a_wrong_value_is_named_by_its_place(here: Here) -> None:
    for change, named in WRONG:
        answer = here.v4("POST", "troubleTicket", {**TICKET, **change})
        assert (answer.status_code, named in answer.json()["message"]) == (400, True), change
    assert models.TmfResource.objects.count() == 0


def test_version_5_wants_its_types(here: Here) -> None:
    assert here.v5("POST", "troubleTicket", TICKET).status_code == 400
    assert here.v5("POST", "troubleTicket", {**V5, "@type": "Incident"}).status_code == 400
    assert here.v5("POST", "troubleTicket", {**V5, "note": [{"text": "x"}]}).status_code == 400


def test_a_body_that_is_no_ticket_is_refused_in_their_form(here: Here) -> None:
    for body in (b"{", b"[]", b'"x"', b"null", b"\xff", b"[" * 100_000, b'{"a":' * 90_000, b""):
        assert here.v4("POST", "troubleTicket", body).status_code == 400, body[:20]


def test_another_media_type_is_refused_and_says_which_would_do(here: Here) -> None:
    made = here.v4.create("troubleTicket", TICKET)
    path = f"troubleTicket/{made['id']}"
    operations = [{"op": "replace", "path": "/severity", "value": "Minor"}]
    for form in ("application/json-patch+json", "application/json-patch-query+json", "text/plain"):
        answer = here.v5("PATCH", path, operations, form)
        assert (answer.status_code, answer.headers["Accept-Patch"]) == (
            415,
            "application/merge-patch+json, application/json",
        )
        assert form in answer.json()["reason"]
    assert here.v4("POST", "troubleTicket", "a=1", "application/x-www-form-urlencoded").status_code == 415


def test_what_has_no_token_or_a_strange_one_is_answered_401(here: Here) -> None:
    here.v4._client.defaults.clear()
    for token in ("", "Bearer ", "Bearer nobody", "Bearer demo-http-it", "Basic !!"):
        here.v4._client.headers = {"authorization": token} if token else {}
        answer = here.v4("GET", "troubleTicket", Authorization=token)
        assert answer.status_code == 401
        assert "Bearer" in answer.headers["WWW-Authenticate"]


def test_a_token_of_a_source_that_posts_events_is_no_supplier(here: Here) -> None:
    assert here.v4("GET", "troubleTicket", Authorization="Bearer demo-http-it").status_code == 401


def test_another_supplier_sees_nothing_of_it(here: Here) -> None:
    made = here.v4.create("troubleTicket", {**TICKET, "externalId": "CASE-7", "attachment": [
        {"name": "a.txt", "mimeType": "text/plain", "content": base64.b64encode(b"plan").decode()}]})  # fmt: skip
    path = f"troubleTicket/{made['id']}"
    nobody = here.others("GET", "troubleTicket/TT-2222222222")
    for answer in (
        here.others("GET", path),
        here.others("PATCH", path, {"status": "closed"}),
        here.others("GET", f"{path}/attachment/1"),
    ):
        assert (answer.status_code, answer.json()) == (404, nobody.json())
    assert here.others.get("troubleTicket") == []
    assert here.others("GET", "troubleTicket").headers["X-Total-Count"] == "0"
    theirs = here.others.create("troubleTicket", {**TICKET, "externalId": "CASE-7"})
    assert theirs["id"] != made["id"]
    assert here.v4.get(path)["status"] == "acknowledged"


def test_the_same_again_is_the_ticket_that_there_is_and_another_is_refused(here: Here) -> None:
    first = here.v4.create("troubleTicket", {**TICKET, "externalId": "CASE-7"})
    again = here.v4.create("troubleTicket", {**TICKET, "externalId": "CASE-7"})
    assert again["id"] == first["id"]
    other = here.v4("POST", "troubleTicket", {**TICKET, "externalId": "CASE-7", "severity": "Minor"})
    assert other.status_code == 409
    assert first["id"] in other.json()["reason"]
    assert models.TmfResource.objects.count() == 1
    assert here.v4.create("troubleTicket", TICKET)["id"] != here.v4.create("troubleTicket", TICKET)["id"]


def test_lists_are_filtered_sorted_cut_and_counted(here: Here) -> None:
    for number, (severity, status) in enumerate(
        [("Major", "pending"), ("Minor", "held"), ("Major", "resolved")]
    ):
        here.v4.create("troubleTicket", {**TICKET, "severity": severity, "status": status, "externalId": f"C-{number}",
                                         "note": [{"text": "a", "author": f"N{number}"}]})  # fmt: skip

    def found(query: str) -> list[str]:
        return [ticket["externalId"] for ticket in here.v4.get(f"troubleTicket?{query}")]

    assert found("") == ["C-2", "C-1", "C-0"]
    assert found("status=held") == ["C-1"]
    assert found("status=held,pending") == found("status=held&status=pending") == ["C-1", "C-0"]
    assert found("severity=Major&status=pending") == ["C-0"]
    assert found("note.author=N2") == ["C-2"]
    assert found("severity.ne=Major") == ["C-1"]
    assert found("externalId.gt=C-0&sort=externalId") == ["C-1", "C-2"]
    assert found("externalId%3EC-0") == found("externalId>C-0") == ["C-2", "C-1"]
    assert found("externalId>=C-1") == ["C-2", "C-1"]
    assert found("creationDate.lt=2026-11-23T11:48:30%2B01:00") == []
    assert found("creationDate.lte=2026-11-23T12:48:30%2B01:00") == ["C-2", "C-1", "C-0"]
    assert found("severity.regex=^Ma") == ["C-2", "C-0"]
    assert found("sort=+externalId") == found("sort=%20externalId") == ["C-0", "C-1", "C-2"]
    assert found("creationDate.lte=2026-11-23T12:48:30+01:00") == [
        "C-2",
        "C-1",
        "C-0",
    ]  # a + that became a space
    now = here.v4.get("troubleTicket")[0]["creationDate"]
    assert (
        found(f"creationDate={now}")
        == found(f"creationDate={now.replace('Z', '%2B00:00')}")
        == ["C-2", "C-1", "C-0"]
    )
    assert found(f"creationDate.ne={now.replace('Z', '%2B00:00')}") == []
    assert found("sort=severity,-externalId") == ["C-2", "C-0", "C-1"]
    assert found("sort=-externalId&offset=1&limit=1") == ["C-1"]
    page = here.v4("GET", "troubleTicket?severity=Major&limit=1")
    assert (page.headers["X-Total-Count"], page.headers["X-Result-Count"]) == ("2", "1")
    assert here.v4.get("troubleTicket?limit=0") == []
    (only,) = here.v4.get("troubleTicket?status=held&fields=status,note.text")
    assert only.keys() == {"id", "href", "status", "note"}
    assert only["note"] == [{"id": "1", "text": "a"}]
    assert here.v4.get("troubleTicket?fields=none&limit=1")[0].keys() == {"id", "href"}
    paths = (
        here.v5.get("troubleTicket?filter=$[?@.status=='held']"),
        here.v5.get("troubleTicket?filter=note[?@.author=='N0']"),
    )
    assert [ticket["externalIdentifier"][0]["id"] for (ticket,) in paths] == ["C-1", "C-0"]


QUERIES = [
    "creationDate.gt=yesterday", "creationDate=2026-11-23", "lastUpdate.lt=2026-11-23T12:00:00",
    "attachment.size.amount.gt=big", "colour=red", "status.colour=red", "limit=-1", "limit=x", "limit=²", "offset=1e3",
    "fields=colour", "sort=colour", "note.x=1", "severity.regex=(", "filter=$[?search(@.name,'(a*)*b')]",
    "filter=$..a..b", "filter=%00", "severity.regex=" + "a" * 600,
]  # fmt: skip


def test_a_query_that_cannot_be_answered_is_refused_not_passed_over(here: Here) -> None:
    for query in QUERIES:
        assert here.v5("GET", f"troubleTicket?{query}").status_code == 400, query


def test_cursors_are_not_supported_and_it_says_so(here: Here) -> None:
    assert here.v5("GET", "troubleTicket?after=x").status_code == 501


def test_what_is_not_there_and_what_may_not_be_done(here: Here) -> None:
    made = here.v4.create("troubleTicket", TICKET)
    assert here.v4("GET", "troubleTicket/TT-1").status_code == 404
    assert here.v4("PATCH", "troubleTicket/TT-1", {}).status_code == 404
    assert here.v4("GET", "customer").status_code == 404
    for method in ("DELETE", "PUT", "POST"):
        answer = here.v4(method, f"troubleTicket/{made['id']}", {})
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, PATCH")
    assert here.v4._client.get("/tmf-api/troubleTicket/v3/troubleTicket").status_code == 404
    assert here.v4._client.get("/tmf-api/x").json()["@type"] == "Error"


def test_a_patch_merges_and_what_was_said_stays(here: Here) -> None:
    made = here.v4.create("troubleTicket", {**TICKET, "priority": "2", "note": [{"text": "un"}]})
    path = f"troubleTicket/{made['id']}"
    after = here.v4.patch(
        path, {"priority": None, "severity": "Minor", "note": [{"text": "deux", "author": "N. Morvan"}]}
    )
    assert "priority" not in after
    assert after["severity"] == "Minor"
    assert [note["text"] for note in after["note"]] == ["un", "deux"]
    assert here.v4.patch(path, after) == after
    again = {"text": "trois", "date": "2026-11-23T12:00:00Z"}
    here.v4.patch(path, {"note": [again]})
    assert len(here.v4.patch(path, {"note": [again]})["note"]) == 3
    assert here.v4("PATCH", path, {"note": None}).status_code == 400
    assert here.v4("PATCH", path, {"severity": None}).status_code == 400
    for name in ("id", "href", "creationDate", "lastUpdate", "statusChangeDate"):
        changed = here.v4("PATCH", path, {name: "2020-01-01T00:00:00Z"})
        assert (changed.status_code, name in changed.json()["message"]) == (400, True)


def test_a_reason_is_that_of_its_own_change_of_status(here: Here) -> None:
    made = here.v4.create("troubleTicket", TICKET)
    path = f"troubleTicket/{made['id']}"
    here.v4.patch(path, {"status": "pending", "statusChangeReason": "which outlet?"})
    after = here.v4.patch(path, {"status": "inProgress"})
    assert "statusChangeReason" not in after
    assert [change.get("changeReason") for change in after["statusChange"]] == [None, "which outlet?", None]


def test_a_part_of_an_object_is_removed_by_null_and_one_that_it_needs_is_not(here: Here) -> None:
    channel = {"@type": "ChannelRef", "id": "portal", "name": "Portal", "@referredType": "Channel"}
    made = here.v5.create("troubleTicket", {**V5, "channel": channel})
    path = f"troubleTicket/{made['id']}"
    after = here.v5.patch(path, {"@type": "TroubleTicket", "channel": {**channel, "name": None}})
    assert "name" not in after["channel"]
    assert (
        here.v5("PATCH", path, {"@type": "TroubleTicket", "channel": {**channel, "id": None}}).status_code
        == 400
    )
    assert here.v4("PATCH", path, {"note": [{"text": None}]}).status_code == 400


def test_their_number_may_come_later_and_is_nobody_elses(here: Here) -> None:
    incident = here.outlet_down()
    made = here.v4.create("troubleTicket", {**TICKET, "description": f"Votre {incident.number}"})
    path = f"troubleTicket/{made['id']}"
    assert here.v4.patch(path, {"externalId": "CASE-9"})["externalId"] == "CASE-9"
    assert here.bond.their_reference == "CASE-9"
    assert here.incident.references[-1].text == "CASE-9"
    assert here.v4("POST", "troubleTicket", {**TICKET, "externalId": "CASE-9"}).status_code == 409
    other = here.v4.create("troubleTicket", {**TICKET, "externalId": "CASE-10"})
    refused = here.v4("PATCH", f"troubleTicket/{other['id']}", {"externalId": "CASE-9"})
    assert (refused.status_code, made["id"] in refused.json()["reason"]) == (409, True)


@pytest.mark.parametrize("version", ["v4", "v5"])
def test_a_whole_ticket_that_is_sent_back_changes_only_what_was_changed(here: Here, version: str) -> None:
    caller, incident = getattr(here, version), here.outlet_down()
    typed = {"@type": "ExternalIdentifier"}
    made = here.v5.create("troubleTicket", {**V5, "description": f"Votre {incident.number}", "externalIdentifier": [
        {**typed, "id": "A-1", "owner": "ITSM"}, {**typed, "id": "B-2"}]})  # fmt: skip
    path = f"troubleTicket/{made['id']}"
    before = here.v5.get(path)["externalIdentifier"]
    assert [known["id"] for known in before] == ["A-1", "B-2", here.bond.reference]
    caller.patch(path, {**caller.get(path), "severity": "Minor"})
    assert here.v5.get(path)["externalIdentifier"] == before
    here.v5.patch(path, {"@type": "TroubleTicket", "externalIdentifier": [*before, {**typed, "id": "C-3"}]})
    assert [known["id"] for known in here.v5.get(path)["externalIdentifier"]] == [
        "A-1", "B-2", "C-3", here.bond.reference]  # fmt: skip


def test_its_life_cycle(here: Here) -> None:
    made = here.v4.create("troubleTicket", TICKET)
    path = f"troubleTicket/{made['id']}"
    for status in (
        "inProgress",
        "pending",
        "inProgress",
        "held",
        "resolved",
        "closed",
        "inProgress",
        "cancelled",
    ):
        after = here.v4.patch(path, {"status": status, "statusChangeReason": f"to {status}"})
        assert (after["status"], after["statusChange"][-1]["changeReason"]) == (status, f"to {status}")
    assert len(after["statusChange"]) == 9
    assert after["resolutionDate"]
    refused = here.v4("PATCH", path, {"status": "inProgress"})
    assert (refused.status_code, "cancelled" in refused.json()["reason"]) == (409, True)
    assert here.v4("PATCH", path, {"status": None}).status_code == 400


def test_a_file_comes_with_it_and_can_be_fetched(here: Here) -> None:
    content = base64.b64encode(b"%PDF-1.7 plan").decode()
    made = here.v5.create("troubleTicket", {**V5, "attachment": [
        {"@type": "Attachment", "name": "plan.pdf", "mimeType": "application/pdf", "attachmentType": "document",
         "content": content}]})  # fmt: skip
    (file,) = made["attachment"]
    assert "content" not in file
    assert file["size"] == {"amount": 13, "units": "byte"}
    fetched = here.v5("GET", f"troubleTicket/{made['id']}/attachment/{file['id']}")
    assert (fetched.content, fetched.headers["Content-Disposition"]) == (b"%PDF-1.7 plan", "attachment")
    assert here.v5("GET", f"troubleTicket/{made['id']}/attachment/9").status_code == 404
    large = base64.b64encode(b"x" * (5 * 2**20 + 1)).decode()
    refused = here.v5("PATCH", f"troubleTicket/{made['id']}", {"@type": "TroubleTicket", "attachment": [
        {"@type": "Attachment", "mimeType": "a/b", "attachmentType": "c", "content": large}]})  # fmt: skip
    assert refused.status_code == 400
    linked = here.v5.patch(f"troubleTicket/{made['id']}", {"@type": "TroubleTicket", "attachment": [
        {"@type": "AttachmentRef", "id": "doc-1", "url": "https://valmont.example/doc-1"}]})  # fmt: skip
    assert [file["id"] for file in linked["attachment"]] == ["1", "doc-1"]


def test_a_ticket_that_names_our_number_is_the_exchange_about_it(here: Here) -> None:
    incident = here.outlet_down()
    made = here.v4.create(
        "troubleTicket", {**TICKET, "externalId": "CASE-7", "description": f"Votre {incident.number}"}
    )
    bond = here.bond
    assert (bond.incident, bond.hosted, bond.their_reference) == (incident.id, True, "CASE-7")
    assert (bond.state, bond.holder) == (TicketState.ACKNOWLEDGED, Holder.SUPPLIER)
    assert here.incident.turns[-1].holder == "supplier"
    assert [given.text for given in here.incident.references] == ["CASE-7"]
    assert here.timeline()[0] == "exchange.opened.theirs"
    theirs = here.v5.get(f"troubleTicket/{made['id']}")["externalIdentifier"]
    assert [known["id"] for known in theirs] == ["CASE-7", bond.reference]


def test_a_ticket_that_names_what_is_down_is_the_exchange_about_it(here: Here) -> None:
    named = "PAR1 / Salle S1 / Baie R07 / PDU A / Prise 12"
    here.outlet_down()
    here.v4.create(
        "troubleTicket",
        {
            **TICKET,
            "relatedEntity": [{"id": "x", "name": named, "role": "place", "@referredType": "Resource"}],
        },
    )
    assert here.bond.incident == here.incident.id


def test_a_number_of_an_incident_that_is_not_theirs_binds_nothing(here: Here) -> None:
    incident = here.outlet_down()
    here.others.create("troubleTicket", {**TICKET, "externalId": incident.number})
    assert models.Bond.objects.count() == 0
    here.house.works()
    (message,) = models.Message.objects.filter(source="lc-tmf")
    assert message.status in ("untranslated", "partial")


def test_what_they_change_moves_the_exchange_the_ball_and_the_clocks(here: Here) -> None:
    incident = here.outlet_down()
    made = here.v4.create("troubleTicket", {**TICKET, "externalId": incident.number})
    path = f"troubleTicket/{made['id']}"
    here.v4.patch(
        path,
        {
            "status": "pending",
            "statusChangeReason": "Quel équipement ?",
            "note": [{"text": "Quelle prise ?", "author": "N. Morvan"}],
        },
    )
    assert (here.bond.state, here.bond.holder) == (TicketState.PENDING, Holder.US)
    assert here.incident.turns[-1].holder == "us"
    assert "exchange.answered" in here.timeline()
    here.v4.patch(path, {"status": "inProgress"})
    assert here.incident.turns[-1].holder == "supplier"
    here.v4.patch(path, {"status": "resolved"})
    assert here.timeline()[-1] == "exchange.state.still"


def test_what_we_write_stands_in_it_and_private_notes_never_do(here: Here) -> None:
    from tocsin.core.exchange import happenings as h
    from tocsin.flow.exchange import working
    from tocsin.flow.exchange.bonds import judge

    incident = here.outlet_down()
    made = here.v4.create("troubleTicket", {**TICKET, "externalId": incident.number})
    judge(here.bond.id, h.Note(by="karim.haddad", text="entre nous"))
    judge(here.bond.id, h.Say(by="karim.haddad", text="La prise 12."))
    while working.work_due():
        pass
    (note,) = here.v4.get(f"troubleTicket/{made['id']}")["note"]
    assert note["text"].startswith("La prise 12.")
    assert "Cachemire" in note["author"]
    sent = next(entry for entry in here.bond.entries if entry.text == "La prise 12.")
    assert sent.sending == "confirmed"
    assert (
        here.v4(
            "PATCH", f"troubleTicket/{made['id']}", {"note": [{"id": note["id"], "text": "faux"}]}
        ).status_code
        == 400
    )
    here.v4.patch(f"troubleTicket/{made['id']}", {"note": [{"text": "vu", "author": "tocsin"}]})
    assert [entry.text for entry in here.bond.entries if entry.way == "in" and entry.kind == "comment"] == [
        "vu"
    ]
    assert "entre nous" not in str(models.TmfResource.objects.values_list("value", flat=True))


def test_a_ticket_about_nothing_known_is_in_the_queue_until_a_person_places_it(here: Here) -> None:
    from tocsin.flow.tmf import placing
    from tocsin.store.models import Account

    made = here.v4.create("troubleTicket", {**TICKET, "externalId": "CASE-9"})
    here.house.works()
    (message,) = models.Message.objects.filter(source="valmont-tmf")
    assert message.status == "untranslated"
    incident = here.outlet_down()
    account = Account.objects.create_user("tech", role="administrator")
    bond = placing.place(account, made["id"], incident.id)
    assert (bond.their_reference, bond.state) == ("CASE-9", TicketState.ACKNOWLEDGED)
    here.v4.patch(f"troubleTicket/{made['id']}", {"status": "inProgress"})
    assert bonds.load(bond.id).state is TicketState.IN_PROGRESS


def test_a_ticket_of_ours_is_found_by_them_and_has_no_state_until_they_give_one(here: Here) -> None:
    from tocsin.core.incident.values import TOCSIN
    from tocsin.flow.exchange import working
    from tocsin.flow.exchange.asking import open_ticket

    here.declares_a_desk_at_ours()
    open_ticket(here.outlet_down(), "valmont", TOCSIN)
    while working.work_due():
        pass
    (ticket,) = here.v5.get("troubleTicket")
    assert "status" not in ticket
    assert ticket["externalIdentifier"][0]["id"] == here.bond.reference
    assert (here.bond.hosted, here.bond.their_reference) == (True, ticket["id"])
    here.v4.patch(f"troubleTicket/{ticket['id']}", {"status": "acknowledged"})
    assert (here.bond.state, here.bond.holder) == (TicketState.ACKNOWLEDGED, Holder.SUPPLIER)
    assert here.bond.opening.acknowledged_at is not None


def test_what_one_version_does_not_require_is_there_in_the_other(here: Here) -> None:
    bare = {"troubleTicketRelationship": [{}], "relatedParty": [{"id": "7", "@referredType": "Individual"}]}
    made = here.v4.create("troubleTicket", {**TICKET, **bare})
    seen = here.v5.get(f"troubleTicket/{made['id']}")  # every answer is held against its specification
    assert seen["troubleTicketRelationship"][0]["id"] == ""
    entity = {"role": "place", "@type": "RelatedEntity", "entity": {"@type": "EntityRef", "id": "R07"}}
    other = here.v5.create("troubleTicket", {**TICKET, "@type": "TroubleTicket", "relatedEntity": [entity]})
    assert here.v4.get(f"troubleTicket/{other['id']}")["relatedEntity"][0]["id"] == "R07"


@pytest.mark.parametrize("name", ["a%0Ab", "%0A", "%C2%85", "%E2%80%A8x"])
def test_a_name_with_the_end_of_a_line_is_not_found_in_their_form(here: Here, name: str) -> None:
    for caller, kind in ((here.v4, "troubleTicket"), (here.v5, "hub"), (here.alarms, "alarm")):
        answer = caller("DELETE" if kind == "hub" else "GET", f"{kind}/{name}")
        assert (answer.status_code, answer.json()["code"]) == (404, "tmf.no_resource")
