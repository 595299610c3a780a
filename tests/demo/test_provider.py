"""The demo's provider: what its API, desk, mail and page answer. Over its own doors; with a clock of the test's."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest

from tocsin.demo.provider import mails
from tocsin.demo.provider.exchange import Answer, Request
from tocsin.demo.provider.server import Server
from tocsin.demo.provider.state import Provider
from tocsin.demo.world.transmission import Mail

START = datetime(2026, 11, 28, 9, tzinfo=UTC)
KEY = {"x-cle": "demo-guichet"}
TICKET = {"objet": "Baie R07 sans courant", "description": "…", "gravite": "Majeure", "ref_client": "INC-7"}


class Post:
    """Keeps what the provider mails."""

    def __init__(self) -> None:
        self.written: list[tuple[str, str, str, str]] = []
        self.sent: list[Mail] = []

    def __call__(self, to: str, subject: str, text: str, answers: str) -> None:
        self.written.append((to, subject, text, answers))

    def send(self, mail: Mail) -> None:
        self.sent.append(mail)


class Play:
    """A provider whose clock moves when it is asked to."""

    def __init__(self, file: Path | None = None) -> None:
        self.now = START
        self.post = Post()
        self.provider = Provider(file, lambda: self.now, timedelta(seconds=20), self.post)
        self.server = Server(self.provider)

    def call(self, method: str, target: str, sent: Any = None, **headers: str) -> Answer:
        """A call a second later: within the contract."""
        self.now += timedelta(seconds=1)
        body = b"" if sent is None else msgspec.json.encode(sent)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.server.answer(Request(method=method, target=target, headers=named, body=body))

    def desk(self, method: str, path: str, sent: Any = None, expect: int = 200) -> Any:
        answer = self.call(method, f"/guichet/v1/tickets{path}", sent, x_cle="demo-guichet")
        assert answer.status == expect, answer.body
        return msgspec.json.decode(answer.body)

    def form(self, path: str, **fields: str) -> int:
        request = Request(method="POST", target=path, headers={}, body=urlencode(fields).encode())
        return self.server.answer(request).status

    def login(self) -> str:
        answer = self.call(
            "POST", "/supervision/v2/session", {"utilisateur": "cachemire", "motdepasse": "demo-valmont"}
        )
        token: str = msgspec.json.decode(answer.body)["jeton"]
        return token

    def happens(self, **more: Any) -> None:
        sent = {
            "id": "VDC-1",
            "type": "Perte PDU",
            "criticite": "Majeure",
            "localisation": {"site": "PAR1"},
            "emplacement": "PAR1",
        }
        assert self.call("POST", "/_monde/alarmes", {**sent, "debut": self.now, **more}).status == 200

    def alarms(self, token: str, query: str = "") -> list[dict[str, Any]]:
        answer = self.call("GET", f"/supervision/v2/alarmes{query}", x_session=token)
        assert answer.status == 200, answer.body
        found: list[dict[str, Any]] = msgspec.json.decode(answer.body)["alarmes"]
        return found


@pytest.fixture
def play() -> Play:
    return Play()


def test_an_alarm_begins_and_ends_in_the_providers_words(play: Play) -> None:
    token = play.login()
    play.happens()
    (began,) = play.alarms(token)
    assert (began["etat"], began["version"], began["fin"]) == ("Active", 1, None)
    play.happens(etat="Terminée")
    (ended,) = play.alarms(token, "?" + urlencode({"depuis": began["maj"]}))
    assert (ended["etat"], ended["version"]) == ("Terminée", 2)
    assert play.alarms(token, "?" + urlencode({"depuis": (play.now + timedelta(hours=1)).isoformat()})) == []


def test_a_session_ends_after_twenty_minutes_and_when_another_one_begins(play: Play) -> None:
    first = play.login()
    second = play.login()
    assert play.call("GET", "/supervision/v2/alarmes", x_session=first).status == 401
    assert play.alarms(second) == []
    play.now += timedelta(minutes=20)
    assert play.call("GET", "/supervision/v2/alarmes", x_session=second).status == 401


def test_whoever_calls_three_times_in_a_second_is_cut_off_and_longer_the_second_time(play: Play) -> None:
    def burst() -> list[Answer]:
        request = Request(method="GET", target="/guichet/v1/tickets", headers=KEY)
        return [play.server.answer(request) for _ in range(3)]

    assert [answer.status for answer in burst()] == [200, 200, 429]
    play.now += timedelta(seconds=61)
    assert burst()[2].headers["Retry-After"] == "120"
    assert play.provider.contract.cuts == 2


def test_the_desk_acknowledges_after_a_while_and_hides_its_own_notes(play: Play) -> None:
    number = play.desk("POST", "", TICKET, 201)["numero"]
    play.form("/repondre", ticket=number, texte="Client pénible", interne="1")
    play.now += timedelta(seconds=20)
    (found,) = play.desk("GET", "?ref_client=INC-7")["tickets"]
    assert found["etat"] == "Pris en charge"
    assert [comment["texte"] for comment in found["commentaires"]] == [
        "Votre demande est enregistrée et prise en charge par le centre de supervision."
    ]


def test_a_transition_that_is_not_allowed_names_those_that_are(play: Play) -> None:
    number = play.desk("POST", "", TICKET, 201)["numero"]
    refused = play.desk("POST", f"/{number}/transitions", {"vers": "Clos"}, 409)
    assert refused["transitions"] == [{"vers": "Annulé", "motif": True}]
    assert play.desk("POST", f"/{number}/transitions", {"vers": "Annulé"}, 422)["champs"] == ["motif"]
    assert (
        play.desk("POST", f"/{number}/transitions", {"vers": "Annulé", "motif": "fini"})["etat"] == "Annulé"
    )


def test_an_answer_to_a_waiting_ticket_puts_it_back_to_work(play: Play) -> None:
    number = play.desk("POST", "", TICKET, 201)["numero"]
    play.form("/etat", ticket=number, etat="En attente client")
    comment = play.desk("POST", f"/{number}/commentaires", {"texte": "Voilà", "ref_message": "c-1"}, 201)
    assert comment["ref_message"] == "c-1"
    assert play.desk("GET", f"/{number}")["etat"] == "Pris en charge"


def test_a_file_comes_back_as_it_was_sent(play: Play) -> None:
    number = play.desk("POST", "", TICKET, 201)["numero"]
    sent = {"nom": "photo.jpg", "type": "image/jpeg", "contenu": base64.b64encode(b"\xff\xd8").decode()}
    file = play.desk("POST", f"/{number}/pieces", sent, 201)
    assert file["sha256"] == hashlib.sha256(b"\xff\xd8").hexdigest()
    answer = play.call("GET", f"/guichet/v1/tickets/{number}/pieces/{file['id']}", x_cle="demo-guichet")
    assert (answer.body, answer.media_type) == (b"\xff\xd8", "image/jpeg")


@pytest.mark.parametrize(
    ("sent", "fields"), [({}, ["objet", "description", "gravite"]), ({**TICKET, "objet": 3}, ["objet"])]
)
def test_a_ticket_that_lacks_something_is_refused_by_field(
    play: Play, sent: dict[str, Any], fields: list[str]
) -> None:
    assert play.desk("POST", "", sent, 422)["champs"] == fields


def test_a_mail_becomes_a_ticket_and_its_answers_go_out_by_mail(play: Play) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "desk@c.example", "INC-9 Baie morte", "<1@c.example>"
    mail.set_content("Gravité : Critique")
    mails.receive(play.provider, mail)
    (ticket,) = play.provider.desk.tickets.values()
    assert (ticket.reference, ticket.severity) == ("INC-9", "Critique")
    play.form("/repondre", ticket=ticket.number, texte="Technicien en route")
    assert [(to, subject, answers) for to, subject, _, answers in play.post.written] == [
        ("desk@c.example", f"[{ticket.number}] INC-9 Baie morte", "<1@c.example>")
    ] * 2
    again = EmailMessage()
    again["From"], again["Subject"] = "desk@c.example", f"Re: [{ticket.number}] INC-9 Baie morte"
    again.set_content("Merci")
    mails.receive(play.provider, again)
    assert [comment.text for comment in play.provider.desk.tickets[ticket.number].comments][-1] == "Merci"


def test_an_automatic_mail_makes_no_ticket(play: Play) -> None:
    mail = EmailMessage()
    mail["From"], mail["Auto-Submitted"] = "desk@c.example", "auto-replied"
    mail.set_content("Absent")
    mails.receive(play.provider, mail)
    assert not play.provider.desk.tickets


def test_a_person_cuts_the_api_off_and_opens_it_again(play: Play) -> None:
    assert play.form("/coupure", minutes="3") == 303
    cut = play.call("GET", "/guichet/v1/tickets", x_cle="demo-guichet")
    assert (cut.status, cut.headers["Retry-After"]) == (503, "179")
    play.form("/coupure", minutes="0")
    assert play.call("GET", "/guichet/v1/tickets", x_cle="demo-guichet").status == 200


def test_a_person_announces_works_by_mail(play: Play) -> None:
    assert play.form("/travaux", nature="Onduleur", lieu="PAR1 / Salle S1", dans="60", duree="30") == 303
    (mail,) = play.post.sent
    text = mail.content.decode()
    assert "Localisation  : PAR1 / Salle S1" in text
    assert "Créneau       : du 28/11/2026 11:00 au 28/11/2026 11:30" in text


def test_a_form_of_another_page_is_refused(play: Play) -> None:
    headers = {"origin": "https://evil.example", "host": "127.0.0.1:8090"}
    request = Request(method="POST", target="/coupure", headers=headers, body=b"minutes=9")
    assert play.server.answer(request).status == 403


def test_what_is_written_on_a_ticket_stays_text_on_the_page(play: Play) -> None:
    play.desk("POST", "", {**TICKET, "objet": "<script>alert(1)</script>"}, 201)
    page = play.call("GET", "/").body.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_restart_forgets_no_ticket_and_no_alarm(tmp_path: Path) -> None:
    first = Play(tmp_path / "provider.json")
    first.happens()
    first.desk("POST", "", TICKET, 201)
    second = Play(tmp_path / "provider.json")
    assert [alarm["id"] for alarm in second.alarms(second.login())] == ["VDC-1"]
    assert second.desk("GET", "")["total"] == 1
