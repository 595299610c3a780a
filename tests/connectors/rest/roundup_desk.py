"""Roundup in a process of its own: a tracker in a private folder, its REST door, and how a desk declares it."""

import getpass
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.connectors.servers import free_port, listens, until

_BIN = Path(sys.executable).parent


@contextmanager
def roundup(folder: Path) -> Iterator[int]:
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


def settings(port: int, user: str = "tocsin") -> dict[str, Any]:
    """A desk as its configuration says it: a comment is a message of its own, linked to the issue under its ETag."""
    etag = {"path": "issue/{ticket}", "method": "GET", "capture": {"etag": "$.data['@etag']"}}
    message = {
        "path": "msg",
        "json": {"content": "{text}", "author": user, "date": "."},
        "capture": {"remark": "$.data.id"},
    }
    return {
        "client": {
            "base_url": f"http://127.0.0.1:{port}/desk/rest/data/",
            "auth": {"type": "http_basic", "username": user, "password": user},
            "headers": {"X-Requested-With": "rest", "Origin": f"http://127.0.0.1:{port}"},
            "api_budget": {"rates": [{"limit": 100000, "interval": "PT1S"}]},
        },
        "create": [
            message,
            {
                "path": "issue",
                "json": {"title": "{subject}", "messages": ["{remark}"]},
                "capture": {"ticket": "$.data.id"},
            },
        ],
        "read": [
            {
                "path": "issue/{ticket}",
                "method": "GET",
                "params": {"@verbose": "2"},
                "capture": {"messages": "$.data.attributes.messages[*].id"},
            },
            {
                "path": "msg",
                "method": "GET",
                "params": {"id": "{messages}", "@fields": "content,author,date", "@verbose": "3"},
                "name": "messages",
            },
        ],
        "search": {
            "endpoint": {
                "path": "issue",
                "params": {"title": "{reference}", "@fields": "title,creation"},
                "data_selector": "$.data.collection",
            },
            "item": {"reference": "$.id", "our_reference": "$.title", "created": "$.creation"},
        },
        "comment": [
            etag,
            message,
            {
                "path": "issue/{ticket}",
                "method": "PATCH",
                "headers": {"If-Match": "{etag}"},
                "json": {"@op": "add", "messages": "{remark}"},
            },
        ],
        "transition": [
            etag,
            {
                "path": "issue/{ticket}",
                "method": "PATCH",
                "headers": {"If-Match": "{etag}"},
                "json": {"@op": "replace", "status": "{to}"},
            },
        ],
        "ticket": {
            "reference": "$.answer.data.id",
            "state": "$.answer.data.attributes.status.name",
            "updated": "$.answer.data.attributes.activity",
            "our_reference": "$.answer.data.attributes.title",
        },
        "remarks": {
            "selector": "$.messages.data.collection[*]",
            "id": "$.id",
            "author": "$.author.username",
            "text": "$.content",
            "at": "$.date",
        },
    }
