"""Breaker: whether a supplier's channel may be used, by its last answers. Knows no counterpart and no clock."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Literal

from msgspec.structs import replace

from tocsin.core.kernel.value import Value

Cause = Literal["refused", "unreachable", "broken", "forbidden"]

DESK = "desk"  # a channel's name: the ticket desk; a source has its own
_FIRST_S, _CAP_S = 30, 1800  # between two probes: doubled each time, up to half an hour
_TOLERATED = 3  # failed answers in a row before a channel is cut
_FOR_EVER = timedelta(days=3650)  # a wrong password is never tried again: the account would be locked
_AT_ONCE = frozenset({"refused"})  # a 429, a ban: the next call makes it worse
_ASK_AGAIN_S = 300.0  # who was refused asks here, not there: perhaps its credentials were changed
_EXACT = timedelta(minutes=1)  # nothing is written for less
_FORGOTTEN = timedelta(
    hours=1
)  # a refusal that nobody has run into for so long is of credentials that are gone
_MOST_REFUSALS = 20  # and callers
_NEVER = datetime.min.replace(tzinfo=UTC)


class Refusal(Value):
    """Credentials that the counterpart does not take, as their caller is known. ``asked_at``: when it last asked."""

    credentials: str
    since: datetime
    asked_at: datetime
    reason: str


class Caller(Value):
    """How the calls of one channel with some credentials went: as in ``Breaker``, for these alone."""

    failures: int = 0
    cut_since: datetime | None = None
    until: datetime | None = None
    cause: Cause | None = None
    reason: str = ""


class Breaker(Value):
    """An account at a supplier. ``until`` None: it may be called. Otherwise nobody calls before it; then one caller tries.

    ``cut_since``, ``cause`` and ``reason`` say since when and why it is cut. One account may have several ``callers``: its
    channels (a ticket desk, a supervision) with their credentials, as ``caller_of`` names them. Each is cut by its own
    answers, and opened by its own; these fields are then those of the one that is cut the longest. Only what asks us
    to come later holds for all of them.
    """

    failures: int = 0
    cut_since: datetime | None = None
    until: datetime | None = None
    cause: Cause | None = None
    reason: str = ""
    refusals: tuple[Refusal, ...] = ()
    callers: dict[str, Caller] = {}

    @property
    def is_cut(self) -> bool:
        """Whether the channel is cut."""
        return self.until is not None


def source_channel(key: str) -> str:
    """The name of the channel that a source is."""
    return f"source {key}"


def caller_of(channel: str, credentials: bytes) -> str:
    """The name of a channel that calls with these credentials, of which only a digest is kept."""
    return f"{channel} {blake2b(credentials, digest_size=12).hexdigest()}"


def of_channel(breaker: Breaker, channel: str, now: datetime) -> Breaker:
    """The account as one of its channels sees it: by its own answers, and by what still asks everybody to come later."""
    if not breaker.callers and breaker.is_cut:
        return breaker
    callers = {
        key: known
        for key, known in breaker.callers.items()
        if _channel(key) == channel or (known.cause in _AT_ONCE and known.until and known.until > now)
    }
    refusals = (refusal for refusal in breaker.refusals if _channel(refusal.credentials) == channel)
    return _of(callers, tuple(refusals))


def channels(breaker: Breaker) -> dict[str, Breaker]:
    """The channels of the account that called, each by its own answers. Empty name: kept before channels were named."""
    callers: dict[str, dict[str, Caller]] = {}
    for key, known in breaker.callers.items():
        callers.setdefault(_channel(key), {})[key] = known
    refusals: dict[str, list[Refusal]] = {}
    for refusal in breaker.refusals:
        refusals.setdefault(_channel(refusal.credentials), []).append(refusal)
    found = {
        name: _of(callers.get(name, {}), tuple(refusals.get(name, ())))
        for name in sorted({*callers, *refusals})
    }
    return found or {"": breaker}


def _channel(key: str) -> str:
    return key.rpartition(" ")[0]


def wait_s(breaker: Breaker, now: datetime, caller: str = "") -> float:
    """Seconds until the caller may ask again; 0: it may call. While one caller tries a cut channel,
    the others wait for the outcome."""
    if _refusal(breaker, caller):
        return _ASK_AGAIN_S
    own = _own(breaker, caller).until
    others = (known.until for known in breaker.callers.values() if known.cause in _AT_ONCE)
    return max([0.0, *((until - now).total_seconds() for until in (own, *others) if until)])


def _own(breaker: Breaker, caller: str) -> Caller:
    """Of this caller. What was kept before an account knew its callers is that of whoever comes."""
    if breaker.callers:
        return breaker.callers.get(caller, Caller())
    return Caller(
        failures=breaker.failures,
        cut_since=breaker.cut_since,
        until=breaker.until,
        cause=breaker.cause,
        reason=breaker.reason,
    )


def _with(breaker: Breaker, caller: str, own: Caller) -> Breaker:
    return _of({**breaker.callers, caller: own}, breaker.refusals)


def _of(callers: Mapping[str, Caller], refusals: tuple[Refusal, ...]) -> Breaker:
    kept = {key: known for key, known in callers.items() if known != Caller()}
    first = max(
        kept.values(), key=lambda known: (known.until is not None, known.until or _NEVER), default=Caller()
    )
    return Breaker(
        failures=first.failures,
        cut_since=first.cut_since,
        until=first.until,
        cause=first.cause,
        reason=first.reason,
        refusals=refusals,
        callers=dict(list(kept.items())[-_MOST_REFUSALS:]),
    )


def reason_for(breaker: Breaker, caller: str) -> str:
    """Why the caller has to wait."""
    refusal, own = _refusal(breaker, caller), _own(breaker, caller)
    if refusal:
        return refusal.reason
    return own.reason if own.until else breaker.reason


def asked(breaker: Breaker, caller: str, now: datetime) -> Breaker:
    """Somebody wanted to call; a refusal that nobody runs into any more is not shown, nor a caller that never came back."""
    refusals = (
        replace(refusal, asked_at=now)
        if refusal.credentials == caller and now - refusal.asked_at >= _EXACT
        else refusal
        for refusal in breaker.refusals
    )
    return replace(_without_gone(breaker, caller, now), refusals=tuple(refusals))


def _without_gone(breaker: Breaker, caller: str, now: datetime) -> Breaker:
    """Without the callers who might have tried again for so long and did not: their credentials are gone."""
    kept = {
        key: known
        for key, known in breaker.callers.items()
        if key == caller or known.until is None or now - known.until <= _FORGOTTEN
    }
    if len(kept) == len(breaker.callers):
        return breaker
    return _with(replace(breaker, callers=kept), caller, kept.get(caller, Caller()))


def shown(breaker: Breaker, now: datetime) -> Breaker:
    """The channel as people see it: cut as well while callers run into the refusal of their credentials."""
    live = [refusal for refusal in breaker.refusals if now - refusal.asked_at <= _FORGOTTEN]
    if breaker.is_cut or not live:
        return breaker
    first = live[0]
    return replace(
        breaker, cut_since=first.since, until=now + _FOR_EVER, cause="forbidden", reason=first.reason
    )


def answered(breaker: Breaker, caller: str) -> Breaker:
    """A good answer to the caller: its channel is open; how it is for others stays."""
    after = _with(breaker, caller, Caller())
    return replace(after, refusals=_of_others(breaker, caller))


def probed(breaker: Breaker, now: datetime, caller: str = "") -> Breaker:
    """A cut channel that one caller is about to try: until its outcome is known, others wait as if it had failed again."""
    own = _own(breaker, caller)
    if own.until is None:
        return breaker
    return _with(breaker, caller, replace(own, until=now + _pause(own.failures + 1)))


def failed(
    breaker: Breaker,
    cause: Cause,
    reason: str,
    now: datetime,
    *,
    retry_after_s: float = 0.0,
    jitter: float = 0.0,
    caller: str = "",
) -> Breaker:
    """A call failed. ``retry_after_s`` is what the counterpart asks for: we wait that long, however long it is.

    ``forbidden`` is a refusal of the ``caller``'s credentials, who never calls again; it cuts nobody else. ``jitter``
    (of 1, drawn by the caller) makes the pause up to a fifth longer, so that not all callers come back at the same instant.
    """
    if cause == "forbidden":
        refusal = Refusal(credentials=caller, since=now, asked_at=now, reason=reason)
        after = _with(breaker, caller, Caller())
        return replace(after, refusals=(*_of_others(breaker, caller), refusal)[-_MOST_REFUSALS:])
    own = _own(breaker, caller)
    failures = own.failures + 1
    if cause not in _AT_ONCE and failures < _TOLERATED and own.until is None:
        return _with(breaker, caller, Caller(failures=failures, cause=cause, reason=reason))
    pause = max(_pause(failures), timedelta(seconds=retry_after_s)) * (1 + jitter / 5)
    cut = Caller(
        failures=failures, cut_since=own.cut_since or now, until=now + pause, cause=cause, reason=reason
    )
    return _with(breaker, caller, cut)


def _refusal(breaker: Breaker, caller: str) -> Refusal | None:
    return next((refusal for refusal in breaker.refusals if refusal.credentials == caller), None)


def _of_others(breaker: Breaker, caller: str) -> tuple[Refusal, ...]:
    return tuple(refusal for refusal in breaker.refusals if refusal.credentials != caller)


def _pause(failures: int) -> timedelta:
    return timedelta(seconds=min(_CAP_S, _FIRST_S * 2 ** min(failures - 1, 16)))
