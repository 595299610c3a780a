"""More supervision APIs in the styles of well-known products: XML, streams of lines, windows, feeds, trees and tables.

``python -m tests.connectors.rest.foreign PORT``. All have the same alarms as ``styles``, and the same controls.
"""

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import quoteattr

from tests.connectors.rest import styles
from tests.connectors.rest.styles import PARIS, SIZE, START, _must, alarms

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
Query = dict[str, list[str]]


class Handler(styles.Handler):
    def do_GET(self) -> None:  # noqa: N802  the library's name
        parts = urlsplit(self.path)
        query = parse_qs(parts.query, keep_blank_values=True)
        whole = {
            "/nagiosxi/api/v1/objects/servicestatus": self._nagios,
            "/attributes/alarms": self._attributes,
            "/pager/incidents": self._pager,
            "/datadog/api/v1/events": self._datadog,
            "/stream/alarms": self._stream,
            "/hal/alarms": self._hal,
            "/dotnet/Alarms": self._dotnet,
            "/keyed/alarms": self._keyed,
            "/feed/alarms": self._feed,
            "/table/query": self._table,
            "/cached/alarms": self._cached,
            "/redfish/v1/Chassis": self._chassis,
        }
        if parts.path.startswith("/redfish/v1/Chassis/"):
            self._answered(lambda: self._sensors(parts.path.split("/")[4], query))
        else:
            self._answered(lambda: whole[parts.path](query))

    def do_POST(self) -> None:  # noqa: N802  the library's name
        path = urlsplit(self.path).path
        if path not in ("/redfish/v1/Sessions", "/attributes/login"):
            return super().do_POST()
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        alarms.sessions += 1
        if path == "/redfish/v1/Sessions":
            _must(json.loads(body) == {"UserName": "tocsin", "Password": "secret"}, "login")
            return self._send({"Id": "1"}, 201, {"X-Auth-Token": f"token-{alarms.sessions}"})
        _must(parse_qs(body.decode()) == {"user": ["tocsin"], "password": ["secret"]}, "login")
        headers = {"Set-Cookie": f"JSESSIONID=s-{alarms.sessions}; Path=/; HttpOnly", "Location": "/home"}
        return self._text(b"", "text/html", headers, 302)

    def _text(
        self, content: bytes, media_type: str, headers: dict[str, str] | None = None, status: int = 200
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(content)

    def _nagios(self, query: Query) -> None:
        """XML; how many and from where in one parameter; local times, and a count where there is nothing."""
        _must(query["apikey"] == ["secret"], "apikey")
        since = query["last_check"][0].removeprefix("gte:")
        count, begin = map(int, query["records"][0].split(":"))
        found = alarms.since(datetime.fromisoformat(since).replace(tzinfo=PARIS))
        rows = "".join(
            f'<servicestatus id="{number}"><host_name>srv&amp;{number}</host_name>'
            f"<last_check>{at.astimezone(PARIS):%Y-%m-%d %H:%M:%S}</last_check></servicestatus>"
            for number, at in found[begin : begin + count]
        )
        whole = (
            f"<servicestatuslist><recordcount>{len(found[begin:])}</recordcount>{rows}</servicestatuslist>"
        )
        self._text(f'<?xml version="1.0" encoding="utf-8"?>{whole}'.encode(), "application/xml")

    def _attributes(self, query: Query) -> None:
        """XML of attributes alone, with prefixes, in Latin-1; the session is a cookie; a flag ends the pages."""
        if self.headers["Cookie"] != f"JSESSIONID=s-{alarms.sessions}":
            return self._send({}, 401)
        page = int(query.get("page", ["1"])[0])
        found = alarms.since(EPOCH + timedelta(milliseconds=int(query.get("from", ["0"])[0])))
        rows = "".join(
            f'<v:alarm v:ref="A{number}" at="{(at - EPOCH) // timedelta(milliseconds=1)}" text={quoteattr("Coupée")}/>'
            for number, at in found[(page - 1) * SIZE : page * SIZE]
        )
        more = str(page * SIZE < len(found)).lower()
        whole = f'<v:answer xmlns:v="urn:valmont" more="{more}"><v:alarms>{rows}</v:alarms></v:answer>'
        return self._text(whole.encode("latin-1"), "text/xml; charset=ISO-8859-1")

    def _pager(self, query: Query) -> None:
        """A word before the key, a window with both ends, a flag for more."""
        _must(self.headers["Authorization"] == "Token token=secret", "Authorization")
        _must(self.headers["Accept"] == "application/vnd.pager+json;version=2", "Accept")
        _must(SECOND.fullmatch(query["until"][0]) is not None, query["until"][0])
        begin, count = int(query["offset"][0]), int(query["limit"][0])
        found = alarms.since(datetime.fromisoformat(query["since"][0]))
        rows = [
            {"id": f"P{number}", "created_at": f"{at:%Y-%m-%dT%H:%M:%SZ}"}
            for number, at in found[begin : begin + count]
        ]
        self._send({"incidents": rows, "offset": begin, "more": begin + count < len(found), "total": None})

    def _datadog(self, query: Query) -> None:
        """Two keys; seconds since 1970 for both ends of the window; the next page is a number."""
        _must(
            self.headers["DD-API-KEY"] == "secret" and self.headers["DD-APPLICATION-KEY"] == "secret", "keys"
        )
        _must(len(query["end"][0]) == len("1795860000"), query["end"][0])
        page = int(query["page"][0])
        found = alarms.since(datetime.fromtimestamp(int(query["start"][0]), UTC))
        rows = [
            {"id": number, "date_happened": int(at.timestamp())}
            for number, at in found[page * SIZE : (page + 1) * SIZE]
        ]
        self._send({"events": rows})

    def _stream(self, query: Query) -> None:
        """A line for each item, an empty body at the end; a header says from where to go on, always."""
        _must(self.headers["Accept"] == "application/x-ndjson", "Accept")
        after = int(query.get("after", ["c-0"])[0].removeprefix("c-"))
        found = alarms.known[after : after + SIZE]
        lines = b"".join(
            json.dumps({"n": number, "at": at.isoformat()}).encode() + b"\n" for number, at in found
        )
        self._text(lines, "application/x-ndjson", {"X-Next-Cursor": f"c-{after + len(found)}"})

    def _hal(self, query: Query) -> None:
        """HAL: without items there is no list at all; links are relative."""
        found = alarms.since(datetime.fromisoformat(query.get("modifiedAfter", ["1970-01-01T00:00:00Z"])[0]))
        page = int(query.get("page", ["0"])[0])
        rows = [
            {"ref": f"A-{number}", "modified": at.isoformat()}
            for number, at in found[page * SIZE : (page + 1) * SIZE]
        ]
        answer: dict[str, Any] = {
            "page": {"totalElements": len(found)},
            "_links": {"self": {"href": self.path}},
        }
        if rows:
            answer["_embedded"] = {"alarms": rows}
        if (page + 1) * SIZE < len(found):
            since = f"&modifiedAfter={query['modifiedAfter'][0]}" if "modifiedAfter" in query else ""
            answer["_links"]["next"] = {"href": f"alarms?page={page + 1}{since}".replace("+", "%2B")}
        self._send(answer)

    def _dotnet(self, query: Query) -> None:
        """Instants as .NET writes them; groups of groups."""
        since = query.get("from", ["/Date(0)/"])[0].removeprefix("/Date(").removesuffix(")/")
        found = alarms.since(EPOCH + timedelta(milliseconds=int(since)))
        rows = [
            {"Id": number, "Changed": f"/Date({(at - EPOCH) // timedelta(milliseconds=1)})/"}
            for number, at in found
        ]
        half = len(rows) // 2
        sites = [{"rooms": [{"alarms": rows[:half]}, {"alarms": []}]}, {"rooms": [{"alarms": rows[half:]}]}]
        self._send({"sites": sites if rows else []})

    def _keyed(self, query: Query) -> None:
        """Under the name of each host its alarms, each under its number; seconds with a fraction, as text."""
        found = alarms.since(datetime.fromtimestamp(float(query.get("after", ["0"])[0]), UTC))
        hosts: dict[str, dict[str, Any]] = {}
        for number, at in found:
            hosts.setdefault(f"srv-{number % 3}", {})[str(number)] = {"when": f"{at.timestamp():.6f}"}
        self._send({"hosts": hosts})

    def _feed(self, query: Query) -> None:
        """No beginning can be asked for: the newest first."""
        after = query.get("starting_after", [""])[0]
        newest = [(f"ev_{number}", at) for number, at in reversed(alarms.known)]
        begin = next((place + 1 for place, (name, _) in enumerate(newest) if name == after), 0)
        rows = [{"id": name, "created": int(at.timestamp())} for name, at in newest[begin : begin + SIZE]]
        self._send({"data": rows, "has_more": begin + SIZE < len(newest)})

    def _table(self, query: Query) -> None:
        """Columns, and rows of values."""
        since = int(query.get("since", ["0"])[0])
        rows = [[number, int(at.timestamp()), "Power lost"] for number, at in alarms.known if number >= since]
        columns = [{"name": name} for name in ("id", "at", "text")]
        self._send({"results": [{"columns": columns, "values": rows}]})

    def _cached(self, _query: Query) -> None:
        """A list of all that is there, with an ETag."""
        tag = f'"{len(alarms.known)}"'
        if self.headers["If-None-Match"] == tag:
            return self._text(b"", "application/json", {"ETag": tag}, 304)
        return self._send([{"id": number} for number, _ in alarms.known], headers={"ETag": tag})

    def _chassis(self, _query: Query) -> None:
        """Redfish: the session comes in a header; what is measured hangs on each chassis."""
        if self.headers["X-Auth-Token"] != f"token-{alarms.sessions}":
            return self._send({}, 401)
        names = ["R 1/A", "..", "R2"]
        return self._send({"Members": [{"Id": name, "Site": "Lyon"} for name in names]})

    def _sensors(self, chassis: str, query: Query) -> None:
        """The numbers of alarms are those of their chassis: two chassis have a number 1 each."""
        _must(chassis in ("R%201%2FA", "%2E%2E", "R2"), chassis)
        place = ("R%201%2FA", "%2E%2E", "R2").index(chassis)
        since = datetime.fromisoformat(query.get("since", [START.isoformat()])[0])
        mine = [(number, at) for number, at in alarms.since(since) if number % 3 == place]
        self._send({"Members": [{"Id": number // 3, "Modified": at.isoformat()} for number, at in mine]})


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
