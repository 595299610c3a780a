"""The pipeline: the whole journey of a batch of messages, from raw to told, in one transaction."""

import structlog
from django.db import DatabaseError, transaction

import tocsin.flow.sentences  # noqa: F401  declares what is said here
from tocsin.core.correlation.decide import decide as correlate
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import TocsinError
from tocsin.flow import clock, follow, history, notices, standing
from tocsin.flow.numbering import numbered
from tocsin.flow.organisation import Company, company
from tocsin.flow.quarantine import set_aside
from tocsin.flow.understand import sightings, understand, unknown_words
from tocsin.store import alerts, locks, queue, words

log = structlog.get_logger()


def work() -> int:
    """Work every source's waiting messages, a batch each; how many messages were worked."""
    return sum(work_source(source) for source in queue.sources_waiting())


def work_source(source: str) -> int:
    """Work a batch of one source, if no other worker is at it. A batch that fails is worked one by one."""
    try:
        return _work(source, most=queue.MOST_MESSAGES)
    except (DatabaseError, MemoryError):
        raise
    except Exception:
        log.exception("pipeline.batch_failed", source=source)
        return _work_oldest(source)


def _work(source: str, most: int) -> int:
    with transaction.atomic():
        if not locks.try_lane(source):
            return 0
        messages = queue.waiting(source, most)
        if messages:
            _journey(messages, company())
    return len(messages)


def _journey(messages: list[Message], company: Company) -> None:
    """Left to right: translation, resolution | correlation with impact | incident, clocks, notices | history."""
    now = clock.now()
    understood = understand(messages, company)
    seen = sightings(understood)

    locks.incidents()
    before = standing.of_batch(sighting.event.fingerprint for sighting in seen)
    decision = correlate(
        before,
        seen,
        graph=company.graph,
        kinds=company.organisation.kinds,
        policy=standing.policy_of(company.organisation.policies),
        now=now,
    )
    decision = numbered(decision)
    told = follow.follow(decision, company, now)
    standing.keep(before, decision.after)
    alerts.write(history.changed(before, decision.after), history.words(understood))

    notices.queue(told, company, now)
    history.write(understood, decision)
    words.unknown(unknown_words(understood), now)
    queue.settle(history.outcomes(understood), now)


def _work_oldest(source: str) -> int:
    """Work the source's oldest message alone; if it is the one that breaks us, set it aside with the reason."""
    try:
        return _work(source, most=1)
    except (DatabaseError, MemoryError):
        raise
    except Exception as error:
        reason = (
            error.sentence("en") if isinstance(error, TocsinError) else f"{type(error).__name__}: {error}"
        )
        log.exception("pipeline.message_failed", source=source)
        return set_aside(source, reason)
