"""Contracts: what a supplier's contract guarantees as figures, what a miss costs it, and what we owe it in return."""

from typing import Annotated, Literal

from msgspec import Meta

from tocsin.core.kernel.value import Value

Figure = Literal["response", "restoration", "interruption", "power_interruption", "availability"]
Exclusion = Literal["planned_works", "waiting_us", "waiting_user", "force_majeure"]
Duty = Literal["declare_interventions", "keep_list_current", "report_incidents"]
Percent = Annotated[float, Meta(ge=0, le=100)]


class PenaltyStep(Value):
    """A step of a penalty; of several that are reached, the last one counts.

    Reached when the availability of the month is below ``below`` (per cent), or the target is overrun by more than
    ``over_s``. It costs ``percent`` of the contract's month, or ``amount`` cents; with ``every_s``, for each begun stretch
    of so long beyond ``over_s``.
    """

    below: Percent = 0.0
    over_s: int = 0
    percent: Percent = 0.0
    amount: int = 0
    every_s: int = 0


class Measure(Value):
    """What a contract guarantees as a figure: that each incident stays within ``target_s`` of ``calendar`` (key; empty: day
    and night), or that the ``availability`` of a month is at least so many
    per cent.

    ``figure``: response, from our report to the supplier's first answer; restoration, from our report to the recovery;
    interruption, from the beginning to the recovery; power_interruption, the same for power alone; availability, what is not
    down of the month's time by the calendar. ``items``: only there, each by itself; empty: the contract's whole perimeter.
    ``exclusions``: time that does not count. ``cap``: the penalties of a month end at so many per cent of the month;
    0: nowhere. ``name``: what people read, in one language or in both.
    """

    key: str
    figure: Figure
    name: str | dict[Literal["fr", "en"], str] = ""
    target_s: int = 0
    availability: Percent = 0.0
    calendar: str = ""
    items: tuple[str, ...] = ()
    guarantee: str = ""
    exclusions: tuple[Exclusion, ...] = ()
    penalties: tuple[PenaltyStep, ...] = ()
    cap: Percent = 0.0


class Obligation(Value):
    """What we owe the supplier: to announce works ``before_s`` ahead, to keep the list of people current every ``every_s``,
    to report an incident within ``before_s``. ``text``: as the contract says it."""

    duty: Duty
    text: str = ""
    before_s: int = 0
    every_s: int = 0


class Contract(Value):
    """A contract by its ``number``, which the supplier asks for, and the items (keys) that it covers with all that they
    contain; without items, it covers all that the supplier answers for.

    ``to_be_signed``: it is being negotiated, and nothing of it is owed yet. ``fee`` is a month's price in cents of
    ``currency`` (ISO 4217). ``code``: what a caller of ours is known by.
    """

    number: str
    name: str = ""
    code: str = ""
    items: tuple[str, ...] = ()
    to_be_signed: bool = False
    fee: int = 0
    currency: str = "EUR"
    measures: tuple[Measure, ...] = ()
    obligations: tuple[Obligation, ...] = ()
