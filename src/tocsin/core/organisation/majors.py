"""Major incident values: when one is proposed and who is informed how often, and the status pages. Know no incident."""

import re
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta

from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.durations import Seconds
from tocsin.core.organisation.values import Label

Audience = Literal["internal", "public"]
ANSWER_S = 600  # in which whoever got the command without asking for it says that they have it


class Criterion(Value, omit_defaults=True):
    """All that it names must hold of an incident: at least this criticality and priority, at least so many users who
    reported it (``people``), and so many applications hit."""

    criticality: Criticality | None = None
    priority: Priority | None = None
    people: Annotated[int, Meta(ge=0)] = 0
    applications: Annotated[int, Meta(ge=0)] = 0


class PlannedUpdate(Value, omit_defaults=True):
    """Who (``to``) gets the updates of an audience: the first after ``first``, then again after ``every`` at the latest.

    ``channel``: mail, or the key of a gateway. ``language``: in which; empty: each in their own.
    """

    name: str
    to: tuple[str, ...]
    every: Seconds
    audience: Audience = "internal"
    first: Seconds | None = None
    channel: str = "mail"
    language: Literal["", "fr", "en"] = ""

    @property
    def first_s(self) -> int:
        """Seconds from the declaration to the first update."""
        return self.every if self.first is None else self.first


class MajorPlan(Value, omit_defaults=True):
    """How a major incident is led: the first plan by ``order`` of whose ``regions`` it touches one; none named: any.

    ``team`` (key) finds a commander when there is none; empty: the team of its first incident. ``propose``: one of these
    holds of an incident; then it is proposed, and a person declares it. ``answer``: so long whoever was given the command
    may take to say so.
    """

    key: str
    order: int
    updates: tuple[PlannedUpdate, ...] = ()
    regions: tuple[str, ...] = ()
    team: str = ""
    propose: tuple[Criterion, ...] = ()
    answer: Seconds = ANSWER_S


class ShownService(Value, omit_defaults=True):
    """What users know by one name (``label``): the worst of its ``items`` (keys of applications, sites ...) is its state."""

    label: Label
    items: tuple[str, ...]


class StatusPage(Value, omit_defaults=True):
    """The page on which a region's users see how their services are. ``public``: it is read without a login.

    ``region`` (key): whose users it is for; empty: everybody's. ``languages``: the first is shown unless the reader
    chooses. ``history_days``: so long past major incidents are listed. ``contact``: whom users turn to.
    """

    key: str
    label: Label
    services: tuple[ShownService, ...]
    region: str = ""
    public: bool = False
    languages: tuple[Language, ...] = ("fr", "en")
    history_days: Annotated[int, Meta(ge=0, le=366)] = 14
    contact: Label | None = None


class Informed(NamedTuple):
    """Whom a planned update is for: ``kind``, and the ``key`` of a team, a person or a region."""

    kind: str
    key: str = ""


PAGE = "page"  # the status pages that it concerns
INFORMED = ("page", "regions", "management", "team", "team:KEY", "duty:KEY", "person:KEY", "region:KEY")
_PLAIN = re.compile(r"page|regions|management|team")
_KEYED = re.compile(r"(team|duty|person|region):(\S+)")


def informed_of(text: str) -> Informed | None:
    """Whom a plan means, as people write it; None: nobody that is known.

    ``regions``: managers and teams of the regions hit; ``management``: who stands above these managers and the team's;
    ``team``: the team that leads it; ``page``: the status pages.
    """
    if _PLAIN.fullmatch(text):
        return Informed(kind=text)
    keyed = _KEYED.fullmatch(text)
    return Informed(kind=keyed[1], key=keyed[2]) if keyed else None


def plan_for(plans: "tuple[MajorPlan, ...]", regions: "tuple[str, ...]") -> MajorPlan:
    """The plan of an incident of these regions (keys); one that informs nobody where none is declared."""
    found = (plan for plan in plans if not plan.regions or set(plan.regions) & set(regions))
    return next(found, MajorPlan(key="", order=0))
