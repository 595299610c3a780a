"""Feeds: the calendar of works for people's own calendar programs, at an address that they can revoke."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from tocsin.core.correlation.interventions import CANCELLED, TENTATIVE
from tocsin.core.intervention.feed import Entry, calendar
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named
from tocsin.flow import clock
from tocsin.flow.accounts.audit import Action, record
from tocsin.flow.organisation import snapshot
from tocsin.store.models import Account, CalendarAddress
from tocsin.store.read import interventions as read
from tocsin.store.read.interventions import InterventionRow

_PAST = timedelta(days=60)
_AHEAD = timedelta(days=400)
_STATUS = {CANCELLED: "CANCELLED", TENTATIVE: "TENTATIVE"}


def make(account: Account) -> str:
    """A new address for the account; the one before is revoked. The token is shown this once."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        revoke(account)
        CalendarAddress.objects.create(account=account, hash=_digest(token), created_at=clock.now())
        record(Action.CALENDAR_MADE, actor=account.username, subject=account.username)
    return token


def revoke(account: Account) -> None:
    """Nobody reads the account's calendar any more."""
    if CalendarAddress.objects.filter(account=account).delete()[0]:
        record(Action.CALENDAR_REVOKED, actor=account.username, subject=account.username)


def address_of(account: Account) -> CalendarAddress | None:
    """When the account's address was made, and last read."""
    return CalendarAddress.objects.filter(account=account).first()


def reader_of(token: str) -> Account | None:
    """Whose address this is; None: nobody's, or of an account that is shut."""
    found = CalendarAddress.objects.select_related("account").filter(hash=_digest(token)).first()
    if found is None or not found.account.is_active:
        return None
    CalendarAddress.objects.filter(id=found.id).update(read_at=clock.now())
    return found.account


def host() -> str:
    """The name under which we are reached, for the identifiers of calendar entries."""
    return settings.BASE_URL.partition("://")[2] or "tocsin.invalid"


def feed(account: Account) -> bytes:
    """All works from two months ago on, as iCalendar in the reader's language."""
    now, organisation = clock.now(), snapshot()
    language: Language = "en" if account.language == "en" else "fr"
    works = read.between(now - _PAST, now + _AHEAD)
    changes = read.changes([row.id for row in works])
    entries = [_entry(row, changes.get(row.id, (0, row.starts_at)), organisation, language) for row in works]
    name = render_why(Why(code="feed.name", facts={"company": organisation.settings.name}), language)
    return calendar(entries, name=name, host=host())


def _entry(
    row: InterventionRow, changed: tuple[int, datetime], organisation: Organisation, language: Language
) -> Entry:
    source = organisation.sources.get(row.source)
    supplier = organisation.suppliers.get(source.supplier if source else _supplier(row, organisation))
    end = row.ends_at or row.starts_at + timedelta(seconds=organisation.policies.intervention_s)
    reasons = [render_named(finding.why, organisation, language) for finding in row.findings]
    return Entry(
        uid=row.subject.number.lower(),
        start=row.starts_at,
        end=max(end, row.starts_at + timedelta(minutes=1)),
        zone=supplier.zone if supplier else organisation.settings.zone,
        title=f"{supplier.name if supplier and source else organisation.settings.name} - {row.title or row.reference}",
        place=", ".join(organisation.display_name(key) for key in row.scope[:5]),
        text="\n".join((f"{row.subject.number} ({row.reference})", *reasons)),
        status=_STATUS.get(row.status, "CONFIRMED"),
        sequence=changed[0],
        changed_at=changed[1],
        address=f"{settings.BASE_URL}{row.subject.path}",
    )


def _supplier(row: InterventionRow, organisation: Organisation) -> str:
    return next((supplier for key in row.scope if (supplier := organisation.supplier_of(key))), "")


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
