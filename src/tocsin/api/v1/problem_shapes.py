"""The shapes of problems and recurrences, as OpenAPI documents them."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from tocsin.api.v1.shapes import Body

Text = Annotated[str, Field(max_length=4000)]
Number = Annotated[int, Field(ge=1, le=999_999_999)]


class ProblemIn(Body):
    """A problem by hand: its title, and its incidents by id."""

    title: Annotated[str, Field(max_length=200)]
    incidents: Annotated[list[Number], Field(min_length=1, max_length=200)]


class ProblemDo(Body):
    """What an action needs; the rest is not looked at."""

    note: Text = ""
    person: Annotated[str, Field(max_length=200)] = ""
    day: date | None = None
    of: Annotated[int, Field(ge=0, le=999_999_999)] = 0
    root: bool = False
    cause: Number | None = None
    action: Number | None = None
    incident: Number | None = None
    incidents: Annotated[list[Number], Field(max_length=200)] = []
    supplier: Annotated[str, Field(max_length=200)] = ""
    reference: Annotated[str, Field(max_length=60)] = ""
    days: Annotated[int, Field(ge=1, le=365)] = 30
    void: bool = False


class RecurrenceDo(Body):
    """``dismiss`` wants a reason; ``confirm`` may have a title; ``merge`` wants a problem's id or a recurrence's."""

    reason: Annotated[str, Field(max_length=500)] = ""
    title: Annotated[str, Field(max_length=200)] = ""
    problem: Number | None = None
    recurrence: Number | None = None


class KeyOut(Schema):
    """What incidents have in common: a key of a family."""

    family: str
    key: str


class CauseOut(Schema):
    """An answer to «why?» of the cause ``of`` (0: of the trouble)."""

    id: int
    of: int
    text: str
    by: str
    root: bool


class ActionOut(Schema):
    """Something to be done."""

    id: int
    text: str
    owner: str
    due: date
    done_at: datetime | None


class ChangeOut(Schema):
    """The change that is to remove the cause; without ``supplier`` it is ours."""

    text: str
    supplier: str
    reference: str
    day: date | None
    done_at: datetime | None


class UseOut(Schema):
    """How often it was offered as a known error, and what people answered."""

    offered: int
    helped: int
    rejected: int


class ProblemOut(Schema):
    """A problem."""

    number: str
    id: int
    title: str
    state: Literal["identified", "in_analysis", "known_error", "resolved", "closed"]
    owner: str
    team: str
    opened_at: datetime
    keys: list[KeyOut]
    incidents: list[int]
    last_incident_at: datetime | None
    hypothesis: str
    causes: list[CauseOut]
    workaround: str
    actions: list[ActionOut]
    change: ChangeOut | None
    known_since: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    quiet_days: int
    reopened: int
    void: bool
    use: UseOut


class RecurrenceOut(Schema):
    """A candidate: what comes up more often than its past explains, with its evidence. ``p``: of so many by chance."""

    id: int
    since: date
    family: str
    key: str
    days: int
    count: int
    total: int
    expected: float
    p: float
    incidents: list[int]
    down_s: int
