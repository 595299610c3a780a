"""Group: signs that are one trouble, and its causes. Knows how to merge, and no rule."""

from dataclasses import dataclass, field

from tocsin.core.correlation.signs import Sign
from tocsin.core.impact.values import Effect


@dataclass(slots=True, eq=False)
class Group:
    """Signs judged to be one trouble. ``roots``: signs that nothing explains; ``inferred``: a cause that nobody named."""

    roots: list[Sign]
    signs: list[Sign] = field(default_factory=list)
    inferred: str = ""
    spares: tuple[str, ...] = ()  # the hosts that stand in for one another, inferred to be lost with it
    items: int = 0  # how many items point to what was inferred
    into: "Group | None" = None  # the group that it became part of

    @property
    def now(self) -> "Group":
        """The group that it is part of by now."""
        group = self
        while group.into is not None:
            group = group.into
        return group

    @property
    def causes(self) -> dict[str, Effect]:
        """The items at fault, each with the worst effect that is reported of it."""
        if self.inferred:
            return dict.fromkeys((self.inferred, *self.spares), Effect.DOWN)
        if len(self.roots) == 1:
            return {self.roots[0].item: self.roots[0].claim}
        causes: dict[str, Effect] = {}
        for sign in self.roots:
            causes[sign.item] = max(causes.get(sign.item, Effect.NONE), sign.claim, key=_rank)
        return causes

    def take(self, other: "Group", *, explained: bool = False) -> None:
        """The other group is part of this one; its roots are causes too, unless they are explained."""
        self.signs += other.signs
        if not explained:
            self.roots += other.roots
        other.into = self


def _rank(effect: Effect) -> int:
    return effect.rank
