"""Providers over the API: their channels with the budget left, their witnesses, and what their mails are worth."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from django.http import HttpRequest
from ninja import Router

from tocsin.api.v1.problems import language_of
from tocsin.api.v1.provider_shapes import ProviderWatchOut
from tocsin.core.exchange.comparing import render_comparison
from tocsin.core.exchange.watch import WatchedChannel
from tocsin.core.kernel.errors import NotFound
from tocsin.core.organisation.values import Supplier
from tocsin.flow import suppliers
from tocsin.flow.organisation import company
from tocsin.store.read import suppliers as read

router = Router(tags=["providers"])


@router.get("/providers", response=list[ProviderWatchOut], summary="Providers and their channels")
def providers(request: HttpRequest) -> list[dict[str, Any]]:
    """Every declared provider, without its witnesses and its mail filter."""
    known, counts = company().organisation, read.open_counts()
    return [
        _short(supplier, suppliers.channels(supplier, known), counts) for supplier in known.suppliers.values()
    ]


@router.get("/providers/{key}", response=ProviderWatchOut, summary="One provider")
def provider(request: HttpRequest, key: str) -> dict[str, Any]:
    """Its channels, both witnesses side by side over 30 days, and what its mail filter should be."""
    here = company()
    supplier = here.organisation.suppliers.get(key)
    if supplier is None:
        raise NotFound()
    found = suppliers.watched(supplier, here)
    language = language_of(request)
    return {
        **_short(supplier, found.channels, read.open_counts()),
        "comparisons": [
            {**_plain(pair), "sentences": render_comparison(pair, here.organisation, language)}
            for pair in found.comparisons
        ],
        "criteria": [_plain(criterion) for criterion in found.criteria],
    }


def _short(supplier: Supplier, channels: Iterable[WatchedChannel], counts: dict[str, int]) -> dict[str, Any]:
    return {
        "key": supplier.key,
        "name": supplier.name,
        "open_incidents": counts.get(supplier.key, 0),
        "channels": [_plain(channel) for channel in channels],
    }


def _plain(value: msgspec.Struct) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(value, builtin_types=(datetime,))
    return plain
