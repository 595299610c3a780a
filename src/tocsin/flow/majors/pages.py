"""Pages: each status page as it is, read at most once in a few seconds however often it is asked for. Renders nothing."""

import threading
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

import msgspec
import structlog
from django.db import Error as DatabaseFault

from tocsin.core.kernel.errors import NotFound
from tocsin.core.major.status import PublicStatus, Seen, status_of
from tocsin.core.organisation.majors import StatusPage
from tocsin.flow import clock
from tocsin.flow.organisation import company
from tocsin.store import majors, standing
from tocsin.store.read import status as read

log = structlog.get_logger()
FRESH_S = 5.0  # so long what was read is shown without looking again


class Copy(msgspec.Struct):
    """A status page as it was read last. ``tag`` changes when what it shows does.

    ``stale_since``: it could not be read again since then. ``rendered``: what was made of it, by form and language.
    """

    page: StatusPage
    status: PublicStatus
    tag: str
    looked: float
    read_at: datetime
    stale_since: datetime | None = None
    rendered: dict[Any, bytes] = {}


_kept: dict[str, Copy] = {}
_reading = threading.Lock()


def copy_of(key: str) -> Copy:
    """The page (key). Raises NotFound where none is declared.

    One request reads; the others get the copy meanwhile. Where the database does not answer, the copy is shown with the
    time of its reading.
    """
    known = _kept.get(key)
    if known is not None and clock.monotonic() - known.looked < FRESH_S:
        return known
    if not _reading.acquire(blocking=known is None):
        return known if known is not None else copy_of(key)
    try:
        return _looked(key, known)
    finally:
        _reading.release()


def forget() -> None:
    """Every copy: the next request reads."""
    _kept.clear()


def _looked(key: str, known: Copy | None) -> Copy:
    looked, now = clock.monotonic(), clock.now()
    try:
        page, status = _read(key, now)
    except DatabaseFault:
        if known is None:
            raise
        log.warning("status.stale", page=key)
        _kept[key] = _stale(known, looked)
        return _kept[key]
    except NotFound:
        _kept.pop(key, None)
        raise
    tag = blake2b(msgspec.json.encode(status), digest_size=12).hexdigest()
    same = known is not None and known.tag == tag
    _kept[key] = Copy(page, status, tag, looked, now, None, known.rendered if known and same else {})
    return _kept[key]


def _stale(known: Copy, looked: float) -> Copy:
    """The copy as it is shown while the database does not answer."""
    since = known.stale_since or known.read_at
    tag, rendered = (known.tag, known.rendered) if known.stale_since else (f"{known.tag}-stale", {})
    return Copy(known.page, known.status, tag, looked, known.read_at, since, rendered)


def _read(key: str, now: datetime) -> tuple[StatusPage, PublicStatus]:
    here = company()
    page = here.organisation.status_pages.get(key)
    if page is None:
        raise NotFound()
    known = tuple(majors.since(now - timedelta(days=page.history_days)))
    seen = Seen(
        hits=read.hits({item for service in page.services for item in service.items}),
        majors=known,
        works=tuple(standing.interventions().values()),
    )
    region = here.organisation.regions.get(page.region)
    zone = (region.zone if region else "") or here.organisation.settings.zone
    return page, status_of(page, seen, here.graph, zone, now=now)
