"""Impact values: how badly an item is hit, and through what."""

from enum import StrEnum

from tocsin.core.kernel.value import Value


class Effect(StrEnum):
    """How an item is hit. NONE < REDUNDANCY_LOST < DEGRADED < DOWN."""

    NONE = "none"
    REDUNDANCY_LOST = "redundancy_lost"
    DEGRADED = "degraded"
    DOWN = "down"

    @property
    def rank(self) -> int:
        """0 for none .. 3 for down."""
        return _EFFECT_RANK[self]


class Hit(Value):
    """One item hit: the effect, and the keys of the lost parents it is due to (empty: it failed itself)."""

    item: str
    effect: Effect
    via: tuple[str, ...] = ()
    label: str = ""  # label of the requirement that is unmet or reduced


class MisCabled(Value):
    """An item whose redundant cords hang on one same thing, which takes more of them than can be spared."""

    item: str
    cords: tuple[str, ...]
    common: tuple[str, ...]  # outlets, PDUs and feeds, nearest first


_EFFECT_RANK = {effect: rank for rank, effect in enumerate(Effect)}
