"""``tocsin doctor`` logs in to the real mailbox and the real relay, and says what keeps it out; nothing is read or sent."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from click.testing import CliRunner

from tests.architecture.source import ROOT
from tests.connectors.servers import Dovecot, free_port, smtp_server
from tocsin.cli import ready
from tocsin.cli.main import tocsin
from tocsin.connectors.files import read_directory
from tocsin.core.organisation.objects import Section
from tocsin.flow import clock, organisation
from tocsin.store import models

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
    assert "550 no such user" in found["notices"][1]
