"""Impact values: how badly an item is hit, and through what."""

from tocsin.core.kernel.scales import Scale
from tocsin.core.kernel.value import Value


class Effect(Scale):
    """How an item is hit. NONE < REDUNDANCY_LOST < DEGRADED < DOWN."""

    NONE = "none"
    REDUNDANCY_LOST = "redundancy_lost"
    DEGRADED = "degraded"
    DOWN = "down"


class Hit(Value):
    """One item hit: the effect, and the keys of the lost parents it is due to (empty: it failed itself)."""

    item: str
    effect: Effect
    via: tuple[str, ...] = ()
    label: str = ""  # label of the requirement that is unmet or reduced


class MisCabled(Value):
    """An item whose redundant cords depend on the same thing, whose loss takes more of them than can be spared."""

    item: str
    cords: tuple[str, ...]
    common: tuple[str, ...]  # outlets, PDUs and feeds, nearest first
