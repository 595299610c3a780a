"""Comparing: how two channels of a supplier reported the same troubles: which was first, and what only one reported."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from statistics import median

from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.sla.durations import span

_SETTLING = timedelta(minutes=30)  # how long after its end the other witness may still report a trouble
_PATIENCE = timedelta(minutes=15)  # so long a witness may need; what is younger is not counted yet
_LATE_S = 300  # a median lag from which on a channel is called late


class ChannelEvent(Value):
    """An event as a channel (source) reported it. ``useful``: it is in an incident that somebody had to act on.

    ``room`` is where it happened (key), empty: unknown. ``over``: it reports an end.
    """

    source: str
    fingerprint: str
    received_at: datetime
    reference: str = ""
    over: bool = False
    kind: str = ""
    criticality: Criticality = Criticality.LOW
    room: str = ""
    useful: bool = False


class Trouble(Value):
    """One trouble, and when each channel reported it first."""

    fingerprint: str
    first: ChannelEvent
    reported_at: dict[str, datetime]
    last_at: datetime
    references: frozenset[str] = frozenset()
    over: bool = False
    useful: bool = False


class Comparison(Value):
    """Two channels of a supplier over a period. ``lag_s``: by how much ``second`` is later than ``first`` on the median,
    negative: earlier; None: they never reported the same trouble."""

    first: str
    second: str
    both: int
    only_first: int
    only_second: int
    lag_s: float | None
    why: tuple[Why, ...]


def troubles(events: Iterable[ChannelEvent], now: datetime) -> list[Trouble]:
    """The troubles that were reported, in their order; those that began only now are left out."""
    episodes: dict[str, list[Trouble]] = {}
    for word in sorted(events, key=lambda word: word.received_at):
        known = episodes.setdefault(word.fingerprint, [])
        found = _meant(word, known)
        if found is None and not word.over:
            known.append(_begun(word))
        elif found is not None:
            known[found] = _joined(known[found], word)
    every = [trouble for known in episodes.values() for trouble in known]
    settled = (trouble for trouble in every if trouble.first.received_at <= now - _PATIENCE)
    return sorted(settled, key=lambda trouble: trouble.first.received_at)


def noted(event: ChannelEvent) -> Trouble:
    """An information as a trouble: it has no end, and is reported once."""
    return _begun(event)


def compare(found: Iterable[Trouble], first: str, second: str) -> Comparison:
    """How these two channels reported the troubles."""
    both, alone, lags = 0, {first: 0, second: 0}, []
    for trouble in found:
        reporters = [source for source in (first, second) if source in trouble.reported_at]
        if len(reporters) == 2:
            both += 1
            lags.append((trouble.reported_at[second] - trouble.reported_at[first]).total_seconds())
        elif reporters:
            alone[reporters[0]] += 1
    lag_s = median(lags) if lags else None
    facts = {"first": first, "second": second, "both": both}
    return Comparison(
        first=first, second=second, both=both, only_first=alone[first], only_second=alone[second], lag_s=lag_s,
        why=tuple(_reasons(facts, alone, lag_s)),
    )  # fmt: skip


def render_comparison(found: Comparison, organisation: Organisation, language: Language) -> list[str]:
    """The sentences, with the sources by the names that people gave them."""
    names = {
        key: source.label for key in (found.first, found.second) if (source := organisation.sources.get(key))
    }
    sentences = []
    for why in found.why:
        facts = {name: names.get(str(value), value) for name, value in why.facts.items()}
        if "lag_s" in facts:
            facts["lag"] = span(facts["lag_s"], language)
        sentences.append(render_why(Why(code=why.code, facts=facts), language))
    return sentences


def _reasons(facts: dict[str, object], alone: dict[str, int], lag_s: float | None) -> Iterable[Why]:
    first, second = alone
    if lag_s is None and not any(alone.values()):
        yield Why(code="exchange.witness.nothing", facts=facts)
        return
    if lag_s is not None:
        later, earlier = (second, first) if lag_s >= 0 else (first, second)
        code = "exchange.witness.late" if abs(lag_s) >= _LATE_S else "exchange.witness.lag"
        yield Why(code=code, facts={**facts, "later": later, "earlier": earlier, "lag_s": round(abs(lag_s))})
    for source, other in ((first, second), (second, first)):
        if alone[source]:
            yield Why(
                code="exchange.witness.alone",
                facts={**facts, "source": source, "other": other, "count": alone[source]},
            )


def _meant(word: ChannelEvent, known: list[Trouble]) -> int | None:
    """Which trouble an event is about: the one with its reference, else the last one, while that lasts or just ended."""
    for number in range(len(known) - 1, -1, -1):
        if word.reference and word.reference in known[number].references:
            return number
    if not known:
        return None
    last = known[-1]
    if word.reference and last.references:
        return None  # another number of theirs is another trouble
    lasting = not last.over or (
        word.received_at - last.last_at <= _SETTLING and (word.over or word.source not in last.reported_at)
    )
    return len(known) - 1 if lasting else None


def _begun(word: ChannelEvent) -> Trouble:
    return Trouble(
        fingerprint=word.fingerprint,
        first=word,
        reported_at={word.source: word.received_at},
        references=frozenset({word.reference} - {""}),
        last_at=word.received_at,
        useful=word.useful,
    )


def _joined(trouble: Trouble, word: ChannelEvent) -> Trouble:
    return Trouble(
        fingerprint=trouble.fingerprint,
        first=trouble.first,
        reported_at={word.source: word.received_at, **trouble.reported_at},
        references=trouble.references | ({word.reference} - {""}),
        last_at=word.received_at,
        over=word.over or trouble.over,
        useful=trouble.useful or word.useful,
    )
