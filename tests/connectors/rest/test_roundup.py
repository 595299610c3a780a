"""A real counterpart with a limiter of its own: Roundup's REST. Within the budget nothing is refused; a 429 is kept to."""

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import msgspec
import pytest

from tests.connectors.rest.conftest import Counted
from tests.connectors.servers import free_port, listens, until
from tocsin.connectors.kit.calls import Calls
from tocsin.connectors.rest.api import Api
from tocsin.connectors.rest.patience import Patient
from tocsin.connectors.rest.settings import RestSettings
from tocsin.connectors.rest.walk import Item, walk
from tocsin.core.calls.budget import Rate
from tocsin.core.kernel.errors import Unavailable
from tocsin.flow import clock
from tocsin.flow.calls import AccountCalls
from tocsin.store import calls as accounts

pytestmark = pytest.mark.django_db(transaction=True)
LIMIT, INTERVAL_S, ISSUES = 2, 3, 3
_ISSUES = """
import sys
from roundup import instance
db = instance.open(sys.argv[1]).open("admin")
for number in range(int(sys.argv[2])):
    db.issue.create(title=f"Alarm {number}", priority="1")
db.commit()
db.close()
"""


@pytest.fixture(scope="module")
def roundup() -> Iterator[str]:
    """The address of its REST, with three issues. It refuses root, and runs as nobody then."""
    home, port = Path(tempfile.mkdtemp(prefix="roundup")), free_port()
    home.chmod(0o755)
    _install(home / "tracker", port)
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    server = subprocess.Popen(
        [_program("roundup-server"), "-p", str(port), "-n", "127.0.0.1", *user, f"tracker={home / 'tracker'}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until(lambda: listens(port))
        yield f"http://127.0.0.1:{port}/tracker/rest/data/"
    finally:
        server.kill()
        server.wait()
        shutil.rmtree(home)


def _install(tracker: Path, port: int) -> None:
    admin = [_program("roundup-admin"), "-i", str(tracker)]
    subprocess.run([*admin, "install", "classic", "sqlite"], check=True, capture_output=True)
    config = tracker / "config.ini"
    text = config.read_text("utf-8")
    for name, value in {
        "web": f"http://127.0.0.1:{port}/tracker/",
        "domain": "valmont.example",
        "api_calls_per_interval": LIMIT,
        "api_interval_in_sec": INTERVAL_S,
    }.items():
        text = re.sub(rf"^#?\s?{name} = .*$", f"{name} = {value}", text, count=1, flags=re.MULTILINE)
    config.write_text(text, "utf-8")
    subprocess.run([*admin, "initialise", "secret"], input=b"y\n", check=True, capture_output=True)
    subprocess.run([sys.executable, "-c", _ISSUES, str(tracker), str(ISSUES)], check=True)
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        for path in (tracker, *tracker.rglob("*")):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def settings(address: str) -> RestSettings:
    """Its issues, one a page: three calls, one more than may be made at once."""
    written: dict[str, Any] = {
        "client": {
            "base_url": address,
            "auth": {"type": "http_basic", "username": "admin", "password": "secret"},
            "api_budget": {"rates": [{"limit": LIMIT, "interval": f"PT{INTERVAL_S}S"}], "margin": 1},
        },
        "resources": [
            {
                "name": "issues",
                "primary_key": "id",
                "endpoint": {
                    "path": "issue",
                    "params": {"@page_size": 1, "@page_index": 1, "@fields": "title,activity"},
                    "data_selector": "$.data.collection",
                    "paginator": {"type": "json_link", "next_url_path": "$.data['@links'].next[0].uri"},
                },
            }
        ],
    }
    return msgspec.convert(written, RestSettings)


def read_all(found: RestSettings, calls: Calls) -> list[str]:
    """The titles of all issues."""
    api, titles = Api(found.client, calls, clock.now), []

    def take(items: list[Item]) -> int:
        titles.extend(msgspec.json.decode(item.body)["title"] for item in items)
        return len(items)

    try:
        walk(found.resources[0], None, api, take)
    finally:
        api.close()
    return titles


def test_within_the_declared_budget_its_limiter_never_refuses(roundup: str) -> None:
    calls = AccountCalls("roundup", (Rate(limit=LIMIT, interval_s=INTERVAL_S),), 1.0, "")
    assert sorted(read_all(settings(roundup), Patient(calls, Event()))) == [
        f"Alarm {number}" for number in range(ISSUES)
    ]
    account = accounts.read("roundup")
    assert (account.calls, account.refused, account.breaker.is_cut) == (ISSUES, 0, False)


def test_a_429_of_a_real_limiter_says_how_long_to_wait(roundup: str) -> None:
    """Whoever counts nothing is refused; its Retry-After, whatever its spelling, reaches the breaker."""
    calls = Counted()
    with suppress(Unavailable):
        for _ in range(4):
            read_all(settings(roundup), calls)
    ((cause, reason, retry_after_s),) = calls.failures
    assert (cause, "429" in reason) == ("refused", True)
    assert retry_after_s is not None
    assert 0 < retry_after_s <= INTERVAL_S
