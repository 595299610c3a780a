"""What goes wrong is a page of ours: in the reader's language, with a way on, and never a traceback."""

import pytest
from django.test import Client

from tocsin.core.kernel.typography import typeset
from tocsin.web import board


@pytest.mark.parametrize("path", ["/nowhere", "/incidents/99999", "/rooms/none", "/messages/123456789"])
def test_an_address_that_is_none_is_a_page_with_a_way_on(reader, path):
    answer = reader.get(path)
    html = answer.content.decode()
    assert answer.status_code == 404
    assert "Introuvable" in html
    assert 'href="/"' in html
    assert "Not Found" not in html


def test_a_stranger_is_refused_with_a_reason_too(db, client):
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "Introuvable" in answer.content.decode()


def test_the_api_answers_not_found_in_json(client):
    answer = client.get("/api/v1/nowhere")
    assert answer.status_code == 404
    assert answer["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_a_form_from_an_old_page_is_explained(db):
    answer = Client(enforce_csrf_checks=True).post("/login", {"username": "x"})
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "Rechargez" in html
    assert "CSRF" not in html


def test_a_mistake_of_ours_is_a_page_that_needs_no_database(reader, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("private matter")

    monkeypatch.setattr(board, "read_board", broken, raising=False)
    monkeypatch.setattr(board, "render", broken)
    reader.raise_request_exception = False
    answer = reader.get("/")
    html = answer.content.decode()
    assert answer.status_code == 500
    assert typeset("Cette page n'a pas pu être préparée") in html
    assert "private matter" not in html


def test_who_may_not_is_refused_with_the_reason(account, client):
    client.force_login(account("reader"))
    answer = client.get("/accounts")
    assert answer.status_code == 403
    assert "Not Found" not in answer.content.decode()


def test_a_forms_address_that_is_typed_is_explained(reader):
    answer = reader.get("/incidents/1/take")
    assert (answer.status_code, answer["allow"]) == (405, "POST")
    assert "formulaire" in answer.content.decode()


def test_the_api_answers_a_wrong_method_in_json(client):
    answer = client.put("/api/v1/queue/words")
    assert (answer.status_code, answer["content-type"]) == (405, "application/problem+json")
    assert "PUT" in answer.json()["title"]
    assert set(answer["allow"].split(", ")) == {"GET", "POST"}
