"""Real input, from end to end: servers as operators have them speak to the processes that ``tocsin up`` starts."""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.connectors.servers import Alertmanager, Dovecot, Prometheus, needs, until
from tests.stories.counterparts import Icinga, Relay, alarm, company_with_mailbox, relay
from tests.stories.installation import Installation, stop_database
from tocsin.flow import clock

PROMETHEUS = "prometheus-de"


class Scene:
    """An installation at work, the mailbox that it reads and the relay that takes its notices."""

    def __init__(self, here: Installation, mailbox: Dovecot, notices: Relay) -> None:
        self.here, self.mailbox, self.notices = here, mailbox, notices

    def incident(self, cause: str, state: str) -> str:
        """Wait for the incident with this cause to be in this state; its number."""
        question = "select 'INC-' || id from incident where cause = %s and state = %s and folded_into is null"
        try:
            until(lambda: self.here.rows(question, [cause, state]), 30)
        except AssertionError:
            books = (
                self.here.rows("select cause, cause_kind, state from incident"),
                self.here.rows("select source, kind, state, item, subject, outcome from event"),
            )
            raise AssertionError((cause, state, *books, self.here.log.read_text())) from None
        return str(self.here.value(question, [cause, state]))

    def mails_about(self, number: str, mails: int) -> list[EmailMessage]:
        """Wait for this many different notices about the incident to one recipient; they, in order."""
        until(lambda: len(self._to_first(number)) >= mails, 30)
        return self._to_first(number)

    def _to_first(self, number: str) -> list[EmailMessage]:
        about = self.notices.about(number)
        return [mail for mail in about if mail["To"] == about[0]["To"]]


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Dovecot]:
    needs("dovecot")
    server = Dovecot()
    server.start()
    yield server
    server.remove()


@pytest.fixture(scope="module")
def scene(mailbox: Dovecot) -> Iterator[Scene]:
    folder = Path(tempfile.mkdtemp(prefix="tocsin-real-"))
    here = Installation(folder)
    company = company_with_mailbox(folder, mailbox.imap)
    with relay() as notices:
        here.environment |= {
            "MAILBOX_PASSWORD": mailbox.password,
            "TOCSIN_RELAY": f"smtp://127.0.0.1:{notices.port}",
        }
        try:
            for command in (["migrate"], ["apply", str(company)]):
                done = here.tocsin(*command)
                assert done.returncode == 0, done.stderr.decode()
            here.up()
            yield Scene(here, mailbox, notices)
        finally:
            here.stop()
            stop_database(here)
            shutil.rmtree(folder, ignore_errors=True)


def filed(mailbox: Dovecot, folder: str) -> int:
    """How many mails lie in this folder of the mailbox."""
    return sum(1 for place in ("cur", "new") for _ in mailbox.maildir.glob(f".{folder}/{place}/*"))


def test_a_providers_mail_in_the_mailbox_is_notified_and_its_recovery_in_the_same_thread(
    scene: Scene,
) -> None:
    scene.mailbox.deliver(alarm("R07"), "alarm-12")
    number = scene.incident("par1.s1.r07.pdu-a.o12", "new")
    row = scene.here.rows(
        "select owner_team, priority, ours_due_at is not null, supplier_due_at is not null, value->>'supplier'"
        " from incident where 'INC-' || id = %s", [number],
    )  # fmt: skip
    assert row == [("hosting-desk", row[0][1], True, True, "valmont")]
    (opened, *_) = scene.mails_about(number, 1)

    scene.mailbox.deliver(alarm("R07", "Rétablie"), "recovery-12")
    assert scene.incident("par1.s1.r07.pdu-a.o12", "resolved") == number
    opened, recovered, *more = scene.mails_about(number, 2)
    assert not more
    assert opened["References"] == recovered["References"] == recovered["In-Reply-To"]
    assert opened["Message-ID"] != recovered["Message-ID"]
    until(lambda: filed(scene.mailbox, "Translated") == 2, 20)


def test_noise_is_filed_apart_and_opens_nothing(scene: Scene) -> None:
    before = scene.here.value("select count(*) from incident")
    (noise,) = Path("examples/cachemire/formats/valmont/samples").glob("45-*.eml")
    scene.mailbox.deliver(noise.read_bytes(), "noise")
    until(lambda: filed(scene.mailbox, "Noise") == 1, 30)
    assert scene.here.value("select count(*) from incident") == before


def test_the_mailbox_dies_and_comes_back_with_what_was_written_meanwhile(scene: Scene) -> None:
    question = "select state from alert where kind = %s and subject like '%%valmont'"
    scene.mailbox.stop(signal.SIGKILL)
    until(lambda: scene.here.rows(question, ["source.unreachable"]) == [("firing",)], 30)
    assert scene.here.rows(question, ["source.silent"]) == [], "that it is out of reach does not mean silence"
    assert scene.here.value(
        "select count(*) from incident where cause_kind = 'source.unreachable' and state = 'new'"
    )

    (scene.mailbox.folder / "run" / "master.pid").unlink(missing_ok=True)
    scene.mailbox.deliver(alarm("R03"), "alarm-13")
    scene.mailbox.start()
    scene.incident("par1.s1.r03.pdu-a.o12", "new")
    until(lambda: scene.here.rows(question, ["source.unreachable"]) == [("resolved",)], 30)
    assert scene.here.value("select count(*) from event where item = %s", ["par1.s1.r03.pdu-a.o12"]) == 1
    until(
        lambda: (
            scene.here.value(
                "select i.state from incident i join alert a on a.incident_id = i.id"
                " where a.kind = 'source.unreachable' and a.subject like '%%valmont'",
                [],
            )
            == "resolved"
        )
    )


