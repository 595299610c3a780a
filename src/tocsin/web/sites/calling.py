"""Calling: what is to be said to a supplier on the phone about its site, and the form that logs the call."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol, TypeVar

from tocsin.core.kernel.errors import Refused
from tocsin.core.mail import Asking
from tocsin.web.incident.provider import tel

_MOST_MINUTES = 600
_Called = TypeVar("_Called", covariant=True)


class CallView(NamedTuple):
    """Whom to call, and what to say."""

    tel: str
    number: str
    title: str
    text: str


class _Calls(Protocol[_Called]):
    def __call__(self, *, minutes: int, cost: int, text: str) -> _Called: ...


def call_view(asking: Asking | None) -> CallView | None:
    """The call that is to be made; None: it is asked otherwise, or nothing is asked."""
    if asking is None or asking.channel != "phone":
        return None
    return CallView(tel(asking.to), asking.to, asking.title, asking.text)


def called(typed: Mapping[str, str], command: _Calls[_Called]) -> _Called:
    """The command of a logged call; its cost is computed where it is carried out. Raises Refused without its minutes."""
    minutes = typed.get("minutes", "")
    if not (minutes.isascii() and minutes.isdigit()):
        raise Refused("site.refused.no_minutes")
    return command(minutes=min(int(minutes[:9]), _MOST_MINUTES), cost=0, text=typed.get("text", "")[:2000])
