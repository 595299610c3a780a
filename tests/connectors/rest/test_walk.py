"""The REST source against a real server: every way of paging and of signing in, and the twelve traps by their stories."""

from datetime import timedelta

import pytest

from tests.connectors.rest.conftest import INCREMENTAL, START, alarms
from tocsin.core.kernel.errors import Unavailable

PAGINATORS = {
    "page_number": {"type": "page_number"},
    "offset": {"type": "offset", "limit": 10},
    "cursor": {"type": "cursor", "cursor_path": "$.meta.cursor"},
    "header_link": {"type": "header_link"},
    "json_link": {"type": "json_link"},
}


@pytest.mark.parametrize("way", PAGINATORS)
def test_every_page_is_read_and_the_increment_moves_at_the_end(remote, reader, way):
    remote.behave(items=alarms(25), paging=way)
    source = reader(
        paginator=PAGINATORS[way],
        incremental=INCREMENTAL,
        **({"data_selector": "$"} if way == "header_link" else {}),
    )
    assert source.look() == 25
    assert source.position["alarms"] == alarms(25)[-1]["updated"]
    assert source.look() == 0


@pytest.mark.parametrize(
    ("how", "auth"),
    [
        ("basic", {"type": "http_basic", "username": "tocsin", "password": "secret"}),
        ("query", {"type": "api_key", "name": "key", "api_key": "secret", "location": "query"}),
        (
            "session",
            {
                "type": "session_token",
                "login_requester": {"path": "login", "json": {"user": "tocsin", "password": "secret"}},
                "session_token_path": "$.token",
                "request_authentication": {"type": "api_key", "name": "X-Session"},
            },
        ),
        (
            "oauth2",
            {
                "type": "oauth2_client_credentials",
                "access_token_url": "token",
                "client_id": "tocsin",
                "client_secret": "secret",
            },
        ),
    ],
)
def test_every_way_of_signing_in(remote, reader, how, auth):
    remote.behave(items=alarms(3), auth=how)
    source = reader(auth=auth)
    assert source.look() == 3
    source.look()
    assert remote.seen["logins"] <= 1  # a session is used for many calls


def test_a_session_that_the_counterpart_forgot_is_renewed_once(remote, reader):
    remote.behave(items=alarms(3), auth="session")
    session = {
        "type": "session_token",
        "login_requester": {"path": "login", "json": {"user": "tocsin", "password": "secret"}},
        "session_token_path": "$.token",
        "request_authentication": {"type": "api_key", "name": "X-Session"},
    }
    source = reader(auth=session)
    source.calls.token = "forgotten"
    assert source.look() == 3
    assert (remote.seen["logins"], source.calls.made) == (
        1,
        3,
    )  # refused, logged in, answered: each costs a call


def test_a_wrong_password_is_tried_once_and_never_again(remote, reader):
    remote.behave(auth="session")
    session = {
        "type": "session_token",
        "login_requester": {"path": "login", "json": {"user": "tocsin", "password": "old"}},
        "session_token_path": "$.token",
    }
    source = reader(auth=session)
    with pytest.raises(Unavailable):
        source.look()
    assert [cause for cause, _, _ in source.calls.failures] == ["forbidden"]
    assert len(remote.asked()) == 1


# Trap 1: an item that is updated during an offset walk shifts the next page; one is skipped.
@pytest.mark.parametrize("way", ["page_number", "offset"])
def test_an_item_that_moves_while_we_walk_makes_nothing_be_skipped(remote, reader, way):
    remote.behave(items=alarms(25), paging=way, moves=True)
    source = reader(paginator=PAGINATORS[way], incremental=INCREMENTAL)
    source.look()
    assert source.ids == set(range(1, 26))


# Trap 2: late or equal stamps at the boundary.
def test_what_appears_late_with_an_older_stamp_is_found_within_the_lag_and_kept_once(remote, reader):
    remote.behave(items=alarms(20)[:-5])
    source = reader(incremental=INCREMENTAL)
    source.look()
    late = {"id": 99, "updated": (START + timedelta(minutes=12)).isoformat(), "state": "raised"}
    remote.behave(items=[*alarms(15), late])
    assert source.look() == 1
    assert 99 in source.ids


