"""Access: the only door from a skin to an object. Who may see and do what; nothing of how it is done."""

from typing import Protocol

from tocsin.core.incident.commands import Command, HandOver
from tocsin.core.kernel.errors import NotAllowed
from tocsin.core.kernel.sentences import declare
from tocsin.core.kernel.subject import Subject
from tocsin.core.organisation.organisation import Organisation
from tocsin.store.models import Account

declare(
    {
        "access.reader": (
            "Votre compte permet de voir, pas d'agir.",
            "Your account may see, not act.",
        ),
        "access.other_region": (
            "Cet incident n'est pas de votre région : vous le voyez, vous n'y agissez pas.",
            "This incident is not your region's: you see it, you don't act on it.",
        ),
        "access.hand_over": (
            "Seul celui qui tient l'incident, ou un responsable, peut le transmettre.",
            "Only the person who holds the incident, or a manager, may hand it over.",
        ),
        "access.token_reads": (
            "Ce jeton permet de voir, pas d'agir : créez-en un qui le permet.",
            "This token may see, not act: make one that may.",
        ),
        "access.administrator": (
            "Réservé aux administrateurs.",
            "For administrators only.",
        ),
    }
)


class Concern(Protocol):
    """What access must know of a subject: what it is, who holds it, and whose it is (keys; ``""`` is the group)."""

    @property
    def subject(self) -> Subject:
        """The subject itself."""
        ...

    @property
    def owner(self) -> str:
        """The person who holds it."""
        ...

    @property
    def owner_team(self) -> str:
        """The team that answers for it."""
        ...

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions that it touches."""
        ...


def visible(account: Account) -> bool:
    """Whether the account sees incidents, messages and rooms: every active account sees the group's."""
    return account.is_active


def may_act(account: Account, concern: Concern, organisation: Organisation) -> bool:
    """Whether the account may act on the subject at all."""
    return not _refusal(account, concern, organisation)


def require(account: Account, concern: Concern, command: Command, organisation: Organisation) -> None:
    """Raise NotAllowed, with its sentence, unless the account may give this command to this subject.

    Whoever may act may comment, take, pause ...; to hand over one must hold it, or be a manager. Whoever was
    handed an incident of another region acts on it: that is what it was handed over for.
    """
    if refusal := _refusal(account, concern, organisation):
        raise NotAllowed(refusal)
    holds = concern.owner == actor(account)
    if isinstance(command, HandOver) and account.role == Account.Role.TECHNICIAN and not holds:
        raise NotAllowed("access.hand_over")


def require_administrator(account: Account) -> None:
    """Raise NotAllowed unless the account is an administrator's."""
    if account.role != Account.Role.ADMINISTRATOR:
        raise NotAllowed("access.administrator")


def require_teacher(account: Account) -> None:
    """Raise NotAllowed unless the account may teach words and places: whoever acts on incidents may."""
    if account.role == Account.Role.READER:
        raise NotAllowed("access.reader")


def actor(account: Account) -> str:
    """Who acts: the account's person (key), else ``@`` and its user name, which is no person's key."""
    return account.person or f"@{account.username}"


def _refusal(account: Account, concern: Concern, organisation: Organisation) -> str:
    """The code of the reason why the account may not act; empty if it may."""
    if not account.is_active or account.role == Account.Role.READER:
        return "access.reader"
    if account.role == Account.Role.ADMINISTRATOR or concern.owner == actor(account):
        return ""
    return "" if account.region in _regions(concern, organisation) else "access.other_region"


def _regions(concern: Concern, organisation: Organisation) -> set[str]:
    """The regions hit, and that of the team that owns it; ``""`` is the group."""
    team = organisation.teams.get(concern.owner_team)
    return {*concern.regions, team.region if team else ""}
