"""Access: the only door from a skin to an object. Who may see and do what; nothing of how it is done."""

from tocsin.core.incident.commands import Command, HandOver
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.errors import NotAllowed
from tocsin.core.kernel.sentences import declare
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
        "access.administrator": (
            "Réservé aux administrateurs.",
            "For administrators only.",
        ),
    }
)


def visible(account: Account) -> bool:
    """Whether the account sees incidents, messages and rooms: every active account sees the group's."""
    return account.is_active


def may_act(account: Account, incident: Incident, organisation: Organisation) -> bool:
    """Whether the account may act on the incident at all."""
    return not _refusal(account, incident, organisation)


def require(account: Account, incident: Incident, command: Command, organisation: Organisation) -> None:
    """Raise NotAllowed, with its sentence, unless the account may give this command to this incident.

    Whoever may act may comment, take, pause ...; to hand over one must hold it, or be a manager. Whoever was
    handed an incident of another region acts on it: that is what it was handed over for.
    """
    if refusal := _refusal(account, incident, organisation):
        raise NotAllowed(refusal)
    holds = incident.owner == actor(account)
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
    """Who acts: the account's person (key), else its user name."""
    return account.person or account.username


def _refusal(account: Account, incident: Incident, organisation: Organisation) -> str:
    """The code of the reason why the account may not act; empty if it may."""
    if not account.is_active or account.role == Account.Role.READER:
        return "access.reader"
    if account.role == Account.Role.ADMINISTRATOR or incident.owner == actor(account):
        return ""
    return "" if account.region in _regions(incident, organisation) else "access.other_region"


def _regions(incident: Incident, organisation: Organisation) -> set[str]:
    """The regions hit, and that of the team that owns it; ``""`` is the group."""
    team = organisation.teams.get(incident.owner_team)
    return {*incident.regions, team.region if team else ""}
