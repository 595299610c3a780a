"""Access: whether an account may see an object or do something to it. Pages and API ask here; knows not how it is done."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Protocol

from tocsin.core.incident.actions import action_of
from tocsin.core.incident.commands import PersonCommand
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
        "access.other_source": (
            "Cette source est d'une autre région : demandez à son équipe, ou à celle du groupe.",
            "This source is another region's: ask its team, or the group's.",
        ),
        "access.other_people": (
            "Cette personne est d'une autre région : demandez à son équipe, ou à celle du groupe.",
            "This person is another region's: ask their team, or the group's.",
        ),
        "access.token_reads": (
            "Ce jeton permet de voir, pas d'agir : créez-en un qui le permet.",
            "This token may see, not act: make one that may.",
        ),
        "access.manager": (
            "Réservé aux responsables.",
            "For managers only.",
        ),
        "access.sites": (
            "Les accès et interventions chez les fournisseurs sont l'affaire des comptes du groupe.",
            "Access to suppliers' sites, and interventions there, are the business of the group's accounts.",
        ),
        "access.figures": (
            "Les chiffres d'une personne sont à elle ; son équipe et ses responsables voient ses incidents ouverts.",
            "A person's figures are their own; their team and managers see what they have open.",
        ),
        "access.administrator": (
            "Réservé aux administrateurs.",
            "For administrators only.",
        ),
    }
)


class Permission(StrEnum):
    """What an account may want to do. Every page and address asks for one of these."""

    SEE = "see"
    ACT = "act"
    HAND_OVER = "hand_over"
    REPORT = "report"
    ROSTER = "roster"
    LOAD = "load"
    TEACH = "teach"
    REPLAY = "replay"
    PROBLEMS = "problems"
    SETTLE = "settle"
    SITES = "sites"
    ADMINISTER = "administer"


class Where(StrEnum):
    """Where a role may do it. The group's accounts have no region; administrators may everywhere."""

    ANYWHERE = "anywhere"
    HITS = "hits"  # what hits their region or belongs to a team of it; and incidents that they own
    OWN = "own"  # incidents that the person owns
    GROUP = "group"  # with an account of the group
    SOURCE = "source"  # for sources of their region; the group's accounts for every source
    PEOPLE = "people"  # for people of their region; the group's accounts for everybody


# The whole of the rights: a role has what its row says. Printed in the operator's guide, tested door by door.
RIGHTS: Mapping[Permission, Mapping[Account.Role, Where]] = {
    Permission.SEE: dict.fromkeys(Account.Role, Where.ANYWHERE),
    Permission.ACT: {
        Account.Role.TECHNICIAN: Where.HITS,
        Account.Role.MANAGER: Where.HITS,
        Account.Role.ADMINISTRATOR: Where.ANYWHERE,
    },
    Permission.HAND_OVER: {
        Account.Role.TECHNICIAN: Where.OWN,
        Account.Role.MANAGER: Where.HITS,
        Account.Role.ADMINISTRATOR: Where.ANYWHERE,
    },
    Permission.REPORT: {
        Account.Role.TECHNICIAN: Where.ANYWHERE,
        Account.Role.MANAGER: Where.ANYWHERE,
        Account.Role.ADMINISTRATOR: Where.ANYWHERE,
    },
    Permission.ROSTER: {
        Account.Role.TECHNICIAN: Where.PEOPLE,
        Account.Role.MANAGER: Where.PEOPLE,
        Account.Role.ADMINISTRATOR: Where.ANYWHERE,
    },
    Permission.LOAD: {Account.Role.MANAGER: Where.PEOPLE, Account.Role.ADMINISTRATOR: Where.ANYWHERE},
    Permission.TEACH: {
        Account.Role.TECHNICIAN: Where.SOURCE,
        Account.Role.MANAGER: Where.SOURCE,
        Account.Role.ADMINISTRATOR: Where.ANYWHERE,
    },
    Permission.REPLAY: {
        Account.Role.TECHNICIAN: Where.SOURCE,
        Account.Role.MANAGER: Where.SOURCE,
        Account.Role.ADMINISTRATOR: Where.ANYWHERE,
    },
    Permission.PROBLEMS: {
        Account.Role.TECHNICIAN: Where.ANYWHERE,
        Account.Role.MANAGER: Where.ANYWHERE,
        Account.Role.ADMINISTRATOR: Where.ANYWHERE,
    },
    Permission.SETTLE: {Account.Role.MANAGER: Where.ANYWHERE, Account.Role.ADMINISTRATOR: Where.ANYWHERE},
    Permission.SITES: {
        Account.Role.TECHNICIAN: Where.GROUP,
        Account.Role.MANAGER: Where.GROUP,
        Account.Role.ADMINISTRATOR: Where.ANYWHERE,
    },
    Permission.ADMINISTER: {Account.Role.ADMINISTRATOR: Where.ANYWHERE},
}


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
    return _where(account, Permission.SEE) is not None


def may(account: Account, permission: Permission) -> bool:
    """Whether the account may do this somewhere: a page shows it the form."""
    return _where(account, permission) is not None


def may_act(account: Account, concern: Concern, organisation: Organisation) -> bool:
    """Whether the account may act on the subject at all."""
    return not _refusal(account, Permission.ACT, concern, organisation)


def may_hand_over(account: Account, concern: Concern, organisation: Organisation) -> bool:
    """Whether the account may give the subject, on which it may act, to somebody else."""
    return not _refusal(account, Permission.HAND_OVER, concern, organisation)


