"""Roundup 2 from PyPI in a process of its own, with a classic tracker in a private folder, and its people."""

import getpass
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.connectors.servers import free_port, listens, until
from tests.flow.exchange.counterparts.desk import Person, basic, shipped

_BIN = Path(sys.executable).parent


class Roundup:
    """A Roundup, and its administrator, who works there. It has no notes that are hidden from a client."""

    solved, reopened, ended = "done-cbb", "in-progress", ("done-cbb", "resolved")

    def __init__(self, port: int) -> None:
        self.port = port
        origin = f"http://127.0.0.1:{port}"
        self._admin = Person(
            f"{origin}/desk/rest/data/",
            basic("admin", "admin"),
            **{"X-Requested-With": "rest", "Origin": origin},
        )

    def declared(self) -> dict[str, Any]:
        declared = shipped("roundup", self.port, "/desk/rest/data/")
        declared["settings"]["client"]["headers"]["Origin"] = f"http://127.0.0.1:{self.port}"
        return declared

    def _items(self, kind: str, **params: str) -> list[dict[str, Any]]:
        query = urlencode({"@verbose": "3", **params})
        found: list[dict[str, Any]] = self._admin.ask(f"{kind}?{query}")["data"]["collection"]
        return found

    def _issue(self, ticket: str) -> dict[str, Any]:
        found: dict[str, Any] = self._admin.ask(f"issue/{ticket}?@verbose=2")["data"]
        return found

    def _change(self, ticket: str, how: str, **changes: str) -> None:
        etag = {"If-Match": self._issue(ticket)["@etag"]}
        self._admin.ask(f"issue/{ticket}", {"@op": how, **changes}, "PATCH", **etag)

    def tickets(self) -> list[str]:
        return [str(issue["id"]) for issue in self._items("issue")]

    def comments(self, ticket: str) -> list[str]:
        ids = ",".join(message["id"] for message in self._issue(ticket)["attributes"]["messages"])
        return [message["content"] for message in self._items("msg", id=ids, **{"@fields": "content"})]

    def files(self, ticket: str) -> dict[str, bytes]:
        there = self._issue(ticket)["attributes"]["files"]
        names = {
            file["id"]: self._admin.ask(f"file/{file['id']}")["data"]["attributes"]["name"] for file in there
        }
        raw = {"Accept": "application/octet-stream"}
        return {
            name: self._admin.ask(f"file/{number}/binary_content", **raw) for number, name in names.items()
        }

    def state(self, ticket: str) -> str:
        return str(self._issue(ticket)["attributes"]["status"]["name"])

    def answers(self, ticket: str, text: str) -> None:
        message = {"content": text, "author": "admin", "date": "."}
        self._change(ticket, "add", messages=self._admin.ask("msg", message)["data"]["id"])

    def notes(self, ticket: str, text: str) -> None:
        """There are none."""

    def puts(self, ticket: str, state: str) -> None:
        self._change(ticket, "replace", status=state)

    def attaches(self, ticket: str, name: str, content: bytes) -> None:
        kind = b"application/octet-stream\r\n\r\n"
        head = (
            f'--part\r\nContent-Disposition: form-data; name="content"; filename="{name}"\r\nContent-Type: '
        )
        named = f'\r\n--part\r\nContent-Disposition: form-data; name="name"\r\n\r\n{name}\r\n--part--\r\n'
        form = {"Content-Type": "multipart/form-data; boundary=part"}
        body = head.encode() + kind + content + named.encode()
        self._change(ticket, "add", files=self._admin.ask("file", body, **form)["data"]["id"])


@contextmanager
def roundup(folder: Path) -> Iterator[Roundup]:
    """A Roundup with a classic tracker."""
    with _served(folder) as port:
        yield Roundup(port)


@contextmanager
def _served(folder: Path) -> Iterator[int]:
    """A classic tracker with the user ``tocsin`` (password ``tocsin``); its port."""
    home, port = folder / "tracker", free_port()
    admin = [str(_BIN / "roundup-admin"), "-i", str(home)]
    subprocess.run(
        [
            *admin,
            "install",
            "classic",
            "anydbm",
            f"tracker_web=http://127.0.0.1:{port}/desk/,mail_domain=desk.example,mail_host=localhost,"
            "admin_email=a@desk.example",
        ],
        check=True,
        capture_output=True,
    )
    config = home / "config.ini"
    hashing = "password_pbkdf2_default_rounds = "  # for each call that signs in: a second of work otherwise
    config.write_text(re.sub(f"#? ?{hashing}[0-9]+", f"{hashing}1000", config.read_text()))
    subprocess.run([*admin, "initialise", "admin"], check=True, capture_output=True)
    subprocess.run(
        [
            *admin,
            "create",
            "user",
            "username=tocsin",
            "password=tocsin",
            "address=t@example.org",
            "roles=Admin",
        ],
        check=True,
        capture_output=True,
    )
    user = ["-u", getpass.getuser()]  # it refuses root, unless it is named
    process = subprocess.Popen(
        [str(_BIN / "roundup-server"), *user, "-n", "127.0.0.1", "-p", str(port), f"desk={home}"],
        env={**os.environ, "SENDMAILDEBUG": os.devnull},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until(lambda: listens(port))
        yield port
    finally:
        process.terminate()
        process.wait()
