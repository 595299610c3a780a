"""Eight supervision APIs in the styles of well-known products, as one process: strict about what they are asked.

``python -m tests.connectors.rest.styles PORT``. All have the same alarms; ``POST /_control`` adds more of them.
"""

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
START = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)  # in Paris, the night in which an hour comes twice
SIZE = 10
JQL = re.compile(r'updated >= "(\d{4}-\d\d-\d\d \d\d:\d\d)" order by updated')
NOW_QUERY = re.compile(r"sys_updated_on>=(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\^ORDERBYsys_updated_on")
ODATA = re.compile(r"lastModified ge (\S+)")


class Alarms:
    """The alarms: number and instant. ``sessions``: how many logins there were; the last one is good."""

    def __init__(self) -> None:
        self.known = [(number, START + timedelta(minutes=number)) for number in range(95, 120)]
        self.sessions = 0

    def since(self, at: datetime) -> list[tuple[int, datetime]]:
        return [(number, when) for number, when in self.known if when >= at]


alarms = Alarms()


class Unasked(Exception):
    """A request that this API would refuse."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query, keep_blank_values=True)
        styles = {
            "/prtg/api/table.json": self._prtg,
            "/gitlab/api/v4/issues": self._gitlab,
            "/now/api/now/table/incident": self._now,
            "/jira/rest/search": self._jira,
            "/odata/Alarms": self._odata,
            "/fr/alarmes": self._french,
        }
        self._answered(lambda: styles[parts.path](query))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        match urlsplit(self.path).path:
            case "/_control":
                first = len(alarms.known) + 95
                more = [
                    (first + number, START + timedelta(minutes=first + number))
                    for number in range(json.loads(body))
                ]
                alarms.known += more
                self._send({})
            case "/_reset":
                alarms.known = alarms.known[:25]
                self._send({})
            case "/_end_sessions":
                alarms.sessions += 100
                self._send({})
            case "/zabbix/api_jsonrpc.php":
                self._answered(lambda: self._zabbix(json.loads(body)))
            case "/now/oauth_token.do":
                self._answered(lambda: self._now_token(parse_qs(body.decode())))
            case "/rpc/search":
                self._answered(lambda: self._rpc(json.loads(body)))

    def _answered(self, answer: Any) -> None:
        try:
            answer()
        except (Unasked, KeyError, ValueError, TypeError) as wrong:
            self._send({"error": f"{type(wrong).__name__}: {wrong}"}, 400)

    def _send(
        self, value: Any, status: int = 200, headers: dict[str, str] | None = None, before: bytes = b""
    ) -> None:
        content = before + json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(content)

    def _zabbix(self, asked: dict[str, Any]) -> None:
        """JSON-RPC: the session stands in the body, and 200 says also that it is over. Times are seconds, as text."""
        if asked["method"] == "user.login":
            _must(asked["params"] == {"username": "tocsin", "password": "secret"}, "login")
            alarms.sessions += 1
            return self._send({"jsonrpc": "2.0", "result": f"token-{alarms.sessions}", "id": 1})
        if asked.get("auth") != f"token-{alarms.sessions}":
            error = {
                "code": -32602,
                "message": "Invalid params.",
                "data": "Session terminated, re-login, please.",
            }
            return self._send({"jsonrpc": "2.0", "error": error, "id": 1})
        _must(asked["params"]["output"] == "extend", "output")
        since = datetime.fromtimestamp(int(asked["params"].get("time_from", 0)), UTC)
        found = [
            {"eventid": str(number), "clock": str(int(at.timestamp())), "name": "Power lost"}
            for number, at in alarms.since(since)
        ]
        return self._send({"jsonrpc": "2.0", "result": found, "id": 1})

    def _prtg(self, query: dict[str, list[str]]) -> None:
        """A key and a fixed part in the query; days since 1899 as a number with a fraction."""
        _must(query["apitoken"] == ["secret"] and query["content"] == ["sensors"], "apitoken and content")
        begin, count = int(query["start"][0]), min(int(query["count"][0]), SIZE)
        epoch = datetime(1899, 12, 30, tzinfo=UTC)
        since = epoch + timedelta(days=float(query.get("filter_from", ["0"])[0]))
        found = alarms.since(since)
        rows = [
            {"objid": number, "lastchange_raw": (at - epoch) / timedelta(days=1)}
            for number, at in found[begin : begin + count]
        ]
        self._send({"treesize": len(found), "sensors": rows})

    def _gitlab(self, query: dict[str, list[str]]) -> None:
        """A bare list; the next page stands in a header; one parameter comes twice."""
        _must(self.headers["PRIVATE-TOKEN"] == "secret", "PRIVATE-TOKEN")
        _must(query["state[]"] == ["opened", "closed"], "state[]")
        page = int(query.get("page", ["1"])[0])
        since = query.get("updated_after", ["1970-01-01T00:00:00Z"])[0]
        found = alarms.since(datetime.fromisoformat(since))
        rows = [
            {"iid": number, "updated_at": at.isoformat().replace("+00:00", "Z")}
            for number, at in found[(page - 1) * SIZE : page * SIZE]
        ]
        here = f"http://{self.headers['Host']}/gitlab/api/v4/issues?state[]=opened&state[]=closed"
        more = (
            f'<{here}&updated_after={quote(since)}&page={page + 1}>; rel="next", '
            if page * SIZE < len(found)
            else ""
        )
        self._send(rows, headers={"Link": f'{more}<{here}&page=1>; rel="first"'})

    def _now_token(self, asked: dict[str, list[str]]) -> None:
        """Client credentials in the body; two ways at once are refused (RFC 6749, 2.3)."""
        _must(self.headers["Authorization"] is None, "one way to sign in")
        _must(asked["client_id"] == ["tocsin"] and asked["client_secret"] == ["secret"], "client")
        self._send({"access_token": "granted", "expires_in": 1799, "token_type": "Bearer"})

    def _now(self, query: dict[str, list[str]]) -> None:
        """A query language of its own; times in UTC without a zone; XML for whoever does not ask for JSON."""
        _must(self.headers["Authorization"] == "Bearer granted", "token")
        _must(self.headers["Accept"] == "application/json", "Accept")
        asked = NOW_QUERY.fullmatch(query["sysparm_query"][0])
        _must(asked is not None, query["sysparm_query"][0])
        since = datetime.fromisoformat(asked[1]).replace(tzinfo=UTC)  # type: ignore[index]
        begin, count = int(query["sysparm_offset"][0]), int(query["sysparm_limit"][0])
        found = alarms.since(since)
        rows = [
            {"sys_id": f"{number:032x}", "sys_updated_on": f"{at:%Y-%m-%d %H:%M:%S}"}
            for number, at in found[begin : begin + count]
        ]
        self._send({"result": rows}, headers={"X-Total-Count": str(len(found))})

    def _jira(self, query: dict[str, list[str]]) -> None:
        """Minutes in the zone of the account, zones without a colon in the answer, and a flag on the last page."""
        _must(self.headers["Authorization"] == "Basic dG9jc2luOnNlY3JldA==", "basic")
        asked = JQL.fullmatch(query["jql"][0])
        _must(asked is not None, query["jql"][0])
        since = datetime.fromisoformat(asked[1]).replace(tzinfo=PARIS)  # type: ignore[index]
        begin, count = int(query["startAt"][0]), min(int(query["maxResults"][0]), SIZE)
        found = alarms.since(since)
        rows = [
            {
                "key": f"OPS-{number}",
                "fields": {"updated": at.astimezone(PARIS).strftime("%Y-%m-%dT%H:%M:%S.000%z")},
            }
            for number, at in found[begin : begin + count]
        ]
        self._send(
            {"startAt": begin, "maxResults": count, "isLast": begin + count >= len(found), "issues": rows}
        )

    def _odata(self, query: dict[str, list[str]]) -> None:
        """OData: a filter, the next address in the answer, the key with every request, and a byte order mark."""
        _must(query["key"] == ["secret"], "key")
        asked = ODATA.fullmatch(query["$filter"][0])
        _must(asked is not None, query["$filter"][0])
        found = alarms.since(datetime.fromisoformat(asked[1]))  # type: ignore[index]
        begin = int(query.get("$skiptoken", ["0"])[0])
        rows = [
            {"Id": number, "lastModified": at.isoformat().replace("+00:00", "Z")}
            for number, at in found[begin : begin + SIZE]
        ]
        answer: dict[str, Any] = {"@odata.context": "$metadata#Alarms", "value": rows}
        if begin + SIZE < len(found):
            answer["@odata.nextLink"] = (
                f"Alarms?$filter={quote(query['$filter'][0])}&$skiptoken={begin + SIZE}"
            )
        self._send(answer, before=b"\xef\xbb\xbf")

    def _rpc(self, asked: dict[str, Any]) -> None:
        """A search by POST: milliseconds since 1970, a cursor in the body, items by their number, no list."""
        _must(self.headers["X-Key"] == "secret", "X-Key")
        since = asked["filter"].get("updatedAfter", 0)
        _must(isinstance(since, int) and asked["filter"]["state"] == "any", "updatedAfter and state")
        found = alarms.since(datetime.fromtimestamp(since / 1000, UTC))
        begin = int(asked.get("page", {}).get("cursor", "0"))
        items = {
            str(number): {"id": number, "updated": int(at.timestamp() * 1000)}
            for number, at in found[begin : begin + SIZE]
        }
        more = begin + SIZE < len(found)
        self._send({"data": {"items": items, "hasMore": more, "cursor": str(begin + SIZE)}})

    def _french(self, query: dict[str, list[str]]) -> None:
        """Dates as people write them, without a zone; the next page in a header of its own."""
        _must(self.headers["Authorization"] == "Bearer secret", "bearer")
        asked = query.get("depuis", ["01/01/1970 00:00:00"])[0]
        since = datetime.strptime(asked, "%d/%m/%Y %H:%M:%S").replace(tzinfo=PARIS)
        begin = int(query.get("suite", ["0"])[0])
        found = alarms.since(since)
        rows = [
            {"numero": number, "maj": f"{at.astimezone(PARIS):%d/%m/%Y %H:%M:%S}"}
            for number, at in found[begin : begin + SIZE]
        ]
        self._send(
            {"alarmes": rows}, headers={"X-Suite": str(begin + SIZE)} if begin + SIZE < len(found) else {}
        )

    def log_message(self, *_: Any) -> None:
        """Nothing on the terminal."""


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise Unasked(what)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
