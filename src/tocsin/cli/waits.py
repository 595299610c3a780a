"""Why messages and notices wait, for ``tocsin doctor``: each with its age and with what ends the waiting."""

from collections.abc import Callable, Iterator
from datetime import datetime

from tocsin.cli.findings import Finding
from tocsin.cli.output import locale_language, sentence
from tocsin.core.sla.durations import span

_LATE_S = 60
_MOST = 5  # sources


def _workers() -> Iterator[Finding]:
    from tocsin.store.read import waiting

    if count := waiting.workers():
        yield Finding("workers", "ok", sentence("doctor.workers", count=count))
        return
    has_work = bool(waiting.lanes() or waiting.unsent(_now()))
    yield Finding("workers", "bad" if has_work else "note", sentence("doctor.no_worker"))


def _messages() -> Iterator[Finding]:
    """What waits for a worker, by source; a backlog that is younger than a minute is none."""
    from tocsin.store.read import waiting

    lanes = waiting.lanes()
    late = [lane for lane in lanes if _age_s(lane.oldest_at) > _LATE_S]
    if not late:
        yield Finding("messages", "ok", sentence("doctor.messages", count=sum(lane.count for lane in lanes)))
    has_workers = bool(waiting.workers())
    for lane in late[:_MOST]:
        why = "at_work" if lane.is_worked else "untaken" if has_workers else "no_worker"
        text = sentence(f"doctor.late.{why}", count=lane.count, age=_age(lane.oldest_at))
        yield Finding("messages", "bad", f"{lane.source}: {text}")


def _queue() -> Iterator[Finding]:
    """What waits for a person: nothing is lost of it, and nothing becomes of it."""
    from tocsin.flow.organisation import company
    from tocsin.store.read import messages, waiting

    queued = waiting.queued()
    for entry in queued:
        text = sentence(f"doctor.queued.{entry.status}", count=entry.count, age=_age(entry.oldest_at))
        yield Finding("queue", "note", f"{entry.source}: {text}")
    doubts = messages.doubts(company().organisation.policies.trust)
    if doubts:
        facts = {"places": len(doubts), "count": sum(doubt.count for doubt in doubts)}
        yield Finding("queue", "note", sentence("doctor.doubts", **facts))
    if not queued and not doubts:
        yield Finding("queue", "ok", sentence("doctor.queue"))


def _notices() -> Iterator[Finding]:
    """Notices that are not sent: due, tried again later, sent later with others; and those that never will be."""
    from tocsin.settings.mail import relay_settings
    from tocsin.store.read import waiting

    now, found = _now(), []
    for unsent in waiting.unsent(now):
        if unsent.due and unsent.oldest_due_at and _age_s(unsent.oldest_due_at) > _LATE_S:
            why = "no_relay" if unsent.channel == "mail" and relay_settings() is None else "due"
            text = sentence(f"doctor.unsent.{why}", count=unsent.due, age=_age(unsent.oldest_due_at))
            found.append(Finding("notices", "bad", text))
        if unsent.failing and unsent.next_try_at:
            facts = {"count": unsent.failing, "next": _age(unsent.next_try_at), "error": unsent.error}
            found.append(Finding("notices", "bad", sentence("doctor.unsent.failing", **facts)))
    count, until = waiting.bundled_later(now)
    if count and until:
        found.append(Finding("notices", "ok", sentence("doctor.bundled", count=count, until=_age(until))))
    found += _never_sent()
    yield from found or [Finding("notices", "ok", sentence("doctor.notices"))]


def _never_sent() -> Iterator[Finding]:
    """What was given up, and what may have arrived."""
    from tocsin.store.read import waiting

    for end in waiting.ended():
        text = sentence(f"doctor.{end.state}", count=end.count)
        yield Finding("notices", "note", f"{text}: {end.error}" if end.error else text)


def _accounts() -> Iterator[Finding]:
    """The counterparts that are not called because of their last answers."""
    from tocsin.store.read import waiting

    for cut in waiting.cut(_now()):
        breaker = cut.breaker
        until = _age(breaker.until) if breaker.until else ""
        text = sentence(f"doctor.cut.{breaker.cause}", until=until, reason=breaker.reason)
        yield Finding(" ".join(filter(None, ("account", cut.account, cut.channel))), "bad", text)


def _now() -> datetime:
    from tocsin.flow import clock

    return clock.now()


def _age_s(since: datetime) -> float:
    return (_now() - since).total_seconds()


def _age(since: datetime) -> str:
    return span(_age_s(since), locale_language("en"))


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (_workers, _messages, _queue, _accounts, _notices)
