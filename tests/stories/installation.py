"""A real installation: processes, a database of its own, senders that retry, and somebody who pulls plugs."""

import fcntl
import http.client
import json
import os
import shutil
import signal
import smtplib
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.connectors.servers import free_port, listens, until

COMPANY = "examples/cachemire"
MAILBOX, PROVIDER = "valmont@tocsin.cachemire.example", "supervision@valmont-dc.example"


class Installation:
    """Tocsin in a folder of its own; every process writes to one log there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.smtp = folder, free_port(), free_port()
        self.log = folder / "processes.log"
        self._running: list[subprocess.Popen[bytes]] = []
        strange = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "TOCSIN_RELAY", "TOCSIN_TREE")
        known = {name: value for name, value in os.environ.items() if name not in strange}
        self.environment = {
            **known,
            "TOCSIN_DATA": str(folder),
            "TOCSIN_SMTP_PORT": str(self.smtp),
            "TOCSIN_LOG": "json",
            "TOCSIN_LOG_LEVEL": "warning",
        }

    def tocsin(self, *arguments: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        """Run one command to its end."""
        command = [sys.executable, "-m", "tocsin", *arguments]
        return subprocess.run(
            command, env=self.environment, input=given, capture_output=True, timeout=120, check=False
        )

    def begin(self, *arguments: str, **environment: str) -> "subprocess.Popen[bytes]":
        """Start a process that stays."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tocsin", *arguments],
                env=self.environment | environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self._running.append(process)
        return process

    def up(self) -> "subprocess.Popen[bytes]":
        """Everything, with the example company in force."""
        process = self.begin("up", "--port", str(self.port))
        until(lambda: self.is_listening or process.poll() is not None, 60)
        assert process.poll() is None, self.log.read_text()
        return process

    @property
    def is_listening(self) -> bool:
        """Whether the HTTP inlet listens."""
        return listens(self.port)

    @property
    def listens_for_mail(self) -> bool:
        """Whether the mail inlet listens."""
        return listens(self.smtp)

    def stop(self) -> None:
        """End every process, in order."""
        for process in self._running:
            process.terminate()
        for process in self._running:
            process.wait(40)
        self._running.clear()

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Ask the database."""
        where = f"postgresql://postgres@/tocsin?host={self.folder / 'socket'}"
        with psycopg.connect(where) as connection:
            return connection.execute(statement.encode(), values).fetchall()

    def value(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """Ask the database for one value."""
        return self.rows(statement, values)[0][0]

    def all_worked(self) -> bool:
        """Whether no message waits; False while the database is away."""
        try:
            return not self.value("select count(*) from message where status = 'new'")
        except psycopg.OperationalError:
            return False

    @property
    def postmaster(self) -> int:
        """The database's process; 0 while there is none."""
        try:
            return int((self.folder / "postgresql" / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return 0

    @property
    def database_log(self) -> str:
        """What PostgreSQL said."""
        logs = [self.folder / "postgresql.log", *(self.folder / "postgresql" / "log").glob("*.log")]
        return "".join(log.read_text(errors="replace") for log in logs)


@contextmanager
def installation() -> Iterator[Installation]:
    """An installation with its tables and the company, nothing running; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="tocsin-hold-"))
    here = Installation(folder)
    try:
        subprocess.run(["cp", "-a", f"{_installed()}/.", str(folder)], check=True)
        yield here
    finally:
        here.stop()
        stop_database(here)
        shutil.rmtree(folder, ignore_errors=True)


def _installed() -> Path:
    """A data folder that was installed once for all tests of the run, whichever process needs it first."""
    run = Path(os.environ["TOCSIN_DATA"])
    folder, ready = run / "installed", run / "installed.ready"
    run.chmod(run.stat().st_mode | 0o011)  # who runs PostgreSQL for root must be able to enter it
    with (run / "installed.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            here = Installation(folder)
            for command in (["migrate"], ["apply", COMPANY]):
                done = here.tocsin(*command)
                assert done.returncode == 0, done.stderr.decode()
            stop_database(here)
            ready.touch()
    return folder


def stop_database(here: Installation) -> None:
    """End the cluster, should one still run: it is the last."""
    if pid := here.postmaster:
        kill(pid, signal.SIGQUIT)
        until(lambda: not Path(f"/proc/{pid}/cmdline").exists() or not cmdline(pid), 20)


def kill(pid: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Send a signal; whoever is gone already is gone."""
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        return


def cmdline(pid: int) -> str:
    """A process's command; empty if it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def below(pid: int) -> list[int]:
    """The processes that this one started, and theirs."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, look = [], [pid]
    while look:
        mine = children.get(look.pop(), [])
        found += mine
        look += mine
    return found


class Poster:
    """Posts one event of our own JSON: each subject in turn fires, then recovers, then fires ..."""

    def __init__(self, here: Installation, source: str, subjects: Sequence[str]) -> None:
        self._port, self._source, self._subjects = here.port, source, subjects
        self._line: http.client.HTTPConnection | None = None

    def __call__(self, word: str, number: int) -> bool:
        """Whether it was answered 202. The key makes the same event, said again, a repeat."""
        turn, subject = divmod(number, len(self._subjects))
        body = {
            "kind": "check.failed",
            "state": "resolved" if turn % 2 else "firing",
            "place": {"text": self._subjects[subject]},
            "summary": word,
        }
        try:
            status = self._post(json.dumps(body), word)
        except (OSError, http.client.HTTPException):
            self.close()
            return False
        assert status in (202, 429, 503), status
        return status == 202

    def _post(self, body: str, key: str) -> int:
        headers = {"Authorization": f"Bearer demo-{self._source}", "Content-Type": "application/json"}
        self._line = self._line or http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        self._line.request("POST", "/api/v1/events", body, headers | {"Idempotency-Key": key})
        answer = self._line.getresponse()
        answer.read()
        return answer.status

    def close(self) -> None:
        """Hang up."""
        if self._line:
            self._line.close()
            self._line = None


class Mailer:
    """Sends one mail of the provider through the SMTP inlet."""

    def __init__(self, here: Installation) -> None:
        self._port = here.smtp

    def __call__(self, word: str, number: int) -> bool:
        """Whether it was answered 250."""
        mail = (
            f"From: {PROVIDER}\r\nTo: {MAILBOX}\r\nMessage-ID: <{word}@valmont-dc.example>\r\n"
            "Subject: Alarme\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
            "Type d'alarme : Perte d'alimentation prise\r\nCriticité : Critique\r\nÉtat : Alarme\r\n"
            f"Localisation : PAR1 / Salle S1 / Baie R07 / PDU A / Prise {number % 20 + 1}\r\n"
            f"Ticket : {word}\r\n"
        )
        try:
            with smtplib.SMTP("127.0.0.1", self._port, timeout=10) as wire:
                wire.sendmail(PROVIDER, [MAILBOX], mail.encode())
        except (OSError, smtplib.SMTPException):
            return False
        return True

    def close(self) -> None:
        """Each mail had a connection of its own."""


class Sender(threading.Thread):
    """Says its events one after the other; a message counts once its receipt is there, and is retried until then.

    ``kept`` are the messages that got their receipt. Each sender has its own subjects, so that order is its own.
    """

    def __init__(self, name: str, send: Poster | Mailer) -> None:
        super().__init__(name=name, daemon=True)
        self._send, self._enough = send, threading.Event()
        self.kept: list[str] = []
        self.attempts = 0

    def run(self) -> None:
        number = 0
        while not self._enough.is_set():
            word = f"{self.name}-{number}"
            self.attempts += 1
            if self._send(word, number):
                self.kept.append(word)
                number += 1
            else:
                self._enough.wait(0.05)
        self._send.close()

    def finish(self) -> None:
        """No more, once what is under way has its receipt or not."""
        self._enough.set()
        self.join(60)
        assert not self.is_alive()
