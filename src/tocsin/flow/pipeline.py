"""The pipeline: the whole journey of a batch of messages, from raw to written, in one transaction."""

from collections.abc import Callable, Iterable
from datetime import datetime

import structlog
from django.db import transaction

import tocsin.flow.sentences  # noqa: F401  declares what is said here
from tocsin.core.company import Company
from tocsin.core.correlation.decide import decide as correlate
from tocsin.core.correlation.values import Retraction, Sighting
from tocsin.core.dispatch import Stage, stage_of
from tocsin.core.event.message import Message
from tocsin.core.kernel.value import Value
from tocsin.core.lifecycle.decide import concerned
from tocsin.core.lifecycle.decide import decide as follow
from tocsin.core.lifecycle.effects import Effect
from tocsin.core.understood import replayed
from tocsin.flow import clock
from tocsin.flow.apply import apply
from tocsin.flow.exchange import answering
from tocsin.flow.incidents import replies
from tocsin.flow.journey import history, rereading, standing
from tocsin.flow.journey.aside import with_set_aside
from tocsin.flow.journey.quarantine import set_aside
from tocsin.flow.journey.understand import sightings, understand, unknown_words
from tocsin.flow.journey.witnesses import with_shared_alerts
from tocsin.flow.organisation import company
from tocsin.flow.sites.answers import with_answers
from tocsin.flow.userreports.receiving import with_reports
from tocsin.store import alerts, incidents, locks, queue, words
from tocsin.store.failure import is_transient
from tocsin.store.ids import Ids

log = structlog.get_logger()


def work() -> int:
    """Work every source's waiting messages, one batch for each source; how many messages were worked."""
    return sum(work_source(source) for source in queue.sources_waiting())


def work_source(source: str, *, wait: bool = False) -> int:
    """Work a batch of a source, if no other worker is at it; how many messages. ``wait``: wait for the other worker."""
    with transaction.atomic():
        if wait:
            locks.lane(source)
        elif not locks.try_lane(source):
            return 0
        messages = queue.waiting(source)
        if messages:
            _attempt(messages)
    if messages:
        log.info(
            "messages.worked", source=source, count=len(messages), first=messages[0].id, last=messages[-1].id
        )
    return len(messages)


def _attempt(messages: list[Message]) -> None:
    """Work the messages. A batch that fails is split in two until the faulty message is found; it is set aside alone."""
    try:
        with transaction.atomic():
            _journey(messages, company())
    except Exception as error:  # whatever one message causes, the others are worked
        if is_transient(error):
            raise
        log.exception("pipeline.failed", source=messages[0].source, messages=len(messages))
        if len(messages) == 1:
            set_aside(messages[0], error)
            return
        half = len(messages) // 2
        _attempt(messages[:half])
        _attempt(messages[half:])


class Batch(Value):
    """What every stage gets of a batch: its events after resolution, and events that replayed messages no longer contain."""

    seen: tuple[Sighting, ...]
    retracted: tuple[Retraction, ...]
    company: Company
    now: datetime


def _journey(messages: list[Message], company: Company) -> None:
    """Left to right: translation, resolution | each event to its stage | everything written."""
    now = clock.now()
    exchanged, replied = answering.answers(messages, company), replies.replies(messages)
    answered = {*exchanged, *replied}
    understood = with_shared_alerts(with_set_aside(understand(messages, company, answered), now), company)
    understood, answers = with_answers(understood, company, now)
    understood, reports = with_reports(understood, company, now)
    earlier = alerts.earlier_readings(replayed(messages))
    seen = sightings(understood, earlier)
    retracted = rereading.retracted(understood, seen, earlier) if earlier else ()
    batch = Batch(seen=tuple(seen), retracted=tuple(retracted), company=company, now=now)

    locks.incidents()
    effects = [effect for work in dict.fromkeys(STAGES.values()) for effect in work(batch)]
    apply((*effects, *answers, *reports), company, now, understood)
    for answer in exchanged.values():
        answering.take(answer, company)
    for reply in replied.values():
        replies.take(reply)
    words.unknown(unknown_words(understood), now)
    queue.settle(history.outcomes(understood), now)


def _correlate(batch: Batch) -> Iterable[Effect]:
    """Correlate alarms and works notices in order of arrival, since works explain alarms; then decide on incidents."""
    company, now = batch.company, batch.now
    before = standing.of_batch(
        [seen.event.fingerprint for seen in batch.seen] + [gone.fingerprint for gone in batch.retracted],
        {(seen.event.source, seen.event.corrects) for seen in batch.seen if seen.event.corrects},
    )
    correlated = correlate(
        before,
        _for_correlation(batch),
        graph=company.graph,
        kinds=company.organisation.kinds,
        policy=company.organisation.policies,
        ids=Ids(),
        now=now,
        retracted=batch.retracted,
    )
    known = incidents.load(concerned(correlated.effects))
    return follow(before, correlated, known, company, now=now).effects


def _for_correlation(batch: Batch) -> list[Sighting]:
    """The events for correlation, with every event that a replayed message contains in the place of an alarm."""
    instead = {gone.instead for gone in batch.retracted}
    return [
        seen
        for seen in batch.seen
        if STAGES[stage_of(seen.event)] is _correlate or (instead and seen.id in instead)
    ]


def _keep(batch: Batch) -> Iterable[Effect]:
    """Nothing to do: every event is in the history already."""
    return ()


# Each stage's work, on the events that ``dispatch`` sends there. A new stage is a line here and a case there.
STAGES: dict[Stage, Callable[[Batch], Iterable[Effect]]] = {
    Stage.CORRELATION: _correlate,
    Stage.INTERVENTIONS: _correlate,
    Stage.HISTORY: _keep,
}
