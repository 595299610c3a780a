"""The stream: who may listen, what is pushed, and that a storm is pushed at once."""

import asyncio

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from tocsin.store.models import Account
from tocsin.web.live import Change, Hub, _gathered, _read, live


def test_a_storm_is_one_push():
    queue: asyncio.Queue[Change] = asyncio.Queue()
    for number in (3, 1, 3, 2):
        queue.put_nowait(Change(subjects=[f"incident:{number}"]))
    queue.put_nowait(Change(board=True))
    assert _gathered(Change(subjects=["incident:9"]), queue) == Change(
        board=True, subjects=["incident:1", "incident:2", "incident:3", "incident:9"]
    )


@pytest.mark.parametrize("payload", ["", "{", "[]", '{"board": 3}', '{"subjects": [7]}'])
def test_a_payload_that_makes_no_sense_refreshes_the_board(payload):
    assert _read(payload) == Change(board=True)


class Browser:
    """One ASGI client of /live."""

    def __init__(self, cookie: str) -> None:
        self.scope = {"type": "http", "path": "/live", "headers": [(b"cookie", cookie.encode())]}
        self.sent: asyncio.Queue[dict] = asyncio.Queue()
        self.leaving = asyncio.Event()

    async def receive(self) -> dict:
        await self.leaving.wait()
        return {"type": "http.disconnect"}

    async def next(self) -> dict:
        return await asyncio.wait_for(self.sent.get(), 10)


@pytest.mark.django_db(transaction=True)
async def test_a_stranger_is_refused():
    browser = Browser("sessionid=nonsense")
    await live(browser.scope, browser.receive, browser.sent.put)
    assert (await browser.next())["status"] == 403


@pytest.mark.django_db(transaction=True)
async def test_a_notification_reaches_a_browser_that_is_logged_in(monkeypatch):
    cookie = await asyncio.to_thread(_cookie)
    name = connection.settings_dict["NAME"]
    monkeypatch.setattr("tocsin.web.live.database_url", lambda: _url(name))
    monkeypatch.setattr("tocsin.web.live._hub", Hub())
    browser = Browser(cookie)
    streaming = asyncio.create_task(live(browser.scope, browser.receive, browser.sent.put))
    assert (await browser.next())["status"] == 200
    assert b"event: beat" in (await browser.next())["body"]
    await asyncio.to_thread(_notify, name)
    received = b""
    while b'["incident:7","incident:8"]' not in received:
        received = (await browser.next())["body"]
    assert received.startswith(b"event: change")
    browser.leaving.set()
    await asyncio.wait_for(streaming, 10)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["locked out", "another password", "logged out"])
async def test_a_stream_ends_with_its_session(monkeypatch, how):
    cookie = await asyncio.to_thread(_cookie)
    name = connection.settings_dict["NAME"]
    monkeypatch.setattr("tocsin.web.live.database_url", lambda: _url(name))
    monkeypatch.setattr("tocsin.web.live._BEAT_S", 0.01)
    monkeypatch.setattr("tocsin.web.live._hub", Hub())  # a hub lives in one event loop
    browser = Browser(cookie)
    streaming = asyncio.create_task(live(browser.scope, browser.receive, browser.sent.put))
    assert (await browser.next())["status"] == 200
    await asyncio.to_thread(_end, how)
    received = b""
    while b"event: ended" not in received:
        received = (await browser.next())["body"]
    await asyncio.wait_for(streaming, 10)


def _end(how: str) -> None:
    lea = Account.objects.get()
    if how == "locked out":
        lea.is_active = False
    elif how == "another password":
        lea.set_password("another")
    else:
        Session.objects.all().delete()
    lea.save()
    connection.close()


def _cookie() -> str:
    client = Client()
    client.force_login(Account.objects.create_user("lea", password="x"))
    connection.close()
    return f"sessionid={client.cookies['sessionid'].value}"


def _url(name: str) -> str:
    from tocsin.settings.database import database_url

    return database_url().replace("/tocsin?", f"/{name}?")


def _notify(name: str) -> None:
    """Two changes, once the listener listens: until then they would be lost, and refreshed by its first word."""
    import psycopg

    with psycopg.connect(_url(name), autocommit=True) as other:
        while not other.execute(
            "select count(*) from pg_stat_activity where query = 'listen tocsin'"
        ).fetchone()[0]:
            continue
        other.execute(
            """select pg_notify('tocsin', '{"subjects": ["incident:8"]}'),
            pg_notify('tocsin', '{"subjects": ["incident:7"]}')"""
        )
