"""The shapes of duty, absences and hand-overs, as OpenAPI documents them."""

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema
from pydantic import AwareDatetime

from tocsin.api.v1.shapes import Body

Key = Annotated[str, Field(max_length=200)]


class TurnOut(Schema):
    """``person`` (key; empty: nobody) is on duty in the team (key) from ``start`` to ``end``, and why."""

    team: str
    person: str
    rotation: str
    start: datetime
    end: datetime
    why: str


class ForeseenOut(Schema):
    """Nobody will be there from ``start`` to ``end`` (null: open)."""

    start: datetime
    end: datetime | None
    why: str


class DutyOut(Schema):
    """The turns of every team, and what will leave a duty or an absence without anybody."""

    turns: list[TurnOut]
    foreseen: list[ForeseenOut]


class AbsenceIn(Body):
    """Who (a person's key) is away. Without ``start``: from now; without ``end``: until somebody says otherwise."""

    person: Key
    start: AwareDatetime | None = None
    end: AwareDatetime | None = None
    substitute: Key = ""
    reason: Annotated[str, Field(max_length=200)] = ""


class AbsenceOut(Schema):
    """An absence that stands. ``moved``: how many incidents were handed over when it was declared."""

    id: int
    person: str
    start: datetime
    end: datetime | None
    substitute: str
    reason: str
    by: str


class DeclaredOut(Schema):
    """How many incidents were handed over at once."""

    moved: int


class CoverIn(Body):
    """Who (a person's key) takes the duty of a rotation (key) between two instants."""

    rotation: Key
    person: Key
    start: AwareDatetime
    end: AwareDatetime


class CoverOut(Schema):
    """A cover that stands."""

    id: int
    rotation: str
    person: str
    start: datetime
    end: datetime
    by: str


class HandoverOut(Schema):
    """A hand-over that waits for an answer. ``due_at``: when the next is asked; ``step``: what probably comes next."""

    incident: int
    number: str
    giver: str
    to: str
    at: datetime
    due_at: datetime | None
    asked: list[str]
    step: str


class UnownedSpanOut(Schema):
    """An open incident had nobody who was there."""

    incident: int
    start: datetime
    end: datetime
    why: str


class UnownedOut(Schema):
    """Whole minutes in all, and each span."""

    minutes: int
    spans: list[UnownedSpanOut]
