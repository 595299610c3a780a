"""Headers of the answers that Django does not give: the inlet's and the stream's."""

import pytest

from tests.architecture.source import ROOT
from tocsin.web.headers import with_headers
from tocsin.web.live import live


async def _answered(headers):
    events = []

    async def send(event):
        events.append(event)

    await with_headers(send)({"type": "http.response.start", "status": 200, "headers": headers})
    return events[0]["headers"]


async def test_over_https_every_door_asks_for_https(settings):
    settings.SECURE_HSTS_SECONDS = 31536000
    added = dict(await _answered([(b"content-type", b"text/plain")]))
    assert added[b"strict-transport-security"] == b"max-age=31536000; includeSubDomains"
    assert added[b"x-content-type-options"] == b"nosniff"


async def test_a_header_that_is_there_stays_and_without_https_none_is_asked_for(settings):
    settings.SECURE_HSTS_SECONDS = 0
    assert await _answered([(b"X-Content-Type-Options", b"nosniff")]) == [
        (b"X-Content-Type-Options", b"nosniff")
    ]


@pytest.mark.django_db(transaction=True)
async def test_the_stream_that_refuses_says_what_it_sends():
    events = []

    async def send(event):
        events.append(event)

    await live({"type": "http", "path": "/live", "headers": []}, None, with_headers(send))
    assert (b"x-content-type-options", b"nosniff") in events[0]["headers"]


def test_no_page_with_a_form_hides_its_own_origin_which_the_check_of_forms_needs():
    """With ``no-referrer`` a browser sends ``Origin: null``, and the button does nothing (seen at a notice's link)."""
    for module in (ROOT / "src/tocsin/web").rglob("*.py"):
        text = module.read_text("utf-8")
        assert not ("no-referrer" in text and "POST" in text), module
