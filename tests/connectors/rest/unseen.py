"""Still more supervision APIs in the styles of well-known products: ids first, ranges, forms, queries within parameters.

``python -m tests.connectors.rest.unseen PORT``. All have the same alarms as ``styles``, and the same controls.
"""

import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.connectors.rest import styles
from tests.connectors.rest.styles import PARIS, SIZE, _must, alarms

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
RANGE = re.compile(r"(?:items=)?(\d+)-(\d+)")
Query = dict[str, list[str]]


class Handler(styles.Handler):
    def do_GET(self) -> None:  # noqa: N802  the library's name
        parts = urlsplit(self.path)
        query = parse_qs(parts.query, keep_blank_values=True)
        whole: dict[str, Callable[[Query], None]] = {
            "/glpi/initSession": self._glpi_session,
            "/glpi/Ticket": self._glpi,
            "/ids/tickets": lambda _: self._send([number for number, _ in alarms.known]),
            "/export/tickets.json": self._export,
            "/export/cursor.json": self._export_cursor,
            "/desk/requests": self._desk,
            "/qradar/offenses": self._qradar,
            "/synology/auth.cgi": self._synology_login,
            "/synology/entry.cgi": self._synology,
            "/vcenter/alarms": self._vcenter,
            "/centreon/resources": self._centreon,
            "/odata2/Alarms": self._odata2,
            "/scim/Alarms": self._scim,
            "/pages/alarms": self._pages,
            "/nothing/alarms": self._nothing,
            "/german/meldungen": self._german,
            "/display/incident": self._display,
        }
        if parts.path.startswith("/ids/tickets/"):
            self._answered(lambda: self._ticket(int(parts.path.split("/")[3])))
        elif parts.path.startswith("/since/"):
            self._answered(lambda: self._changes(parts.path.split("/")[2]))
        else:
            self._answered(lambda: whole[parts.path](query))

    def do_POST(self) -> None:  # noqa: N802  the library's name
        path = urlsplit(self.path).path
        whole: dict[str, Callable[[bytes], None]] = {
            "/vcenter/session": self._vcenter_session,
            "/graphql": self._graphql,
            "/search/_search": self._search,
            "/splunk/export": self._splunk,
            "/datadog2/search": self._datadog2,
            "/centreon/login": self._centreon_login,
        }
        if path not in whole:
            return super().do_POST()
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        return self._answered(lambda: whole[path](body))

    def _text(self, content: bytes, media_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _glpi_session(self, _query: Query) -> None:
        _must(self.headers["Authorization"] == "user_token secret", "user_token")
        _must(self.headers["App-Token"] == "secret", "App-Token")
        alarms.sessions += 1
        self._send({"session_token": f"token-{alarms.sessions}"})

    def _glpi(self, query: Query) -> None:
        """First and last in one parameter; 206, and how many in Content-Range; beyond the end a 400."""
        if self.headers["Session-Token"] != f"token-{alarms.sessions}":
            return self._send(["ERROR_SESSION_TOKEN_INVALID", "session_token seems invalid"], 401)
        _must(self.headers["App-Token"] == "secret", "App-Token")
        found, (first, last) = alarms.known, _range(query["range"][0])
        if first >= len(found):
            return self._send(["ERROR_RANGE_EXCEED_TOTAL", "Provided range exceed total count of data"], 400)
        rows = [
            {"id": number, "date_mod": f"{at.astimezone(PARIS):%Y-%m-%d %H:%M:%S}"}
            for number, at in found[first : last + 1]
        ]
        headers = {"Content-Range": f"{first}-{first + len(rows) - 1}/{len(found)}"}
        return self._send(rows, 206 if len(rows) < len(found) else 200, headers)

    def _ticket(self, number: int) -> None:
        at = dict(alarms.known)[number]
        self._send({"ticketId": number, "updateDate": at.isoformat()})

    def _export(self, query: Query) -> None:
        """An address of the next page even on the last one; from where to go on stands in the answer."""
        since = datetime.fromtimestamp(int(query["start_time"][0]), UTC)
        found = alarms.since(since)
        rows = [{"id": number, "updated_at": at.isoformat()} for number, at in found[:SIZE]]
        end = int((found[: SIZE + 1][-1][1] if found else since).timestamp())
        url = f"http://{self.headers['Host']}/export/tickets.json?start_time={end}"
        self._send({"tickets": rows, "end_time": end, "next_page": url, "end_of_stream": len(found) <= SIZE})

    def _export_cursor(self, query: Query) -> None:
        """A beginning at first, and ever after the address that the answer gives."""
        _must(len(query) == 1, "start_time or cursor, not both")
        begin = int(query["cursor"][0].removeprefix("c-")) if "cursor" in query else 0
        _must("cursor" in query or int(query["start_time"][0]) > 0, "start_time")
        rows = [{"id": number} for number, _ in alarms.known[begin : begin + SIZE]]
        end = begin + len(rows)
        url = f"http://{self.headers['Host']}/export/cursor.json?cursor=c-{end}"
        self._send({"tickets": rows, "after_url": url, "end_of_stream": end == len(alarms.known)})

    def _desk(self, query: Query) -> None:
        """One parameter that is JSON: the page, and the beginning within it; rows are counted from one."""
        _must(self.headers["authtoken"] == "secret", "authtoken")
        asked = json.loads(query["input_data"][0])["list_info"]
        since = EPOCH + MILLISECOND * int(asked["search_criteria"][0]["value"])
        begin, found = asked["start_index"] - 1, alarms.since(since)
        rows = [
            {"id": str(number), "updated": {"value": str((at - EPOCH) // MILLISECOND)}}
            for number, at in found[begin : begin + SIZE]
        ]
        more = begin + SIZE < len(found)
        self._send({"requests": rows, "list_info": {"has_more_rows": more}})

    def _qradar(self, query: Query) -> None:
        """The range asked for is a header."""
        _must(self.headers["SEC"] == "secret", "SEC")
        first, last = _range(self.headers["Range"])
        since = int(query["filter"][0].removeprefix("last_updated_time >= "))
        found = alarms.since(EPOCH + MILLISECOND * since)
        rows = [
            {"id": number, "last_updated_time": (at - EPOCH) // MILLISECOND}
            for number, at in found[first : last + 1]
        ]
        self._send(
            rows,
            headers={"Content-Range": f"items {first}-{max(first, first + len(rows) - 1)}/{len(found)}"},
        )

    def _synology_login(self, query: Query) -> None:
        """Name and password in the query."""
        _must(query["account"] == ["tocsin"] and query["passwd"] == ["secret"], "account")
        alarms.sessions += 1
        self._send({"success": True, "data": {"sid": f"s-{alarms.sessions}"}})

    def _synology(self, query: Query) -> None:
        if query.get("_sid") != [f"s-{alarms.sessions}"]:
            return self._send({"success": False, "error": {"code": 119}})
        rows = [{"n": number} for number, _ in alarms.known]
        return self._send({"success": True, "data": {"alarms": rows}})

    def _vcenter_session(self, _body: bytes) -> None:
        """Name and password as HTTP Basic; the answer is the token, as a text in JSON."""
        _must(self.headers["Authorization"] == "Basic dG9jc2luOnNlY3JldA==", "basic")
        alarms.sessions += 1
        self._send(f"token-{alarms.sessions}", 201)

    def _vcenter(self, _query: Query) -> None:
        if self.headers["vmware-api-session-id"] != f"token-{alarms.sessions}":
            return self._send({}, 401)
        return self._send([{"alarm": f"alarm-{number}"} for number, _ in alarms.known])

    def _centreon_login(self, body: bytes) -> None:
        _must(
            json.loads(body)["security"]["credentials"] == {"login": "tocsin", "password": "secret"}, "login"
        )
        alarms.sessions += 1
        self._send({"contact": {}, "security": {"token": f"token-{alarms.sessions}"}})

    def _centreon(self, query: Query) -> None:
        if self.headers["X-AUTH-TOKEN"] != f"token-{alarms.sessions}":
            return self._send({"code": 403, "message": "not logged in"}, 403)
        asked = json.loads(query["search"][0])["last_status_change"]["$ge"]
        page, found = int(query["page"][0]), alarms.since(datetime.fromisoformat(asked))
        rows = [
            {"uuid": f"h{number}", "last_status_change": at.astimezone(PARIS).isoformat()}
            for number, at in found[(page - 1) * SIZE : page * SIZE]
        ]
        return self._send({"result": rows, "meta": {"page": page, "limit": SIZE, "total": len(found)}})

    def _odata2(self, query: Query) -> None:
        asked = re.fullmatch(r"Changed ge datetime'(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)'", query["$filter"][0])
        _must(asked is not None, query["$filter"][0])
        found = alarms.since(datetime.fromisoformat(asked[1]).replace(tzinfo=UTC))  # type: ignore[index]
        begin = int(query.get("$skip", ["0"])[0])
        rows = [
            {"ObjectID": f"{number:032X}", "Changed": f"/Date({(at - EPOCH) // MILLISECOND}+0000)/"}
            for number, at in found[begin : begin + SIZE]
        ]
        self._send({"d": {"results": rows, "__count": str(len(found))}})

    def _scim(self, query: Query) -> None:
        """Items are counted from one."""
        begin, count = int(query["startIndex"][0]) - 1, int(query["count"][0])
        since = datetime.fromisoformat(query["since"][0])
        found = alarms.since(since)
        rows = [{"id": number, "at": at.isoformat()} for number, at in found[begin : begin + count]]
        _must(bool(rows) or not found or begin == 0, "beyond the end")
        self._send({"Resources": rows, "totalResults": len(found)})

    def _pages(self, query: Query) -> None:
        """How many pages there are stands in a header; a page beyond is refused."""
        page, found = int(query["page"][0]), alarms.since(datetime.fromisoformat(query["modified_after"][0]))
        pages = -(-len(found) // SIZE)
        _must(page <= max(pages, 1), "rest_post_invalid_page_number")
        rows = [
            {"id": number, "modified": at.isoformat()}
            for number, at in found[(page - 1) * SIZE : page * SIZE]
        ]
        self._send(rows, headers={"X-WP-TotalPages": str(pages)})

    def _nothing(self, query: Query) -> None:
        """null where there is nothing."""
        found = alarms.since(datetime.fromisoformat(query["since"][0]) + timedelta(seconds=1))
        self._send({"items": [{"id": number, "at": at.isoformat()} for number, at in found] or None})

    def _german(self, query: Query) -> None:
        since = datetime.strptime(query["ab"][0], "%d.%m.%Y %H:%M").replace(tzinfo=PARIS)
        found = alarms.since(since)
        rows = [{"Nr": number, "Zeit": f"{at.astimezone(PARIS):%d.%m.%Y %H:%M}"} for number, at in found]
        self._send({"Meldungen": rows})

    def _display(self, query: Query) -> None:
        _must(query["sysparm_display_value"] == ["all"], "all")
        since = query["sysparm_query"][0].removeprefix("sys_updated_on>=")
        found = alarms.since(datetime.fromisoformat(since).replace(tzinfo=UTC))
        rows = [
            {
                "sys_id": {"display_value": f"{number:032x}", "value": f"{number:032x}"},
                "sys_updated_on": {
                    "display_value": f"{at.astimezone(PARIS):%d.%m.%Y %H:%M}",
                    "value": f"{at:%Y-%m-%d %H:%M:%S}",
                },
            }
            for number, at in found
        ]
        self._send({"result": rows})

    def _changes(self, asked: str) -> None:
        """The beginning is a piece of the address."""
        found = alarms.since(datetime.fromisoformat(asked.replace("%3A", ":").replace("%2B", "+")))
        self._send([{"id": number, "at": at.isoformat()} for number, at in found])

    def _graphql(self, body: bytes) -> None:
        asked = json.loads(body)
        _must("alerts(" in asked["query"], "query")
        if not asked["variables"].get("since"):
            return self._send({"data": None, "errors": [{"message": "Variable $since is required"}]})
        found = alarms.since(datetime.fromisoformat(asked["variables"]["since"]))
        begin = int(asked["variables"].get("after") or 0)
        edges = [{"node": {"id": number, "at": at.isoformat()}} for number, at in found[begin : begin + SIZE]]
        page = {"hasNextPage": begin + SIZE < len(found), "endCursor": str(begin + SIZE)}
        return self._send({"data": {"alerts": {"edges": edges, "pageInfo": page}}})

    def _search(self, body: bytes) -> None:
        """The beginning within a list; the last item's sort values lead to the next page."""
        asked = json.loads(body)
        term, since = asked["query"]["bool"]["filter"]
        _must(term == {"term": {"kind": "alarm"}}, "term")
        found = alarms.since(datetime.fromisoformat(since["range"]["@timestamp"]["gte"]))
        after = asked.get("search_after", [0])
        rows = [
            {"_id": f"x{number}", "_source": {"@timestamp": at.isoformat()}, "sort": [number]}
            for number, at in found
            if number > after[0]
        ]
        self._send({"hits": {"total": {"value": len(found)}, "hits": rows[:SIZE]}})

    def _splunk(self, body: bytes) -> None:
        """A form; a line for each item, in an envelope."""
        _must(self.headers["Content-Type"] == "application/x-www-form-urlencoded", "form")
        asked = parse_qs(body.decode())
        _must(asked["output_mode"] == ["json"] and asked["search"][0].startswith("search "), "search")
        found = alarms.since(datetime.fromtimestamp(float(asked["earliest_time"][0]), UTC))
        lines = [
            {"preview": False, "result": {"_cd": str(number), "_time": f"{at.timestamp():.3f}"}}
            for number, at in found
        ]
        self._text(b"".join(json.dumps(line).encode() + b"\n" for line in lines), "application/json")

    def _datadog2(self, body: bytes) -> None:
        asked = json.loads(body)
        found = alarms.since(datetime.fromisoformat(asked["filter"]["from"]))
        _must(datetime.fromisoformat(asked["filter"]["to"]) > EPOCH, "to")
        begin = int(asked["page"].get("cursor", "0"))
        rows = [
            {"id": f"A{number}", "attributes": {"timestamp": at.isoformat().replace("+00:00", "Z")}}
            for number, at in found[begin : begin + asked["page"]["limit"]]
        ]
        meta = {"page": {"after": str(begin + len(rows))}} if begin + len(rows) < len(found) else {}
        self._send({"data": rows, "meta": meta})


def _range(text: str) -> tuple[int, int]:
    found = RANGE.fullmatch(text)
    _must(found is not None, text)
    return int(found[1]), int(found[2])  # type: ignore[index]


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
