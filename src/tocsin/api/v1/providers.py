"""Providers over the API: their channels and costs, what lies with them, their witnesses, what their mails are worth."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from django.http import HttpRequest
from ninja import Router

from tocsin.api.v1.problems import language_of
from tocsin.api.v1.provider_shapes import ProviderWatchOut
from tocsin.core.company import Company
from tocsin.core.exchange.comparing import render_comparison
from tocsin.core.exchange.values import Choice
from tocsin.core.exchange.watch import WatchedChannel
from tocsin.core.kernel.errors import NotFound
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.rendering import render_named
from tocsin.core.organisation.values import Supplier
from tocsin.flow import suppliers
from tocsin.flow.organisation import company
from tocsin.flow.supplier_channels import channels
from tocsin.store.read import exchanges
from tocsin.store.read import suppliers as read
from tocsin.store.read.exchanges import LyingIncident
from tocsin.store.read.interventions import InterventionRow

router = Router(tags=["providers"])


@router.get("/providers", response=list[ProviderWatchOut], summary="Providers and their channels")
def providers(request: HttpRequest) -> list[dict[str, Any]]:
    """Every declared provider, without its witnesses and its mail filter."""
    known, counts = company().organisation, read.open_counts()
    return [_short(supplier, channels(supplier, known), counts) for supplier in known.suppliers.values()]


@router.get("/providers/{key}", response=ProviderWatchOut, summary="One provider")
def provider(request: HttpRequest, key: str) -> dict[str, Any]:
    """Its channels and what they cost, what lies with it, works to come, its two witnesses over 30 days, its mail filter."""
    here = company()
    supplier = here.organisation.suppliers.get(key)
    if supplier is None:
        raise NotFound()
    found = suppliers.watched(supplier, here)
    language = language_of(request)
    return {
        **_short(supplier, found.channels, read.open_counts()),
        "urgent": _choice(found.urgent, here, language),
        "ordinary": _choice(found.ordinary, here, language),
        "spending": {**_plain(found.spending), "since": found.month, "cost": found.spending.cost},
        "lying": [_lying(row) for row in exchanges.lying(key)],
        "works": [_works(row) for row in suppliers.works(key, here.organisation)],
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


def _choice(choice: Choice, here: Company, language: Language) -> dict[str, Any]:
    reasons = [render_named(why, here.organisation, language) for why in choice.passed]
    why = render_named(choice.why, here.organisation, language) if choice.why else ""
    return {"channel": choice.channel, "why": why, "passed": reasons}


def _lying(row: LyingIncident) -> dict[str, Any]:
    theirs = next((clock for clock in row.clocks if clock.side == "supplier"), None)
    references = [reference["text"] for reference in row.references]
    due_at = theirs.due_at if theirs else None
    return {**_plain(row), "holder": row.acting.value, "due_at": due_at, "references": references}


def _works(row: InterventionRow) -> dict[str, Any]:
    return {**_plain(row), "number": row.subject.number}


def _plain(value: msgspec.Struct) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(value, builtin_types=(datetime,))
    return plain
