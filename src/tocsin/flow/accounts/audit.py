"""The security audit: who did what, when, from where. Append-only rows, and a line in the log for each."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from enum import StrEnum
from typing import Any

import structlog

from tocsin.connectors.kit.networks import network_of
from tocsin.core.kernel.sentences import declare
from tocsin.flow import clock
from tocsin.store.attempts import Rate, take
from tocsin.store.models import SecurityEntry

log = structlog.get_logger()


class Action(StrEnum):
    """What is audited (OWASP ASVS 5, 16.3)."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_DELAYED = "sign_in_delayed"
    SIGNED_OUT = "signed_out"
    ACCOUNT_MADE = "account_made"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_DELETED = "account_deleted"
    PASSWORD_SET = "password_set"
    TOKEN_MADE = "token_made"
    TOKEN_REVOKED = "token_revoked"
    TAUGHT = "taught"
    REPLAYED = "replayed"
    SET_ASIDE = "set_aside"
    TAKEN_BACK = "taken_back"
    ORGANISATION_APPLIED = "organisation_applied"
    REFUSED = "refused"
    AUTHORISATION = "authorisation"
    INTERVENTION = "intervention"
    CALENDAR_MADE = "calendar_made"
    CALENDAR_REVOKED = "calendar_revoked"
    CODE_SHOWN = "code_shown"
    RECOVERY_TESTED = "recovery_tested"
    WAY_ADDED = "way_added"
    WAY_VERIFIED = "way_verified"
    WAY_REMOVED = "way_removed"


declare(
    {
        "audit.signed_in": ("Connexion", "Signed in"),
        "audit.sign_in_failed": ("Échec de connexion", "Sign-in failed"),
        "audit.sign_in_delayed": ("Connexion retardée : trop d'essais", "Sign-in delayed: too many tries"),
        "audit.signed_out": ("Déconnexion", "Signed out"),
        "audit.account_made": ("Compte créé : {subject}", "Account made: {subject}"),
        "audit.account_changed": ("Compte modifié : {subject}", "Account changed: {subject}"),
        "audit.account_deleted": ("Compte supprimé : {subject}", "Account deleted: {subject}"),
        "audit.password_set": ("Mot de passe changé : {subject}", "Password changed: {subject}"),
        "audit.token_made": ("Jeton créé : {subject}", "Token made: {subject}"),
        "audit.token_revoked": ("Jeton révoqué : {subject}", "Token revoked: {subject}"),
        "audit.taught": ("Mot ou lieu appris : {subject}", "Word or place taught: {subject}"),
        "audit.replayed": ("Messages retraités : {subject}", "Messages replayed: {subject}"),
        "audit.set_aside": ("Messages mis de côté : {subject}", "Messages set aside: {subject}"),
        "audit.taken_back": ("Messages remis dans la file : {subject}", "Messages put back into the queue: {subject}"),
        "audit.organisation_applied": ("Organisation appliquée : {subject}", "Organisation applied: {subject}"),
        "audit.refused": ("Refusé : {subject}", "Refused: {subject}"),
        "audit.authorisation": ("Autorisation d'accès : {subject}", "Authorisation of access: {subject}"),
        "audit.intervention": ("Intervention : {subject}", "Intervention: {subject}"),
        "audit.calendar_made": ("Adresse d'agenda créée : {subject}", "Calendar address made: {subject}"),
        "audit.calendar_revoked": ("Adresse d'agenda révoquée : {subject}", "Calendar address revoked: {subject}"),
        "audit.code_shown": ("Code de reprise montré : {subject}", "Recovery code shown: {subject}"),
        "audit.way_added": ("Moyen de joindre ajouté : {subject}", "Way of being reached added: {subject}"),
        "audit.way_verified": ("Moyen de joindre vérifié : {subject}", "Way of being reached verified: {subject}"),
        "audit.way_removed": ("Moyen de joindre ôté : {subject}", "Way of being reached removed: {subject}"),
        "audit.recovery_tested": ("Essai de reprise noté : {subject}", "Recovery test recorded: {subject}"),
    }
)  # fmt: skip


_origin: ContextVar[str] = ContextVar("origin", default="")


@contextmanager
def coming_from(origin: str) -> Iterator[None]:
    """Entries within the block come from ``origin``: an address, or ``command line``."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


_STRANGERS = Rate(burst=20, interval=timedelta(minutes=1))  # entries of one action, from one address


def record_at_most(action: Action, *, actor: str, subject: str = "", **facts: Any) -> None:
    """Append an entry of what anybody can cause at will: 20 from one address, then one a minute, and no flood."""
    if take(("audit", action, network_of(_origin.get())), _STRANGERS, clock.now()):
        record(action, actor=actor, subject=subject, **facts)


def record(action: Action, *, actor: str, subject: str = "", **facts: Any) -> None:
    """Append one entry. It is part of the transaction of what it records."""
    entry = SecurityEntry(
        at=clock.now(),
        actor=actor[:150],
        action=action,
        subject=subject[:300],
        address=_origin.get(),
        facts=facts,
    )
    entry.save(force_insert=True)
    log.info(f"security.{action}", actor=entry.actor, subject=entry.subject, address=entry.address, **facts)
