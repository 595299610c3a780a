"""Plan: which pending notices go out now, together, later or never. Knows allowances, no mail."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TypeVar

from tocsin.core.incident.values import NoticeKind
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.notice.values import Hold, Notice, Send, SentMail, Skip
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Policies

HOUR = timedelta(hours=1)
DIGEST_FROM = 4  # incidents ready for one recipient at the same instant: they are one mail

Fate = Send | Hold | Skip
_BEGINNINGS = (NoticeKind.OPENED, NoticeKind.REOPENED)
_URGENT = (*_BEGINNINGS, NoticeKind.WORSENED, NoticeKind.HANDED_OVER)
Key = TypeVar("Key", str, Subject)


def plan(
    pending: Sequence[Notice],
    history: Iterable[SentMail],
    policies: Policies,
    *,
    now: datetime,
    allowances: Mapping[str, int] = MappingProxyType({}),
) -> Decision[tuple[Notice, ...], Fate]:
    """What becomes of each pending notice; ``after`` are those that still wait.

    ``history`` holds each recipient's mails of the last hour (or of ``notice_bundle_s``, if that is longer).
    The first notice of an incident goes after ``notice_wait_s``; what follows within ``notice_bundle_s`` of a mail
    about it waits and goes as one, unless it is the first to say that the incident is a P1. Half of
    ``notice_per_hour`` may be mails about one incident, a third of these is kept for the first notice of a P1; beyond
    that, or when many incidents are ready at once, what is ready is one digest, and digests keep a distance, so
    that the whole hour's allowance is never exceeded. Incidents read long after they were over are one summary.

    Each address has its own allowance, so each channel of a person has; ``allowances`` are those of channels that have one
    of their own. What fell back from another way has waited already, and is not bundled again.
    """
    sent = sorted(history, key=lambda mail: mail.at)
    fates: list[Fate] = []
    for recipient, notices in _by(pending, lambda notice: notice.recipient):
        mails = [mail for mail in sent if mail.recipient == recipient]
        most = allowances.get(notices[0].channel, policies.notice_per_hour)
        fates += _Desk(recipient, mails, policies, most, now).fates(notices)
    delayed = {number for fate in fates if isinstance(fate, Hold) for number in fate.notices}
    return Decision(
        after=tuple(notice for notice in pending if notice.id in delayed),
        effects=tuple(fates),
    )


def per_hour(organisation: Organisation) -> dict[str, int]:
    """The allowances of the channels that have one of their own."""
    return {gateway.key: gateway.per_hour for gateway in organisation.gateways.values()}


class _Desk:
    """One recipient's mails and pending notices."""

    def __init__(
        self, recipient: str, sent: list[SentMail], policies: Policies, most: int, now: datetime
    ) -> None:
        self._recipient, self._sent, self._now = recipient, sent, now
        self._bundle = timedelta(seconds=policies.notice_bundle_s)
        self._wait = timedelta(seconds=policies.notice_wait_s)
        self._singles, self._most = most // 2, most
        self._kept = self._singles // 3
        self._distance = HOUR / max(1, most - self._singles)

    def fates(self, notices: list[Notice]) -> Iterator[Fate]:
        ready: list[list[Notice]] = []
        late: list[list[Notice]] = []
        for subject, group in _by(notices, lambda notice: notice.subject):
            mail = self._last_about(subject)
            last = mail.at if mail else None
            if last is None and _is_late(group):
                late.append(group)
            elif skipped := _pointless(group):
                yield Skip(notices=_ids(group), why=skipped)
            elif last is None and (until := self._opening_until(group)) > self._now:
                yield _hold(group, until, "notice.delayed.opening")
            elif last is not None and last + self._bundle > self._now and not self._goes_now(group):
                yield _hold(group, last + self._bundle, "notice.delayed.bundle")
            else:
                ready.append(group)
        leaving = list(self._out(ready))
        yield from leaving
        if late:
            yield self._summary(_flat(late), any(isinstance(fate, Send) and fate.digest for fate in leaving))

    def _summary(self, notices: list[Notice], digest_leaves: bool) -> Fate:
        """Incidents that were read late and are long over are one mail, once the reading has ended."""
        times = [notice.created_at for notice in notices]
        read = min(max(times) + self._bundle, min(times) + HOUR)
        last = (
            self._now if digest_leaves else max((mail.at for mail in self._sent if mail.digest), default=None)
        )
        until = read if last is None else max(read, last + self._distance)
        if until > self._now:
            return _hold(notices, until, "notice.delayed.late")
        return self._send(notices, digest=True, code="notice.sent.late")

    def _out(self, ready: list[list[Notice]]) -> Iterator[Fate]:
        if not ready:
            return
        left = self._singles_left()
        if len(ready) < DIGEST_FROM and len(ready) <= left - self._kept:
            yield from (self._send(group) for group in ready)
            return
        last = max((mail.at for mail in self._sent if mail.digest), default=None)
        if last is None or last + self._distance <= self._now:
            yield self._send(_flat(ready), digest=True)
            return
        urgent = [group for group in ready if self._jumps(group)][:left]
        yield from (self._send(group, code="notice.sent.urgent") for group in urgent)
        if waiting := _flat(group for group in ready if group not in urgent):
            yield _hold(waiting, last + self._distance, "notice.delayed.allowance")

    def _goes_now(self, group: list[Notice]) -> bool:
        return self._jumps(group) or any(notice.failed for notice in group)

    def _jumps(self, group: list[Notice]) -> bool:
        """Whether it is the first notice of a P1: a few mails of the allowance are kept for these, and they never wait.

        An incident that was notified as a P1, then as less, and is a P1 again is as urgent as the first time.
        """
        last = self._last_about(group[0].subject)
        known = last is not None and group[0].subject in last.urgent
        return not known and group[-1].brief.priority is Priority.P1 and group[0].kind in _URGENT

    def _send(self, notices: list[Notice], *, digest: bool = False, code: str = "") -> Send:
        """``waited``: how many besides the first are in it, that would each have been a message."""
        failed = notices[0].failed
        facts = {
            "count": len({notice.subject for notice in notices}),
            "waited": len(notices) - 1,
            "most": self._most,
            "failed": failed[-1] if failed else "",
        }
        if not code and not digest:
            code = "single" if len(notices) == 1 else "bundled"
            code = f"notice.sent.{'fallen_back' if failed else code}"
        why = Why(code=code or "notice.sent.digest", facts=facts)
        return Send(recipient=self._recipient, notices=_ids(notices), digest=digest, why=why)

    def _opening_until(self, group: list[Notice]) -> datetime:
        """An opening waits a little: in a storm, its cause is reported meanwhile and it need not be notified."""
        first = group[0]
        return first.created_at + self._wait if first.kind is NoticeKind.OPENED else first.created_at

    def _last_about(self, subject: Subject) -> SentMail | None:
        about = (mail for mail in self._sent if subject in mail.subjects)
        return max(about, key=lambda mail: mail.at, default=None)

    def _singles_left(self) -> int:
        recent = [mail for mail in self._sent if mail.at > self._now - HOUR]
        return self._singles - sum(not mail.digest for mail in recent)


