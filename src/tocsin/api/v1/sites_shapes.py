"""The shapes of what is agreed about suppliers' sites, as OpenAPI documents them."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime

from tocsin.api.v1.shapes import Body

Key = Annotated[str, Field(max_length=200)]
Note = Annotated[str, Field(max_length=2000)]
Minutes = Annotated[int, Field(ge=0, le=600)]


class AuthorisationIn(Body):
    """Who (a person's key) may enter which place (a site's or a room's key), both days included."""

    person: Key
    place: Key
    since: date
    until: date
    badge: Annotated[str, Field(max_length=60)] = ""


class AuthorisationDo(Body):
    """What an action needs; the rest is not looked at. ``minutes``: how long a ``call`` took, ``note`` what was said."""

    until: date | None = None
    proof: Note = ""
    badge: Annotated[str, Field(max_length=60)] = ""
    note: Note = ""
    minutes: Minutes = 0


class AuthorisationOut(Schema):
    """An authorisation. ``asked_until``: a later last day that the supplier has not confirmed yet."""

    number: str
    id: int
    person: str
    name: str
    supplier: str
    place: str
    badge: str
    since: date
    until: date
    state: Literal["requested", "confirmed", "refused", "removal_requested", "removed"]
    asked_at: datetime
    asked_until: date | None
    reminded: int


class InterventionIn(Body):
    """What is planned: keys of people, of rooms and racks, and of the items whose alerts it explains."""

    what: Annotated[str, Field(max_length=300)]
    people: Annotated[list[Key], Field(max_length=50)]
    places: Annotated[list[Key], Field(max_length=100)]
    start: AwareDatetime
    end: AwareDatetime
    mutes: Annotated[list[Key], Field(max_length=100)] = []
    clocks: Literal["none", "supplier"] = "none"


class InterventionDo(Body):
    """What an action needs; the rest is not looked at. ``minutes``: how long a ``call`` took, ``note`` what was said."""

    accepted: bool = False
    proof: Note = ""
    reference: Annotated[str, Field(max_length=60)] = ""
    end: AwareDatetime | None = None
    note: Note = ""
    minutes: Minutes = 0


class FindingOut(Schema):
    """One result of the check. ``meets``: the number of the intervention or incident that it is about."""

    severity: Literal["stop", "risk", "fine"]
    code: str
    text: str
    meets: str


class PlanOut(Schema):
    """What is planned."""

    what: str
    people: list[str]
    places: list[str]
    start: datetime
    end: datetime
    mutes: list[str]
    clocks: str


class PlannedOut(Schema):
    """An intervention of ours."""

    number: str
    id: int
    supplier: str
    state: Literal["draft", "declared", "acknowledged", "refused", "ended", "cancelled"]
    reference: str
    declared_at: datetime | None
    acknowledged_at: datetime | None
    plan: PlanOut
    findings: list[FindingOut]


class InterventionOut(Schema):
    """An intervention of anybody. ``source`` is empty for ours."""

    number: str
    id: int
    source: str
    reference: str
    title: str
    status: str
    starts_at: datetime
    ends_at: datetime | None
    items: list[str]
    ended: bool
    collisions: list[FindingOut]
