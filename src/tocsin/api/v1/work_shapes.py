"""The shapes of a person's work, as OpenAPI documents them."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from tocsin.api.v1.shapes import ActionIn


class TaskOut(Schema):
    """An incident in the caller's work. ``first_at`` and ``first``: what runs out first, and when; null: nothing does.

    ``revision`` is what ``together`` takes as ``seen``.
    """

    id: int
    number: str
    title: dict[str, str]
    priority: str
    state: str
    owner: str
    owner_team: str
    holder: str
    lists: list[Literal["mine", "team", "waiting", "risk"]]
    first_at: datetime | None
    first: str | None
    revision: int


class ChosenIn(Schema):
    """An incident by its id. ``seen``: the revision that the person looked at; without it, whatever it is now."""

    incident: Annotated[int, Field(ge=1, le=999_999_999_999)]
    seen: Annotated[int, Field(ge=0, le=999_999_999)] | None = None


class TogetherIn(ActionIn):
    """The incidents, and the fields of the action, the same for each."""

    incidents: Annotated[list[ChosenIn], Field(min_length=1, max_length=200)]


class DoneOut(Schema):
    """What became of one of them. ``refused`` is the code of the reason and ``reason`` its sentence; empty: it was done."""

    incident: int
    refused: str
    reason: str
