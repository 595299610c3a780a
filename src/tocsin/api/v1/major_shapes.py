"""The shapes of major incidents, as OpenAPI documents them."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import ConfigDict

Text = Annotated[str, Field(max_length=4000)]
Number = Annotated[int, Field(ge=1, le=999_999_999)]
Key = Annotated[str, Field(max_length=200)]
Audience = Literal["internal", "public"]
Phase = Literal["investigating", "identified", "watching", "restored"]


class _In(Schema):
    """What is sent to us: an unknown name is a mistake, and is not ignored."""

    model_config = ConfigDict(extra="forbid")


class MajorIn(_In):
    """A major incident: its incidents by id, why it is one, and who commands it (key; empty: the token's person)."""

    incidents: Annotated[list[Number], Field(min_length=1, max_length=200)]
    reason: Text
    commander: Key = ""


class MajorDo(_In):
    """What an action needs; the rest is not looked at."""

    note: Text = ""
    person: Key = ""
    incident: Number | None = None
    audience: Audience | None = None
    phase: Phase | None = None
    fr: Text = ""
    en: Text = ""
    updates: Annotated[list[Key], Field(max_length=50)] = []
    language: Literal["fr", "en"] = "fr"
    section: Key = ""
    text: Annotated[str, Field(max_length=20_000)] = ""
    day: date | None = None
    action: Number | None = None


class UpdateOut(Schema):
    """An update; ``updates`` are the planned updates that it was."""

    id: int
    at: datetime
    by: str
    audience: Audience
    phase: Phase
    fr: str = ""
    en: str = ""
    updates: list[str] = []


class DueOut(Schema):
    """A planned update, and by when it is due."""

    name: str
    audience: Audience
    last_at: datetime | None
    due_at: datetime
    overdue: bool


class CommandOut(Schema):
    """Who had the command from when on; empty: nobody, and people were called."""

    at: datetime
    person: str


class ReviewActionOut(Schema):
    """Something to be done; ``problem``: the problem (id) that follows it."""

    id: int
    text: str
    owner: str
    due: date
    problem: int | None = None
    done_at: datetime | None = None


class ReviewOut(Schema):
    """The review: the text of each section, and its actions."""

    language: Literal["fr", "en"]
    drafted_at: datetime
    texts: dict[str, str]
    actions: list[ReviewActionOut]
    held_at: datetime | None


class MajorOut(Schema):
    """A major incident. ``asked`` (key): who is asked to take or confirm the command."""

    number: str
    id: int
    state: Literal["declared", "stood_down", "reviewed"]
    reason: str
    incidents: list[int]
    regions: list[str]
    team: str
    plan: str
    commander: str
    asked: str
    commanders: list[CommandOut]
    declared_by: str
    declared_at: datetime
    stood_down_at: datetime | None
    due: list[DueOut]
    updates: list[UpdateOut]
    review: ReviewOut | None
    revision: int
