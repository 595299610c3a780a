"""The shapes of the users' reports, as OpenAPI documents them."""

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema

from tocsin.api.v1.shapes import Body

_Id = Annotated[int, Field(ge=1, le=999_999_999_999)]


class InformedOut(Schema):
    """News that a report was due. ``mailed``: not where the user has no address, or had too many mails by then."""

    news: str
    at: datetime
    incident: int | None
    mailed: bool


class UserReportOut(Schema):
    """A user's report. ``incident`` is the one that it is linked to, ``likely`` the one that it is probably about otherwise.

    ``reasons`` say what speaks for either, in your language. ``settled_by`` (person key): a person said which incident it is
    about, or none. ``revision`` is what ``link`` and ``unlink`` take as ``seen``.
    """

    id: int
    number: str
    channel: str
    reporter: str
    address: str
    language: str
    title: str
    text: str
    at: datetime
    by: str
    items: list[str]
    regions: list[str]
    incident: int | None
    likely: int | None
    points: int
    reasons: list[str]
    settled_by: str
    informed: list[InformedOut]
    revision: int


class CallIn(Body):
    """A user's call. ``caller`` is a mail address, at which they are answered, or a name. ``item`` (key) or ``place`` (its
    name in words) where it is known. ``incident`` is the one that it is about; ``opens``: it is a new trouble.
    """

    text: str = Field(min_length=1, max_length=4000)
    caller: str = Field(min_length=1, max_length=200)
    item: str = Field("", max_length=500)
    place: str = Field("", max_length=500)
    incident: _Id | None = None
    opens: bool = False


class ProbableOut(Schema):
    """An open incident that a call may be about. ``certain``: the call would be linked to it."""

    incident: int
    title: dict[str, str]
    points: int
    reasons: list[str]
    certain: bool


class UserReportDo(Body):
    """``link``: ``incident``, and ``seen`` as for ``unlink``. ``answer``: ``note``, what the user is to know."""

    incident: _Id | None = None
    seen: Annotated[int, Field(ge=0, le=999_999_999)] | None = None
    note: str = Field("", max_length=2000)


class InformIn(Body):
    """What all users who reported the incident can do meanwhile."""

    incident: _Id
    note: str = Field(min_length=1, max_length=2000)


class InformedUsersOut(Schema):
    """How many users were written to."""

    users: int