def test_the_increment_asks_in_the_writing_of_the_counterpart(remote, reader):
    remote.behave(items=[{"id": 1, "updated": "2026-11-28T10:00:00Z"}])
    source = reader(incremental=INCREMENTAL)
    source.look()
    source.look()
    assert remote.asked()[-1].startswith("/api/alarms?since=2026-11-28T09%3A50%3A00Z")


# Trap 3: sorted by id, watermark by time, run cut: the rest is lost.
def test_a_walk_that_is_cut_leaves_the_increment_where_it_was(remote, reader):
    remote.behave(items=alarms(25)[::-1], paging="json_link")
    source = reader(paginator=PAGINATORS["json_link"], incremental=INCREMENTAL)
    original = source.api._transport.send
    sent = []

    def cut(request):
        sent.append(request)
        if len(sent) == 2:
            remote.behave(answer="broken", answer_times=1)
        return original(request)

    source.api._transport.send = cut
    with pytest.raises(Unavailable):
        source.look()
    assert (source.position.get("alarms"), len(source.ids)) == (None, 10)
    source.look()
    assert source.ids == set(range(1, 26))


HOSTILE = [
    "html",
    "error_200",
    "wrong_types",
    "empty_body",
    "nested",
    "truncated",
    "endless",
    "elsewhere",
    "redirect",
    "broken",
]


# Traps 4, 5, 7, 8: answers that are none.
@pytest.mark.parametrize("answer", [*HOSTILE, "same_page", "forbidden", "unavailable"])
def test_an_unusable_answer_loses_no_increment_and_is_reported(remote, reader, answer):
    remote.behave(items=alarms(5), paging="json_link")
    source = reader(paginator=PAGINATORS["json_link"], incremental=INCREMENTAL)
    source.look()
    reached = source.position["alarms"]
    remote.behave(items=alarms(8), answer=answer)
    with pytest.raises(Unavailable):
        source.look()
    assert source.position["alarms"] == reached
    ((_, reason, _),) = source.calls.failures
    assert reason
    remote.behave(answer="")
    source.look()
    assert source.ids == set(range(1, 9))


def test_a_ban_says_for_how_long(remote, reader):
    remote.behave(answer="unavailable")
    source = reader()
    with pytest.raises(Unavailable):
        source.look()
    assert source.calls.failures[0][0::2] == ("refused", 120.0)


# Trap 6: a server cuts the limit without a word; a short page is not the last one.
def test_a_page_that_is_shorter_than_asked_for_is_not_the_last(remote, reader):
    remote.behave(items=alarms(25), paging="offset")
    source = reader(paginator={"type": "offset", "limit": 1000})
    source.look()
    assert len(source.ids) == 25


# Trap 8: a link or a redirect to another host never gets our secrets.
@pytest.mark.parametrize("answer", ["elsewhere", "redirect"])
def test_nothing_is_sent_to_another_host(remote, reader, answer):
    remote.behave(items=alarms(5), answer=answer)
    source = reader(
        paginator=PAGINATORS["json_link"],
        auth={"type": "api_key", "name": "X-Session", "api_key": "secret"},
    )
    with pytest.raises(Unavailable) as refused:
        source.look()
    assert "127.0.0.1:1" in str(refused.value)


def test_an_answer_that_the_settings_know_as_maintenance_is_reported_so(remote, reader):
    remote.behave(answer="html")
    source = reader(response_actions=[{"content": "Maintenance", "action": "unavailable"}])
    with pytest.raises(Unavailable):
        source.look()
    assert source.calls.failures[0][0] == "unreachable"


def test_an_empty_list_ends_nothing(remote, reader):
    remote.behave(items=alarms(3))
    source = reader(incremental=INCREMENTAL)
    source.look()
    reached = source.position["alarms"]
    remote.behave(items=[])
    assert source.look() == 0
    assert (source.position.get("alarms"), len(source.ids)) == (reached, 3)


def test_a_server_that_drips_is_left_after_the_deadline(remote, reader):
    remote.behave(answer="endless")
    source = reader(client={"max_bytes": 10**12, "deadline_s": 0.3})
    with pytest.raises(Unavailable) as left:
        source.look()
    assert "0.3 s" in str(left.value)
