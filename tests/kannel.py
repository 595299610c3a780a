"""Kannel with its fake centre: a real SMS gateway in three processes, and the telephone behind it."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.connectors.servers import Server, free_port, needs, until

FAKE = Path("/usr/lib/kannel/test/fakesmsc")
USER, PASSWORD = "tocsin", "s3cret"


class Kannel:
    """``port`` takes what is to be sent; ``calls`` are the paths by which it has reported; ``seen`` what the phone shows."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.calls = folder, free_port(), list[str]()
        self._centre_port = free_port()
        self._back = ThreadingHTTPServer(("127.0.0.1", 0), _recorder(self.calls))

    @property
    def back(self) -> str:
        """Where it reports."""
        return f"http://127.0.0.1:{self._back.server_port}"

    @property
    def seen(self) -> str:
        return (self.folder / "phone.log").read_text("utf-8", "replace")

    @contextmanager
    def running(self) -> Iterator["Kannel"]:
        """Until the block ends."""
        Thread(target=self._back.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        admin, boxes = free_port(), free_port()
        config = self.folder / "kannel.conf"
        config.write_text(_config(admin, boxes, self._centre_port, self.port, self.back))
        with ExitStack() as stack:
            for name, port in (("bearerbox", boxes), ("smsbox", self.port)):
                box = Server([needs(name), "-v", "1", str(config)], port, self.folder / f"{name}.log")
                box.start()
                stack.callback(box.stop)
            yield self
        self._back.shutdown()
        self._back.server_close()

    @contextmanager
    def telephone(self, number: str, text: str) -> Iterator[None]:
        """A telephone that writes this at once, and shows what it gets."""
        message = f"{number} 4711 text {text}"
        command = [
            str(FAKE),
            "-H",
            "127.0.0.1",
            "-r",
            str(self._centre_port),
            "-i",
            "600",
            "-m",
            "9",
            message,
        ]
        with (self.folder / "phone.log").open("w") as log:
            phone = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
            try:
                until(lambda: "sent message" in self.seen)
                yield
            finally:
                phone.kill()
                phone.wait()


@contextmanager
def kannel(folder: Path) -> Iterator[Kannel]:
    """Kannel; the test is skipped, loudly, where it is not installed."""
    needs("bearerbox")
    if not FAKE.exists():
        pytest.skip(f"NOT TESTED: {FAKE} is missing (Debian: apt-get install kannel-extras)")
    with Kannel(folder).running() as server:
        yield server


def _config(admin: int, boxes: int, centre: int, sending: int, back: str) -> str:
    return f"""group = core
admin-port = {admin}
admin-password = {PASSWORD}
smsbox-port = {boxes}
box-allow-ip = 127.0.0.1

group = smsc
smsc = fake
smsc-id = fake
host = 127.0.0.1
port = {centre}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sending}

group = sendsms-user
username = {USER}
password = {PASSWORD}
max-messages = 4
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
get-url = "{back}/api/gateways/sms?token=demo-telephones&from=%p&text=%a"
"""


def _recorder(calls: list[str]) -> type[BaseHTTPRequestHandler]:
    class Recorder(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    return Recorder
