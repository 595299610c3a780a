"""A browser for the measures: one logged-in connection that stays open. Knows no page."""

import http.client
import time
from urllib.parse import urlencode

from bench.installation import Installation


class Browser:
    """One logged-in connection that stays open."""

    def __init__(self, here: Installation) -> None:
        self._wire = http.client.HTTPConnection("127.0.0.1", here.port)
        self._cookies: dict[str, str] = {}

    def log_in(self) -> None:
        from tocsin.store.models import Account

        Account.objects.create_user("bench", password="bench-password", role="administrator")
        self._get("/login")
        form = urlencode(
            {
                "username": "bench",
                "password": "bench-password",
                "csrfmiddlewaretoken": self._cookies["csrftoken"],
            }
        )
        status = self._send("POST", "/login", form)
        assert status == 302, status

    def milliseconds(self, path: str) -> float:
        started = time.perf_counter()
        status = self._get(path)
        assert status == 200, status
        return (time.perf_counter() - started) * 1000

    def _get(self, path: str) -> int:
        return self._send("GET", path)

    def _send(self, method: str, path: str, body: str | None = None) -> int:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._wire.request(method, path, body, headers)
        answer = self._wire.getresponse()
        answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status