def test_a_mail_sent_straight_to_the_smtp_inlet(scene: Scene) -> None:
    until(lambda: scene.here.listens_for_mail)
    swaks = [
        needs("swaks"), "--server", f"127.0.0.1:{scene.here.smtp}", "--from", "supervision@valmont-dc.example",
        "--to", "valmont@tocsin.cachemire.example", "--data", "-",
    ]  # fmt: skip
    for state, then in (("Alarme", "new"), ("Rétablie", "resolved")):
        subprocess.run(swaks, input=alarm("R05", state), capture_output=True, check=True, timeout=20)
        scene.incident("par1.s1.r05.pdu-a.o12", then)


def test_alertmanager_reports_to_us_and_is_recognised_by_its_token(scene: Scene, tmp_path: Path) -> None:
    alertmanager = Alertmanager(
        tmp_path, f"http://127.0.0.1:{scene.here.port}/api/v1/alertmanager", f"demo-{PROMETHEUS}"
    )
    alertmanager.start()
    try:
        alert = ["alertname=InstanceDown", "instance=srv-wms-01:9100", "severity=critical"]
        at = f"--alertmanager.url=http://127.0.0.1:{alertmanager.port}"
        amtool = [needs("amtool"), at, "alert", "add", *alert]
        subprocess.run([*amtool, "--annotation=summary=gone"], capture_output=True, check=True, timeout=20)
        scene.incident("srv-wms-01", "new")
        subprocess.run([*amtool, f"--end={_now()}"], capture_output=True, check=True, timeout=20)
        scene.incident("srv-wms-01", "resolved")
    finally:
        alertmanager.stop()


def test_we_are_prometheus_alertmanager(scene: Scene, tmp_path: Path) -> None:
    prometheus = Prometheus(tmp_path, scene.here.port, f"demo-{PROMETHEUS}")
    prometheus.alert_when("vector(1)", "srv-pim-01:9100")
    prometheus.start()
    try:
        number = scene.incident("srv-pim-01", "new")
        received = "select count(*) from message where source = %s and position(%s in body) > 0"
        until(
            lambda: scene.here.value(received, [PROMETHEUS, b"srv-pim-01"]) > 1
        )  # Prometheus says it again and again
        prometheus.alert_when("vector(1) > 1", "srv-pim-01:9100")
        assert scene.incident("srv-pim-01", "resolved") == number
        lasted = "select max(occurred_at) > min(occurred_at) from event where item = 'srv-pim-01'"
        assert scene.here.value(lasted), "it ended at its end, not at its start"
    finally:
        prometheus.stop()


def test_we_are_an_alertmanager_to_amtool(scene: Scene, tmp_path: Path) -> None:
    (tmp_path / "http.yml").write_text(f"authorization: {{credentials: demo-{PROMETHEUS}}}\n")
    amtool = [
        needs("amtool"), f"--alertmanager.url=http://127.0.0.1:{scene.here.port}",
        f"--http.config.file={tmp_path}/http.yml", "alert", "add", "alertname=InstanceDown",
        "instance=srv-edi-01:9100", "severity=critical",
    ]  # fmt: skip
    subprocess.run(amtool, capture_output=True, check=True, timeout=20)
    scene.incident("srv-edi-01", "new")
    subprocess.run([*amtool, f"--end={_now()}"], capture_output=True, check=True, timeout=20)
    scene.incident("srv-edi-01", "resolved")


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("alert query", b"ask your Alertmanager"),
        ("silence add alertname=InstanceDown --comment=works", b"ask your Alertmanager"),
        ("silence query", b"status 400"),  # amtool shows no text where its description of the API has none
    ],
)
def test_amtool_gets_a_reason_for_what_we_do_not_have(
    scene: Scene, tmp_path: Path, asked: str, reason: bytes
) -> None:
    (tmp_path / "http.yml").write_text(f"authorization: {{credentials: demo-{PROMETHEUS}}}\n")
    at = [f"--alertmanager.url=http://127.0.0.1:{scene.here.port}", f"--http.config.file={tmp_path}/http.yml"]
    ran = subprocess.run([needs("amtool"), *at, *asked.split()], capture_output=True, timeout=20, check=False)
    assert (ran.returncode, reason in ran.stderr) == (1, True), ran.stderr.decode()


def _now() -> str:
    return f"{clock.now():%Y-%m-%dT%H:%M:%S.%fZ}"


def test_icinga_mails_its_notifications_to_us(scene: Scene) -> None:
    needs("icinga2")
    until(lambda: scene.here.listens_for_mail)
    icinga = Icinga(scene.here.folder / "icinga", scene.here.smtp, "icinga-es@tocsin.cachemire.example")
    icinga.start()
    try:
        icinga.check(2, "CRITICAL - feed B 0 V")
        scene.incident("par1.s1.r01.pdu-b", "new")
        icinga.check(0, "OK - feed B 231 V")
        scene.incident("par1.s1.r01.pdu-b", "resolved")
    finally:
        icinga.stop()