def require(account: Account, concern: Concern, command: PersonCommand, organisation: Organisation) -> None:
    """Raise NotAllowed, with its sentence, unless the account may give this command to this subject.

    Whoever may act may comment, take, pause ...; to hand over, one must own it or be a manager. Whoever was
    handed an incident of another region may act on it.
    """
    permission = Permission.HAND_OVER if action_of(command).by_holder else Permission.ACT
    if refusal := _refusal(account, Permission.ACT, concern, organisation):
        raise NotAllowed(refusal)
    if refusal := _refusal(account, permission, concern, organisation):
        raise NotAllowed(refusal)


def require_act(account: Account, concern: Concern, organisation: Organisation) -> None:
    """Raise NotAllowed, with its sentence, unless the account may act on the subject."""
    if refusal := _refusal(account, Permission.ACT, concern, organisation):
        raise NotAllowed(refusal)


def require_acting(account: Account) -> None:
    """Raise NotAllowed unless the account may act on some incidents."""
    if _where(account, Permission.ACT) is None:
        raise NotAllowed("access.reader")


def may_report(account: Account) -> bool:
    """Whether the account may report what is wrong, in any region and for any caller."""
    return _where(account, Permission.REPORT) is not None


def require_report(account: Account) -> None:
    """Raise NotAllowed unless the account may report what is wrong."""
    if not may_report(account):
        raise NotAllowed("access.reader")


def require_permission(account: Account, permission: Permission) -> None:
    """Raise NotAllowed unless the account may do this somewhere."""
    if not may(account, permission):
        raise NotAllowed("access.manager")


def may_sites(account: Account) -> bool:
    """Whether the account may agree with suppliers who enters their sites, and what is done there."""
    where = _where(account, Permission.SITES)
    return where is Where.ANYWHERE or (where is Where.GROUP and not account.region)


def require_sites(account: Account) -> None:
    """Raise NotAllowed unless the account may agree with suppliers about their sites."""
    if not may_sites(account):
        reader = _where(account, Permission.SITES) is None
        raise NotAllowed("access.reader" if reader else "access.sites")


def require_roster(account: Account, person: str, organisation: Organisation) -> None:
    """Raise NotAllowed unless the account may declare who is away, or on duty, for this person (key)."""
    where = _where(account, Permission.ROSTER)
    if where is None:
        raise NotAllowed("access.reader")
    known = organisation.persons.get(person)
    team = organisation.teams.get(known.team) if known else None
    region = (known.region if known else "") or (team.region if team else "")
    if where is not Where.ANYWHERE and account.region not in ("", region):
        raise NotAllowed("access.other_people")


def may_declare(account: Account, person: str, organisation: Organisation) -> bool:
    """Whether the account may declare who is away, or on duty, for this person (key)."""
    try:
        require_roster(account, person, organisation)
    except NotAllowed:
        return False
    return True


def sees_load(account: Account, team: str, organisation: Organisation) -> bool:
    """Whether the account sees who in this team (key) has how much open: its own people, and managers of its region."""
    known, person = organisation.teams.get(team), organisation.persons.get(account.person)
    where = _where(account, Permission.LOAD)
    if where is Where.ANYWHERE or (person is not None and person.team == team):
        return True
    return where is Where.PEOPLE and account.region in ("", known.region if known else "")


def require_administrator(account: Account) -> None:
    """Raise NotAllowed unless the account is an administrator's."""
    if _where(account, Permission.ADMINISTER) is None:
        raise NotAllowed("access.administrator")


def require_sources(
    account: Account, permission: Permission, sources: Iterable[str], organisation: Organisation
) -> None:
    """Raise NotAllowed unless the account may do this for every one of these sources (keys)."""
    if _where(account, permission) is None:
        raise NotAllowed("access.reader")
    if not set(sources) <= set(sources_of(account, permission, sources, organisation)):
        raise NotAllowed("access.other_source")


def sources_of(
    account: Account, permission: Permission, sources: Iterable[str], organisation: Organisation
) -> list[str]:
    """Those of the sources (keys) for which the account may do this; an undeclared source is the group's."""
    where = _where(account, permission)
    if where is None:
        return []
    if where is Where.ANYWHERE or not account.region:
        return list(sources)
    known = organisation.sources
    return [key for key in sources if key in known and known[key].region == account.region]


def actor(account: Account) -> str:
    """Who acts: the account's person (key), else ``@`` and its user name, which cannot be a person's key."""
    return account.person or f"@{account.username}"


def _where(account: Account, permission: Permission) -> Where | None:
    """Where the account may do this; None: nowhere."""
    return RIGHTS[permission].get(Account.Role(account.role)) if account.is_active else None


def _refusal(account: Account, permission: Permission, concern: Concern, organisation: Organisation) -> str:
    """The code of the reason why the account may not do this to the subject; empty if it may."""
    where = _where(account, permission)
    if where is None:
        return "access.reader"
    if where is Where.ANYWHERE or concern.owner == actor(account):
        return ""
    if where is Where.OWN:
        return "access.hand_over"
    return "" if account.region in _regions(concern, organisation) else "access.other_region"


def _regions(concern: Concern, organisation: Organisation) -> set[str]:
    """The regions hit, and that of the team that owns it; ``""`` is the group."""
    team = organisation.teams.get(concern.owner_team)
    return {*concern.regions, team.region if team else ""}
