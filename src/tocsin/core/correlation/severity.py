"""Severity: the effect of an incident is the worst that it does to devices and applications."""

from tocsin.core.correlation.case import Case, claimed
from tocsin.core.correlation.desk import Desk
from tocsin.core.correlation.doubting import unknown
from tocsin.core.impact.values import Effect


def assess(desk: Desk, case: Case) -> Effect:
    """The effect of all firing alerts together; if they hit no device or application, the effect that they report.

    Items that nobody sees any more do not count: whether they are down is not known. A feed that is down is no outage
    where a second feed works: then the incident is a lost redundancy.
    """
    if case.inferred and not desk.graph.is_supply(case.cause):
        return Effect.DOWN  # an observer is a device itself; of what it watches nothing is known
    doubtful = unknown(desk.graph, case)
    serving, losses = Effect.NONE, dict[str, Effect]()
    for item, counts in case.members.items():
        claim = claimed(counts)
        if item in doubtful:
            continue
        if desk.graph.is_supply(item):
            losses[item] = claim
        elif claim is Effect.DOWN:
            return claim  # no effect is worse
        elif claim.rank > serving.rank:
            serving = claim
    through = max(serving, desk.graph.loss(_roots(desk, case, losses)).worst, key=_rank)
    return through if through is not Effect.NONE else max(losses.values(), key=_rank, default=Effect.NONE)


def _roots(desk: Desk, case: Case, losses: dict[str, Effect]) -> dict[str, Effect]:
    """The losses that no other firing cause explains: few, even in a storm of outlets."""
    causes = {key: losses[key] for key in case.causes if key in losses}
    known = desk.graph.loss(causes)
    return causes | {key: claim for key, claim in losses.items() if known.effect(key).rank < claim.rank}


def _rank(effect: Effect) -> int:
    return effect.rank
