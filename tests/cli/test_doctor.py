"""``tocsin doctor`` logs in to the real mailbox and the real relay, and says what keeps it out; nothing is read or sent."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from aiosmtpd.smtp import AuthResult
from click.testing import CliRunner
from django.db import connection

from tests.architecture.source import ROOT
from tests.connectors.servers import Dovecot, free_port, smtp_server
from tocsin.cli import ready
from tocsin.cli.main import tocsin
from tocsin.connectors.files import read_directory
from tocsin.core.event.message import Message
from tocsin.core.organisation.objects import Section
from tocsin.flow import clock, organisation
from tocsin.store import intake, locks, models, partitions

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot()
    server.start()
    yield server
    server.remove()


class Relay:
    """Counts what it is given."""

    mails = 0

    async def handle_DATA(self, *_: Any) -> str:  # noqa: N802  aiosmtpd calls it so
        self.mails += 1
        return "250 OK"


def authenticated(*given: Any) -> AuthResult:
    return AuthResult(success=given[4].password == b"right", handled=False)


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, tuple[str, str]]]:
    monkeypatch.setattr(ready.logs, "configure", lambda: None)

    def run() -> dict[str, tuple[str, str]]:
        ran = CliRunner().invoke(tocsin, ["doctor", "-o", "json"])
        return {finding["part"]: (finding["state"], finding["message"]) for finding in json.loads(ran.output)}

    return run


def in_force(dovecot: Dovecot, **settings: Any) -> None:
    objects, _ = read_directory(ROOT / "examples" / "first-mailbox")
    source = next(found for found in objects if (found.section, found.key) == (Section.SOURCE, "provider"))
    own = {"host": "127.0.0.1", "port": dovecot.imap, "tls": "none", "user": dovecot.user, **settings}
    source.spec["settings"] = source.spec["settings"] | own
    organisation.apply(objects, by="test")


def test_a_mailbox_that_lets_us_in(dovecot: Dovecot, examined: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROVIDER_PASSWORD", dovecot.password)
    in_force(dovecot)
    assert examined()["source provider"] == ("ok", "answers, and the login is accepted")


@pytest.mark.parametrize(
    ("password", "settings", "reason"),
    [
        ("wrong", {}, "AUTHENTICATIONFAILED"),
        ("secret", {"folder": "Alarms"}, "Alarms"),
        ("secret", {"port": 1}, "refused"),
        (None, {}, "PROVIDER_PASSWORD"),
    ],
)
def test_a_mailbox_that_does_not(
    dovecot: Dovecot, examined: Any, monkeypatch: pytest.MonkeyPatch, password: str | None,
    settings: dict[str, Any], reason: str,
) -> None:  # fmt: skip
    if password:
        monkeypatch.setenv("PROVIDER_PASSWORD", password)
    in_force(dovecot, **settings)
    state, message = examined()["source provider"]
    assert (state, reason in message) == ("bad", True), message


@pytest.mark.parametrize(
    ("password", "state", "text"), [("right", "ok", "accepted"), ("wrong", "bad", "535")]
)
def test_the_relay_is_logged_in_to_and_gets_no_mail(
    examined: Any, monkeypatch: pytest.MonkeyPatch, password: str, state: str, text: str
) -> None:
    relay = Relay()
    with smtp_server(relay, authenticator=authenticated, auth_require_tls=False) as port:
        monkeypatch.setenv("TOCSIN_RELAY", f"smtp://tocsin:{password}@127.0.0.1:{port}")
        found = examined()["mail relay"]
    assert (found[0], text in found[1]) == (state, True), found
    assert relay.mails == 0


def test_a_relay_that_is_away(examined: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_RELAY", f"smtp://127.0.0.1:{free_port()}")
    state, message = examined()["mail relay"]
    assert (state, "refused" in message) == ("bad", True), message


def test_the_reasons_of_a_silent_source_and_of_notices_given_up(examined: Any) -> None:
    models.SourceState.objects.create(
        source="mail", state="unreachable", since=clock.now(), error="TimeoutError: no answer", position={}
    )
    models.Delivery.objects.create(
        subject_kind="incident", subject_id=1, channel="mail", address="a@b.example", payload={}, state="failed",
        created_at=clock.now(), not_before=clock.now(), error="550 no such user",
    )  # fmt: skip
    found = examined()
    assert "TimeoutError: no answer" in found["source mail"][1]
    assert (
        "given up, never sent again (the incident's page shows them): 550 no such user" in found["notices"][1]
    )


@pytest.fixture
def doctor(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    monkeypatch.setattr(ready.logs, "configure", lambda: None)
    monkeypatch.setenv("TOCSIN_RELAY", "")
    partitions.ensure((clock.now() - timedelta(days=31)).date())

    def run() -> list[str]:
        ran = CliRunner().invoke(tocsin, ["doctor", "-o", "json"])
        return [
            f"{finding['part']} {finding['state']}: {finding['message']}"
            for finding in json.loads(ran.output)
        ]

    return run


def waiting(source: str, at: datetime, status: str = "new") -> None:
    message = Message(source=source, received_at=at, channel="mail", media_type="message/rfc822", body=b"?")
    intake.store([message])
    if status != "new":
        models.Message.objects.filter(source=source).update(status=status)


@contextmanager
def other_session() -> Iterator[psycopg.Connection[Any]]:
    own = {name: connection.settings_dict[name.upper()] for name in ("host", "port", "user", "password")}
    with psycopg.connect(**own, dbname=connection.settings_dict["NAME"]) as session:
        yield session


def test_messages_that_wait_and_no_worker_runs(doctor: Any) -> None:
    waiting("mail", clock.now() - timedelta(hours=2, minutes=5))
    findings = doctor()
    assert (
        "workers bad: no worker is running: nothing that waits moves; start tocsin up, or tocsin worker"
        in "\n".join(findings)
    )
    assert "messages bad: mail: 1 waiting, the oldest for 2h 05m: no worker is running" in findings


def test_messages_that_wait_while_a_worker_is_at_them_or_at_others(doctor: Any) -> None:
    waiting("mail", clock.now() - timedelta(minutes=5))
    waiting("monitoring", clock.now() - timedelta(minutes=3))
    with other_session() as worker:
        worker.execute("set application_name = 'tocsin worker'")
        worker.execute("select pg_advisory_xact_lock(%s, %s)", [locks._LANE, locks.lane_number("mail")])
        findings = doctor()
    assert "workers ok: 1 running" in findings
    assert any(
        line.startswith("messages bad: mail: 1 waiting, the oldest for 5 min: they are being worked")
        for line in findings
    )
    assert any("monitoring: 1 waiting" in line and "nobody is at them now" in line for line in findings)


def test_a_short_backlog_is_none(doctor: Any) -> None:
    waiting("mail", clock.now())
    assert "messages ok: 1 waiting, none for more than a minute" in doctor()


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        ("untranslated", "tocsin formats new"),
        ("partial", "add the unknown words"),
        ("quarantined", "replay them"),
    ],
)
def test_messages_that_wait_for_a_person_by_source_with_the_remedy(
    doctor: Any, status: str, remedy: str
) -> None:
    waiting("mail", clock.now() - timedelta(days=3, hours=4), status)
    assert any(
        line.startswith("queue note: mail: 1 message(s)") and "3d 4h" in line and remedy in line
        for line in doctor()
    )


def test_places_that_wait_to_be_taught(doctor: Any) -> None:
    at = clock.now()
    models.Event.objects.create(
        message_id=1, position=0, received_at=at, occurred_at=at, source="mail", fingerprint="f", kind="power",
        state="firing", criticality="high", item="", subject="", summary="", reference="", confidence=0.1,
        outcome="opened", data={"place": {"rack": "9"}},
    )  # fmt: skip
    assert any("1 uncertain place(s), in 1 message(s): teach them" in line for line in doctor())


def delivery(**fields: Any) -> None:
    now = clock.now()
    models.Delivery.objects.create(
        **{"subject_kind": "incident", "subject_id": 1, "channel": "mail", "address": "a@b.example", "payload": {},
           "created_at": now, "not_before": now, "error": "", **fields}
    )  # fmt: skip


def test_notices_that_wait_for_a_relay_for_the_next_attempt_or_for_others(doctor: Any) -> None:
    now = clock.now()
    delivery(not_before=now - timedelta(minutes=10))
    delivery(not_before=now + timedelta(minutes=14, seconds=30), attempts=4, error="451 try later")
    models.Notice.objects.create(
        kind="opened",
        recipient="a@b.example",
        language="en",
        value={},
        created_at=now,
        not_before=now + timedelta(seconds=30),
    )
    findings = doctor()
    assert "notices bad: 1 to be sent, the oldest for 10 min: TOCSIN_RELAY is not set" in findings
    assert "notices bad: 1 refused for now, tried again in 14 min: 451 try later" in findings
    assert any(line.startswith("notices ok: 1 wait to be sent together") for line in findings)


@pytest.mark.parametrize(
    ("cause", "remedy"),
    [
        ("refused", "lower budget"),
        ("unreachable", "network"),
        ("broken", "sources try"),
        ("forbidden", "restart the workers"),
    ],
)
def test_an_account_that_is_cut_says_why_until_when_and_what_to_do(
    doctor: Any, cause: str, remedy: str
) -> None:
    until = (clock.now() + timedelta(minutes=20)).isoformat()
    models.CallAccount.objects.create(
        key="api.example tocsin",
        breaker={"failures": 3, "until": until, "cause": cause, "reason": "HTTP 429"},
    )
    assert any(
        line.startswith("account api.example tocsin bad:") and "HTTP 429" in line and remedy in line
        for line in doctor()
    )
