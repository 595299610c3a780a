"""Links: the signed link of a notice, for one person and one incident, good for a day. Does nothing to an incident."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing

from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.sentences import declare
from tocsin.core.kernel.subject import SubjectKind
from tocsin.core.notice.short import ANSWERED
from tocsin.core.notice.values import Notice
from tocsin.flow import clock

LASTS = timedelta(hours=24)
_SALT = "tocsin.take"
declare(
    {
        "links.refused": (
            "Ce lien n'est pas juste, ou il a expiré : ouvrez l'incident dans Tocsin.",
            "This link is not right, or it has expired: open the incident in Tocsin.",
        ),
    }
)


class Linked(NamedTuple):
    """What a link is about: the incident (id), for this person (key), since when."""

    incident: int
    person: str
    made: datetime


def link(notice: Notice) -> str:
    """The link by which the recipient takes the incident; empty: a notice that asks nobody, or is for a mailbox."""
    if notice.subject.kind is not SubjectKind.INCIDENT or not notice.person or notice.kind not in ANSWERED:
        return ""
    made = {"incident": notice.subject.id, "person": notice.person, "at": int(clock.now().timestamp())}
    return f"{settings.BASE_URL}/take/{signing.dumps(made, salt=_SALT)}"


def opened(token: str) -> Linked:
    """What the link is about. Raises Refused where it is none of ours, or too old."""
    try:
        found = signing.loads(token, salt=_SALT)
    except signing.BadSignature as wrong:
        raise Refused("links.refused") from wrong
    made = datetime.fromtimestamp(found["at"], UTC)
    if clock.now() - made > LASTS:
        raise Refused("links.refused")
    return Linked(found["incident"], found["person"], made)
