"""Problems: looks for what recurs in the incidents of the past, and keeps what people say of it."""

from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import tocsin.core.problem.sentences  # noqa: F401  a refusal can be said wherever it is made
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.errors import NotAllowed, NotFound, Refused
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.problem.recurring import recurrences
from tocsin.core.problem.values import Family, Occurrence
from tocsin.flow import access, clock
from tocsin.flow.access import Permission
from tocsin.flow.organisation import snapshot
from tocsin.store import recurrences as rows
from tocsin.store.models import Account
from tocsin.store.recurrences import Past, Standing

_MEMORY = timedelta(days=3 * 365)  # of the past: more than all windows and what they are compared with
_PLACES = (ItemType.RACK, ItemType.ROOM)


def watch() -> None:
    """Look for what recurs today, and keep it."""
    rows.write(recurrences(_occurrences(snapshot()), _today()))


def standing() -> list[Standing]:
    """What recurs these days, and nobody has dismissed."""
    return rows.standing(_today())


def may_decide(account: Account) -> bool:
    """Whether the account may say what is a problem and what is none."""
    return access.may(account, Permission.PROBLEMS)


def dismiss(account: Account, number: int, reason: str) -> None:
    """It is no problem, for this reason; it returns when its incidents double. Raises NotAllowed, Refused, NotFound."""
    if not may_decide(account):
        raise NotAllowed("access.reader")
    if not reason.strip():
        raise Refused("problem.refused.reason")
    if not rows.dismiss(number, reason.strip(), access.actor(account), clock.now()):
        raise NotFound("problem.gone")


def _today() -> date:
    return clock.now().astimezone(ZoneInfo(snapshot().settings.zone)).date()


def _occurrences(organisation: Organisation) -> list[Occurrence]:
    zone = ZoneInfo(organisation.settings.zone)
    return [
        Occurrence(
            incident=past.id,
            at=past.began.astimezone(zone),
            keys={
                Family.ITEM: _some([past.cause]),
                Family.PLACE: _some(_places(past.cause, organisation)),
                Family.KIND: _some([past.kind]),
                Family.APPLICATION: past.applications,
            },
            down_s=_down_s(past),
        )
        for past in rows.past(clock.now() - _MEMORY)
    ]


def _places(item: str, organisation: Organisation) -> list[str]:
    """The rack and the room around the item; not the item itself."""
    return [known.key for known in organisation.path(item) if known.type in _PLACES and known.key != item]


def _some(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if key)


def _down_s(past: Past) -> int:
    end = past.ended or clock.now()
    return max(0, round((end - past.began).total_seconds()))