def _is_late(group: list[Notice]) -> bool:
    """Whether it had been over for long when it was first received, and nobody has done anything about it since."""
    last = group[-1]
    untouched = all(notice.kind is not NoticeKind.HANDED_OVER for notice in group)
    return last.kind is NoticeKind.RECOVERED and last.brief.late and untouched


def _pointless(group: list[Notice]) -> Why | None:
    """Whether it was over before anyone was notified, or over and back before anyone was notified that it was over.

    Whether the opening was sent is seen from the notices that still wait, not from the history, which may be short: an
    opening that was sent does not wait. A missed commitment is always notified.
    """
    kinds = [notice.kind for notice in group]
    if NoticeKind.BREACHED in kinds:
        return None
    if kinds[0] in _BEGINNINGS and kinds[-1] is NoticeKind.RECOVERED:
        return Why(code="notice.skipped.over")
    if kinds[0] is NoticeKind.RECOVERED and kinds[-1] is NoticeKind.REOPENED:
        return Why(code="notice.skipped.back")
    return None


def _hold(notices: list[Notice], until: datetime, code: str) -> Hold:
    return Hold(notices=_ids(notices), until=until, why=Why(code=code, facts={"until_at": until.isoformat()}))


def _flat(groups: Iterable[list[Notice]]) -> list[Notice]:
    return [notice for group in groups for notice in group]


def _ids(notices: Iterable[Notice]) -> tuple[int, ...]:
    return tuple(notice.id for notice in notices)


def _by(notices: Iterable[Notice], key: Callable[[Notice], Key]) -> Iterable[tuple[Key, list[Notice]]]:
    """The notices grouped by a key, groups and notices in order of time."""
    groups: dict[Key, list[Notice]] = {}
    for notice in sorted(notices, key=lambda notice: (notice.created_at, notice.id)):
        groups.setdefault(key(notice), []).append(notice)
    return groups.items()
