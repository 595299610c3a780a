"""What a stranger sends to a page is bounded before Django sees it: in size, in time, in what arrives at once."""

import asyncio

import pytest

from tocsin.web import bodies
from tocsin.web.bodies import FORM, UPLOAD, Bodies


class Inner:
    """The application behind: takes the whole body and says how long it was."""

    def __init__(self):
        self.called = 0

    async def __call__(self, scope, receive, send):
        self.called += 1
        event = await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(len(event["body"])).encode()})


async def ask(
    app, path="/login", *, length=None, chunks=(), headers=(), wait=None, waits=None, peer="192.0.2.1"
):
    """One request; (status, body)."""
    sent, waiting = [], list(chunks)

    async def receive():
        if not waiting and wait is not None:
            if waits:
                waits.set()
            await wait.wait()
        if not waiting:
            return {"type": "http.disconnect"} if wait else {"type": "http.request", "body": b""}
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting or wait)}

    async def send(message):
        sent.append(message)

    sized = [(b"content-length", str(length).encode())] if length is not None else []
    scope = {
        "type": "http", "path": path, "method": "POST", "headers": [*sized, *headers], "client": (peer, 1),
    }  # fmt: skip
    await app(scope, receive, send)
    return sent[0]["status"], sent[1]["body"]


async def test_a_form_reaches_django_whole():
    assert await ask(Bodies(Inner()), length=6, chunks=[b"abc", b"def"]) == (200, b"6")


async def test_a_request_without_a_body_is_handed_on_at_once():
    assert (await ask(Bodies(Inner())))[0] == 200


@pytest.mark.parametrize("length", [FORM.body_bytes + 1, 10**10, 10**30])
async def test_ten_gigabytes_on_the_login_are_refused_by_their_header(length):
    inner = Inner()
    assert (await ask(Bodies(inner), length=length))[0] == 413
    assert inner.called == 0


async def test_a_stream_without_a_length_is_cut_at_the_limit():
    inner, endless = Inner(), [b"x" * 65536] * 100
    answer = await ask(Bodies(inner), chunks=endless, headers=[(b"transfer-encoding", b"chunked")])
    assert (answer[0], inner.called) == (413, 0)


async def test_only_a_session_may_upload_a_message():
    large = {"path": "/messages/try", "length": FORM.body_bytes + 1, "chunks": [b"x" * (FORM.body_bytes + 1)]}
    assert (await ask(Bodies(Inner()), **large))[0] == 413
    assert (await ask(Bodies(Inner()), **large, headers=[(b"cookie", b"sessionid=abc")]))[0] == 200
    assert UPLOAD.body_bytes > FORM.body_bytes


async def test_a_body_that_dawdles_is_refused(monkeypatch):
    monkeypatch.setattr(bodies, "FORM", FORM.__class__(body_bytes=100, body_timeout_s=0.01))
    assert (await ask(Bodies(Inner()), length=10, chunks=[b"x"], wait=asyncio.Event()))[0] == 408


@pytest.fixture
async def dawdler():
    """Begins bodies of 100 bytes that do not end before the test does."""
    hold, begun = asyncio.Event(), []

    async def begin(app, **how):
        waits = asyncio.Event()
        begun.append(asyncio.create_task(ask(app, length=100, chunks=[b"x"], wait=hold, waits=waits, **how)))
        await waits.wait()

    async def end():
        hold.set()
        for task in begun:
            with pytest.raises(IndexError):  # it hung up: nobody is answered
                await task

    begin.end = end
    yield begin
    await end()


async def test_what_arrives_at_once_is_bounded_and_freed_again(dawdler):
    app = Bodies(Inner(), in_flight_bytes=250)
    await dawdler(app, peer="192.0.2.1")
    await dawdler(app, peer="192.0.2.2")
    assert (await ask(app, length=100, chunks=[b"x" * 100], peer="192.0.2.3"))[0] == 429
    await dawdler.end()
    assert (await ask(app, length=100, chunks=[b"x" * 100], peer="192.0.2.3"))[0] == 200


@pytest.mark.parametrize("peers", [["192.0.2.1"] * 2, ["2001:db8::1", "2001:db8::2"]])
async def test_one_caller_does_not_take_what_all_share(dawdler, peers):
    """Forty connections that sent nothing kept everybody from logging in."""
    app = Bodies(Inner(), in_flight_bytes=300)
    await dawdler(app, peer=peers[0])
    assert (await ask(app, length=100, chunks=[b"x" * 100], peer=peers[1]))[0] == 429
    assert (await ask(app, length=100, chunks=[b"x" * 100], peer="192.0.2.9"))[0] == 200


async def test_behind_a_trusted_proxy_callers_are_distinguished(dawdler, settings):
    settings.TRUSTED_PROXIES = frozenset({"127.0.0.1"})
    app = Bodies(Inner(), in_flight_bytes=300)
    first, second = ([(b"x-forwarded-for", peer)] for peer in (b"192.0.2.1", b"192.0.2.2"))
    await dawdler(app, peer="127.0.0.1", headers=first)
    assert (await ask(app, length=100, chunks=[b"x" * 100], peer="127.0.0.1", headers=first))[0] == 429
    assert (await ask(app, length=100, chunks=[b"x" * 100], peer="127.0.0.1", headers=second))[0] == 200
