"""Redmine 5 from Debian's package, in a private copy of its folder, with SQLite."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.connectors.servers import free_port
from tests.flow.exchange.counterparts.desk import Person, basic, installed, prepared, running, shipped

_SEED = Path(__file__).with_name("redmine_seed.rb")
_STATES = {"New": 1, "In Progress": 2, "Resolved": 3, "Feedback": 4, "Closed": 5, "Rejected": 6}


class Redmine:
    """A Redmine, and Morvan, who works there."""

    solved, reopened, ended = "Resolved", "In Progress", ("Resolved", "Closed")

    def __init__(self, port: int, key: str) -> None:
        self.port, self.key = port, key
        self._morvan = Person(f"http://127.0.0.1:{port}/", basic("morvan", "desk-secret"))

    def declared(self) -> dict[str, Any]:
        return shipped("redmine", self.port, "/")

    def _issue(self, ticket: str, **changes: Any) -> None:
        self._morvan.ask(f"issues/{ticket}.json", {"issue": changes}, "PUT")

    def _read(self, ticket: str) -> dict[str, Any]:
        found: dict[str, Any] = self._morvan.ask(f"issues/{ticket}.json?include=journals,attachments")[
            "issue"
        ]
        return found

    def tickets(self) -> list[str]:
        return [str(issue["id"]) for issue in self._morvan.ask("issues.json?status_id=*&sort=id")["issues"]]

    def comments(self, ticket: str) -> list[str]:
        return [entry["notes"] for entry in self._read(ticket)["journals"] if entry["notes"]]

    def files(self, ticket: str) -> dict[str, bytes]:
        there = self._read(ticket)["attachments"]
        return {
            file["filename"]: self._morvan.ask(f"attachments/download/{file['id']}/{file['filename']}")
            for file in there
        }

    def state(self, ticket: str) -> str:
        return str(self._read(ticket)["status"]["name"])

    def answers(self, ticket: str, text: str) -> None:
        self._issue(ticket, notes=text)

    def notes(self, ticket: str, text: str) -> None:
        self._issue(ticket, notes=text, private_notes=True)

    def puts(self, ticket: str, state: str) -> None:
        self._issue(ticket, status_id=_STATES[state], custom_fields=[{"id": 2, "value": "seen"}])

    def attaches(self, ticket: str, name: str, content: bytes) -> None:
        kind = {"Content-Type": "application/octet-stream"}
        upload = self._morvan.ask(f"uploads.json?filename={name}", content, **kind)["upload"]
        self._issue(ticket, uploads=[{"token": upload["token"], "filename": name}])

    def deletes(self, ticket: str) -> None:
        """It is gone, as if it had never been."""
        self._morvan.ask(f"issues/{ticket}.json", method="DELETE")


@contextmanager
def redmine(folder: Path) -> Iterator[Redmine]:
    """A Redmine with one private project for its client."""
    source = installed("/usr/share/redmine/Gemfile", "redmine redmine-sqlite puma").parent
    version = (source / "lib/redmine/version.rb").read_bytes() + _SEED.read_bytes()
    home = prepared("redmine", version, lambda built: _build(source, built))
    instance = home / "instances" / f"run-{os.getpid()}"
    shutil.copytree(home / "instances/default", instance, symlinks=True)
    _database(instance)
    port = free_port()
    server = ["bundle", "exec", "puma", "-e", "production", "-b", f"tcp://127.0.0.1:{port}", "-t", "1:2"]
    try:
        with running(["env", "-C", str(home), *server], port, folder, _environment(instance.name)):
            yield Redmine(port, (instance / "key").read_text())
    finally:
        shutil.rmtree(instance)


def _build(source: Path, home: Path) -> None:
    left_out = shutil.ignore_patterns("instances", "database.yml")
    shutil.copytree(source, home, dirs_exist_ok=True, ignore=left_out)
    gemfile = home / "Gemfile"
    gemfile.write_text(gemfile.read_text().replace("/usr/share/redmine", str(home)))
    (home / "Gemfile.local").write_text("gem 'puma'\n")
    instance = home / "instances/default"
    for name in ("config", "files", "log", "tmp"):
        (instance / name).mkdir(parents=True)
    (instance / "config/secret_key.txt").write_text("0" * 64)
    _database(instance)
    for command in (["bundle", "exec", "rake", "db:migrate"], ["bundle", "exec", "ruby", str(_SEED)]):
        built = subprocess.run(
            command, cwd=home, env=_environment("default"), capture_output=True, text=True, check=False
        )
        assert built.returncode == 0, built.stderr


def _database(instance: Path) -> None:
    file = instance / "db.sqlite3"
    config = f"production:\n  adapter: sqlite3\n  database: {file}\n"
    (instance / "config/database.yml").write_text(config)


def _environment(instance: str) -> dict[str, str]:
    ours = {"RAILS_ENV": "production", "REDMINE_INSTANCE": instance, "SCHEMA": os.devnull, "RUBYOPT": "-W0"}
    return {**os.environ, **ours}
