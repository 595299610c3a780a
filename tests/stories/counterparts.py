"""Real counterparts of an installation: the relay that takes its notices, Icinga 2, the provider who writes."""

import getpass
import grp
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from shutil import copytree
from typing import Any
from zoneinfo import ZoneInfo

from tests.connectors.servers import Server, free_port, needs, needs_to_read, smtp_server, until
from tests.stories.installation import COMPANY, PROVIDER
from tocsin.flow import clock


class Relay:
    """A mail server that takes every notice; its ``mails`` in the order of their arrival."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.port = free_port()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def about(self, number: str) -> list[EmailMessage]:
        """The notices whose subject names this incident."""
        return [mail for mail in self.mails if number in mail["Subject"]]


@contextmanager
def relay() -> Iterator[Relay]:
    """A relay that listens."""
    taking = Relay()
    with smtp_server(taking, taking.port):
        yield taking


def company_with_mailbox(folder: Path, imap_port: int) -> Path:
    """The example company, its provider's mailbox on this machine, and notices bundled for a second only."""
    company = folder / "company"
    copytree(COMPANY, company)
    _change(
        company / "sources.yaml",
        'host: imap.cachemire.example, port: 993, tls: ssl, user: alertes-valmont, password: "env:VALMONT_IMAP_PASSWORD"',
        f"host: 127.0.0.1, port: {imap_port}, tls: none, user: hub, password: 'env:MAILBOX_PASSWORD',"
        " timeout_s: 5, file_translated: Translated, file_ignored: Noise",
    )
    _change(company / "settings.yaml", "notice_bundle: 5min", "notice_bundle: 1s\n  notice_wait: 1s")
    return company


def _change(file: Path, before: str, after: str) -> None:
    text = file.read_text()
    assert text.count(before) == 1, (file, before)
    file.write_text(text.replace(before, after))


def alarm(rack: str, state: str = "Alarme") -> bytes:
    """What the provider writes now about outlet 12 of a rack's PDU A; ``state`` Alarme or Rétablie."""
    at = clock.now()
    ticket = f"VDC-{at:%H%M%S%f}"
    return (
        f"From: Supervision Valmont <{PROVIDER}>\r\nTo: alarmes@cachemire.example\r\n"
        f"Message-ID: <{ticket}@valmont-dc.example>\r\nSubject: [{ticket}] {state.encode('ascii', 'ignore').decode()}\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"Type d'alarme : Perte d'alimentation prise\r\nCriticité     : Critique\r\nÉtat          : {state}\r\n"
        f"Localisation  : PAR1 / Salle S1 / Baie {rack} / PDU A / Prise 12\r\n"
        f"Date et heure : {at.astimezone(ZoneInfo('Europe/Paris')):%d/%m/%Y %H:%M:%S}\r\nTicket        : {ticket}\r\n"
    ).encode()


class Icinga(Server):
    """A private Icinga 2 that mails its notifications, by its own script, to an SMTP inlet."""

    host, service = "par-dc1-pdu-b", "power-feed"

    def __init__(self, folder: Path, smtp_port: int, recipient: str) -> None:
        self.folder, self.pipe = folder, folder / "cmd"
        for name in ("data", "cache", "run", "log", "spool", "bin"):
            (folder / name).mkdir(parents=True)
        mail = folder / "bin" / "mail"  # what the script calls to hand a mail over
        mail.write_text(_MAIL.format(python=sys.executable, port=smtp_port))
        mail.chmod(0o755)
        script = needs_to_read(Path("/etc/icinga2/scripts/mail-service-notification.sh"))
        (folder / "icinga2.conf").write_text(
            _ICINGA.format(folder=folder, script=script, recipient=recipient)
        )
        places = {
            "DataDir": "data", "LogDir": "log", "CacheDir": "cache", "SpoolDir": "spool", "InitRunDir": "run",
            "PidPath": "run/pid", "StatePath": "data/state", "VarsPath": "cache/vars", "ObjectsPath": "cache/objects",
        }  # fmt: skip
        arguments = [f"-DConfiguration.{name}={folder}/{place}" for name, place in places.items()]
        daemon = [
            needs("icinga2"),
            "daemon",
            "-c",
            f"{folder}/icinga2.conf",
            "-DNodeName=here",
            "-DZoneName=here",
        ]
        path = f"PATH={folder}/bin:/usr/sbin:/usr/bin:/bin"
        command = ["env", path, *_as_ourselves(), *daemon, *arguments]
        super().__init__(command, 0, folder / "icinga2.out")

    def start(self) -> None:
        """It listens on no port: its log says that it is ready."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        until(lambda: "Activated all objects" in self.log.read_text() and self.pipe.exists())

    def stop(self, how: signal.Signals = signal.SIGKILL) -> None:
        """At once: it would wait for somebody to write into its pipe."""
        super().stop(how)

    def check(self, code: int, output: str) -> None:
        """Hand in a passive result: 0 OK, 1 warning, 2 critical."""
        now = int(clock.now().timestamp())
        with self.pipe.open("w") as pipe:
            pipe.write(f"[{now}] PROCESS_SERVICE_CHECK_RESULT;{self.host};{self.service};{code};{output}\n")


def _as_ourselves() -> list[str]:
    group = grp.getgrgid(os.getgid()).gr_name
    return [f"ICINGA2_USER={getpass.getuser()}", f"ICINGA2_GROUP={group}"]


_MAIL = """#!{python}
import smtplib, sys
from email.message import EmailMessage
mail = EmailMessage()
mail["From"], mail["To"] = "nagios@monitoring.cachemire.example", sys.argv[-1]
mail["Subject"] = sys.argv[sys.argv.index("-s") + 1]
mail.set_content(sys.stdin.read())
with smtplib.SMTP("127.0.0.1", {port}, timeout=10) as wire:
    wire.send_message(mail)
"""

_ICINGA = """
include <itl>
object ExternalCommandListener "command" {{ command_path = "{folder}/cmd" }}
object NotificationComponent "notification" {{ }}
object CheckerComponent "checker" {{ }}
object Endpoint NodeName {{ }}
object Zone ZoneName {{ endpoints = [ NodeName ] }}
object User "tocsin" {{ email = "{recipient}" }}
object NotificationCommand "mail-service" {{
  command = [ "{script}" ]
  arguments = {{
    "-4" = "$address$"
    "-d" = "$icinga.long_date_time$"
    "-e" = "$service.name$"
    "-l" = "$host.name$"
    "-n" = "$host.display_name$"
    "-o" = "$service.output$"
    "-r" = "$user.email$"
    "-s" = "$service.state$"
    "-t" = "$notification.type$"
    "-u" = "$service.display_name$"
  }}
}}
object Host "par-dc1-pdu-b" {{
  check_command = "passive"
  address = "192.0.2.11"
  display_name = "PDU B, Paris DC1"
  enable_active_checks = false
  max_check_attempts = 1
}}
object Service "power-feed" {{
  host_name = "par-dc1-pdu-b"
  check_command = "passive"
  enable_active_checks = false
  max_check_attempts = 1
}}
object Notification "mail" {{
  host_name = "par-dc1-pdu-b"
  service_name = "power-feed"
  command = "mail-service"
  users = [ "tocsin" ]
}}
"""
