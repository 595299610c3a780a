"""Resources that hang on the items of others, feeds and checkpoints: nothing is lost, and no call is made for nothing."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec
import pytest

from tests.connectors.rest.conftest import Reader
from tocsin.connectors.rest import paging
from tocsin.connectors.rest.checking import faults
from tocsin.connectors.rest.settings import RestSettings
from tocsin.core.kernel.errors import Unavailable
from tocsin.core.organisation.secrets import with_secrets
from tocsin.core.organisation.values import Source


class Remote:
    """A counterpart whose answers a test sets, by path and query: a value, or a status."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}
        remote = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                remote.asked.append(self.path)
                answer = remote.answers.get(self.path, 404)
                if callable(answer):
                    answer = answer(self.headers)
                self.send_response_only(answer if isinstance(answer, int) else 200)
                for name, text in remote.headers.items():
                    self.send_header(name, text)
                self.end_headers()
                if not isinstance(answer, int):
                    self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_: Any) -> None:
                """Nothing on the terminal."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()


@pytest.fixture
def remote() -> Iterator[Remote]:
    served = Remote()
    yield served
    served.server.shutdown()
    served.server.server_close()


@pytest.fixture
def reading(remote: Remote) -> Iterator[Callable[..., Reader]]:
    readers: list[Reader] = []

    def made(*resources: dict[str, Any]) -> Reader:
        client = {
            "base_url": f"http://127.0.0.1:{remote.server.server_port}/",
            "api_budget": {"rates": [{"limit": 1000, "interval": "PT1S"}]},
        }
        settings = {"client": client, "resources": list(resources)}
        readers.append(Reader(msgspec.convert(settings, RestSettings)))
        return readers[-1]

    yield made
    for opened in readers:
        opened.api.close()


def resource(name: str, **endpoint: Any) -> dict[str, Any]:
    more = {field: endpoint.pop(field) for field in ("include_from_parent",) if field in endpoint}
    return {"name": name, "primary_key": "id", "endpoint": {"path": name, **endpoint}, **more}


ROOMS = resource("rooms", incremental={"cursor_path": "$.at", "start_param": "since", "lag": 0})
RACKS = resource("racks", path="rooms/{resources.rooms.id}/racks")
ALARMS = resource(
    "alarms", path="racks/{rack}", params={"rack": {"type": "resolve", "resource": "racks", "field": "id"}}
)


def test_two_parents_may_have_items_of_the_same_key(remote, reading):
    remote.answers = {
        "/rooms": [{"id": 1, "at": 5}, {"id": 2, "at": 5}],
        "/rooms/1/racks": [{"id": 1}],
        "/rooms/2/racks": [{"id": 1}],
        "/racks/1": [{"id": 7}],
    }
    assert reading(ROOMS, RACKS, ALARMS).look() == 2 + 2 + 2


def test_a_parent_comes_again_until_its_children_were_read(remote, reading):
    source = reading(RACKS, ROOMS)
    remote.answers = {"/rooms": [{"id": 1, "at": 5}], "/rooms/1/racks": 500}
    with pytest.raises(Unavailable):
        source.look()
    assert "rooms" not in source.position
    remote.answers["/rooms/1/racks"] = [{"id": 1}]
    assert source.look() == 1
    assert source.position["rooms"] == 5


def test_a_parent_that_is_gone_is_passed_over_where_that_is_declared(remote, reading):
    children = resource(
        "racks",
        path="rooms/{resources.rooms.id}/racks",
        response_actions=[{"status_code": 404, "action": "ignore"}],
        include_from_parent=["site"],
    )
    source = reading(resource("rooms"), children)
    remote.answers = {"/rooms": [{"id": 1}, {"id": 2, "site": "Lyon"}], "/rooms/2/racks": [{"id": 1}]}
    assert source.look() == 3
    assert [item for item in source.kept.values() if "_rooms_site" in item] == [
        {"id": 1, "_rooms_site": "Lyon"}
    ]


def test_each_parent_has_an_increment_of_its_own(remote, reading):
    alarms = resource(
        "alarms",
        path="rooms/{resources.rooms.id}",
        incremental={"cursor_path": "$.at", "start_param": "since"},
    )
    source = reading(resource("rooms"), alarms)
    remote.answers = {"/rooms": [{"id": 1}], "/rooms/1": [{"id": 1, "at": 90}]}
    source.look()
    remote.answers = {
        "/rooms": [{"id": 1}, {"id": 2}],
        "/rooms/1?since=90": [],
        "/rooms/2": [{"id": 2, "at": 10}],
    }  # a room that was added with what happened there before
    assert source.look() == 2
    assert source.position["alarms"] == {"rooms/1": 90, "rooms/2": 10}


@pytest.mark.parametrize("hostile", ["..", ".", "a/b?c#d", "../../admin"])
def test_what_fills_a_path_leads_nowhere_else(remote, reading, hostile):
    remote.answers = {"/rooms": [{"id": hostile}]}
    with pytest.raises(Unavailable):
        reading(resource("rooms"), RACKS).look()
    assert remote.asked[1].startswith("/rooms/%2E") or "%2F" in remote.asked[1]
    assert remote.asked[1].endswith("/racks")


def test_a_parent_without_the_field_is_a_failure(remote, reading):
    remote.answers = {"/rooms": [{"id": 1, "nr": None}]}
    source = reading(resource("rooms"), resource("racks", path="rooms/{resources.rooms.nr}"))
    with pytest.raises(Unavailable, match="rooms/1 without nr"):
        source.look()


def test_a_feed_is_read_back_to_what_is_known_and_no_further(remote, reading):
    source = reading(
        resource(
            "alarms",
            data_selector="$.data",
            paginator={"type": "page_number"},
            incremental={"cursor_path": "$.at", "is_data_feed": True},
        )
    )
    remote.answers = {
        f"/alarms?page={page}": {"data": [{"id": 9 - page, "at": 9 - page}]} for page in range(9)
    }
    remote.answers["/alarms?page=9"] = {"data": []}
    assert source.look() == 9
    remote.asked.clear()
    assert source.look() == 0
    assert remote.asked == ["/alarms?page=0", "/alarms?page=1"]


@pytest.mark.parametrize("moves", [False, True])
def test_a_cursor_that_is_always_given_ends(remote, reading, moves, monkeypatch):
    monkeypatch.setattr(paging, "MOST_PAGES", 20)
    calls = iter(range(10_000))
    paginator = {"type": "cursor", "cursor_path": "$.next"}
    source = reading(resource("alarms", data_selector="$.data", paginator=paginator))
    remote.answers = {
        path: lambda _: {"data": [], "next": str(next(calls)) if moves else "end"}
        for path in ["/alarms", "/alarms?cursor=end", *(f"/alarms?cursor={number}" for number in range(50))]
    }
    assert source.look() == 0
    assert len(remote.asked) == (20 if moves else 2)


def test_an_unchanged_list_is_not_sent_again_but_what_hangs_on_it_is_asked_for(remote, reading):
    remote.headers = {"ETag": '"1"'}

    def rooms(headers: Any) -> Any:
        return 304 if headers["If-None-Match"] == '"1"' else [{"id": 1}]

    remote.answers = {"/rooms": rooms, "/rooms/1/racks": [{"id": 1}]}
    alone, with_racks = reading(resource("rooms")), reading(resource("rooms"), RACKS)
    assert [alone.look(), alone.look()] == [1, 0]
    assert [with_racks.look(), with_racks.look()] == [2, 0]
    assert remote.asked == ["/rooms", "/rooms", *(["/rooms", "/rooms/1/racks"] * 2)]


@pytest.mark.parametrize(
    ("modified", "sent"),
    [("Sat, 28 Nov 2026 11:59:00 GMT", True), ("Sat, 28 Nov 2026 12:00:00 GMT", False)],
)
def test_what_changed_in_the_second_of_its_reading_is_read_again(remote, reading, modified, sent):
    seen: list[str | None] = []
    remote.headers = {"Last-Modified": modified, "Date": "Sat, 28 Nov 2026 12:00:01 GMT"}

    def rooms(headers: Any) -> Any:
        seen.append(headers["If-Modified-Since"])
        return []

    remote.answers = {"/rooms": rooms}
    source = reading(resource("rooms"))
    source.look()
    source.look()
    assert seen == [None, modified if sent else None]


def test_nothing_changed_is_no_answer_to_who_did_not_ask_that(remote, reading):
    remote.answers = {"/rooms": 304}
    with pytest.raises(Unavailable):
        reading(resource("rooms")).look()


@pytest.mark.parametrize(
    ("resources", "code", "field"),
    [
        ([RACKS], "fault.rest.parent", "[0].endpoint"),
        ([resource("rooms", path="{resources.rooms.id}")], "fault.rest.parent", "[0].endpoint"),
        (
            [resource("rooms"), resource("x"), resource("y", path="{resources.rooms.id}/{resources.x.id}")],
            "fault.rest.parents",
            "[2].endpoint",
        ),
        ([resource("rooms", incremental={"start_param": "since"})], "fault.rest.cursor", "[0].endpoint.incremental"),
        (
            [resource("rooms", incremental={"start_param": "s", "cursor_path": "a", "checkpoint_path": "b"})],
            "fault.rest.cursor",
            "[0].endpoint.incremental",
        ),
        ([resource("rooms", incremental={"cursor_path": "a"})], "fault.rest.start", "[0].endpoint.incremental"),
        (
            [resource("rooms"), resource("racks", params={"r": {"type": "resolve", "resource": "rooms", "field": "a["}})],
            "fault.rest.path",
            "[1].endpoint.params.r.field",
        ),
    ],
)  # fmt: skip
def test_what_cannot_work_is_named(resources, code, field):
    settings = {"client": {"base_url": "https://a.example/"}, "resources": resources}
    (found,) = faults(Source(key="s", label="S", channel="rest", settings=settings))
    assert (found.why.code, found.field) == (code, f"settings.resources{field}")


def test_a_secret_in_a_list_is_looked_up_where_it_is_written_as_one():
    declared = {"resources": [{"endpoint": {"params": {"key": "env:KEY"}, "capture": {"token": "$.csrf"}}}]}
    assert with_secrets(declared, lambda name: name.lower()) == {
        "resources": [{"endpoint": {"params": {"key": "env:key"}, "capture": {"token": "$.csrf"}}}]
    }
