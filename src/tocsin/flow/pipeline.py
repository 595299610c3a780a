"""The pipeline: the whole journey of a batch of messages, from raw to told, in one transaction."""

import structlog
from django.db import transaction

import tocsin.flow.sentences  # noqa: F401  declares what is said here
from tocsin.core.company import Company
from tocsin.core.correlation.decide import decide as correlate
from tocsin.core.event.message import Message
from tocsin.core.lifecycle.decide import concerned
from tocsin.core.lifecycle.decide import decide as follow
from tocsin.flow import clock
from tocsin.flow.apply import apply
from tocsin.flow.journey import history, rereading, standing
from tocsin.flow.journey.quarantine import set_aside
from tocsin.flow.journey.understand import replayed, sightings, understand, unknown_words
from tocsin.flow.organisation import company
from tocsin.store import alerts, incidents, locks, queue, words
from tocsin.store.failure import is_transient
from tocsin.store.ids import Ids

log = structlog.get_logger()


def work() -> int:
    """Work every source's waiting messages, a batch each; how many messages were worked."""
    return sum(work_source(source) for source in queue.sources_waiting())


def work_source(source: str) -> int:
    """Work a batch of one source, if no other worker is at it; how many messages."""
    with transaction.atomic():
        if not locks.try_lane(source):
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
    """Work the messages. Those that break us are halved until the one is found; it is set aside alone."""
    try:
        with transaction.atomic():
            _journey(messages, company())
    except Exception as error:  # a batch that breaks us is halved until its one bad message is found
        if is_transient(error):
            raise
        log.exception("pipeline.failed", source=messages[0].source, messages=len(messages))
        if len(messages) == 1:
            set_aside(messages[0], error)
            return
        half = len(messages) // 2
        _attempt(messages[:half])
        _attempt(messages[half:])


def _journey(messages: list[Message], company: Company) -> None:
    """Left to right: translation, resolution | correlation with impact | lifecycle | everything written."""
    now = clock.now()
    understood = understand(messages, company)
    said = alerts.said(replayed(messages))
    seen = sightings(understood, said)
    retracted = rereading.retracted(understood, seen, said) if said else []

    locks.incidents()
    before = standing.of_batch(
        [one.event.fingerprint for one in seen] + [one.fingerprint for one in retracted]
    )
    correlated = correlate(
        before,
        seen,
        graph=company.graph,
        kinds=company.organisation.kinds,
        policy=standing.policy_of(company.organisation.policies),
        ids=Ids(),
        now=now,
        retracted=retracted,
    )
    known = incidents.load(concerned(correlated.effects))
    apply(follow(before, correlated, known, company, now=now).effects, company, now, understood)
    words.unknown(unknown_words(understood), now)
    queue.settle(history.outcomes(understood), now)
