"""Callers: which source and supplier a token belongs to, and by which source a supplier calls. Knows no HTTP."""

from collections.abc import Iterator, Mapping

import msgspec

from tocsin.connectors.kit.listening import Events, Undelivered
from tocsin.core.organisation.secrets import with_secrets
from tocsin.core.organisation.values import Source
from tocsin.core.tmf.tickets import HOSTED
from tocsin.flow.channels import CHANNELS
from tocsin.flow.organisation import company
from tocsin.settings.mail import secret


def tokens() -> Mapping[str, str]:
    """The digests of the tokens by which suppliers call, and the sources (keys) that they belong to."""
    return {digest: source.key for source in _calling() for digest in source.tokens}


def source(key: str) -> Source:
    """A source by its key."""
    return company().organisation.sources[key]


def calling(supplier: str) -> Source | None:
    """The source by which this supplier (key) calls us."""
    return next((source for source in _calling() if source.supplier == supplier), None)


def may_call(source: Source, callback: str) -> bool:
    """Whether an address is among those agreed for this source."""
    settings = msgspec.convert(source.settings, CHANNELS[HOSTED.channel].settings)
    return _events().agreed(settings, callback)


def post(key: str, callback: str, body: bytes) -> None:
    """Hand an event over to a listener of this source (key). Raises Undelivered."""
    known = company().organisation.sources.get(key)
    if known is None or known.channel != HOSTED.channel:
        raise Undelivered("its source is declared no more")
    try:
        whole = with_secrets(known.settings, secret)
    except (KeyError, OSError) as unset:
        raise Undelivered(f"settings: {unset}") from unset
    _events().post(msgspec.convert(whole, CHANNELS[HOSTED.channel].settings), callback, body)


def _events() -> Events:
    events = CHANNELS[HOSTED.channel].events
    assert events is not None
    return events


def _calling() -> Iterator[Source]:
    for known in company().organisation.sources.values():
        if known.channel == HOSTED.channel and known.supplier:
            yield known
