"""Decide: what a happening makes of a bond, and what the incident learns from it. Knows no protocol, no row, no clock."""

from datetime import datetime, timedelta
from typing import assert_never

from msgspec.structs import replace

from tocsin.core.exchange import happenings as h
from tocsin.core.exchange import reading, sending
from tocsin.core.exchange.bond import ENDED, Bond, Health, Kind, Sending, Way
from tocsin.core.exchange.judging import MOST_CONTESTS, Judging, Trouble
from tocsin.core.incident.commands import LearnFromDesk
from tocsin.core.incident.values import TOCSIN, Holder, Incident
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.desks import Desk, TicketState

Outcome = Decision[Bond, LearnFromDesk]
_LOOKS = (
    h.NotRead,
    h.Read,
    h.Opened,
    h.Looked,
)  # after these it is asked what time, or the incident, makes of it
_SAYS_WHEN = (h.NotSent, h.NotRead, h.Doubted)  # these say themselves when to look again


def trouble_of(incident: Incident) -> Trouble:
    """What an exchange must know of an incident."""
    return Trouble(
        number=incident.number,
        open=incident.open,
        hurts=incident.open and incident.recovered_at is None,
        closed=incident.closed_at is not None,
    )


def begin(bond: Bond, *, by: str, text: str, now: datetime) -> Outcome:
    """A new exchange: the ticket is to be opened, with this text, by the bond's channel."""
    judging = Judging(bond, None, Trouble(number="", open=True, hurts=True), now)
    if bond.channel != "phone":
        judging.add(Way.OUT, Kind.OPEN, by, text=text)
        judging.change(next_at=now)
    return Decision(after=judging.bond)


def decide(
    bond: Bond,
    happening: h.Happening,
    *,
    desk: Desk | None,
    trouble: Trouble,
    language: Language,
    now: datetime,
) -> Outcome:
    """The bond after what happened, and what its incident learns. ``language``: in which Tocsin writes to this supplier.

    What comes twice, late or in another order is no mistake. Raises Refused for what a person may not ask now.
    """
    judging = _Deciding(bond, desk, trouble, now, language)
    judging.on(happening)
    if not isinstance(happening, _SAYS_WHEN):
        judging.settle()
    return Decision(after=judging.bond, effects=tuple(judging.effects))


class _Deciding(Judging):
    """One happening."""

    def __init__(
        self, bond: Bond, desk: Desk | None, trouble: Trouble, now: datetime, language: Language
    ) -> None:
        super().__init__(bond, desk, trouble, now)
        self._language: Language = language

    def on(self, happening: h.Happening) -> None:
        """Judge it."""
        match happening:
            case h.Say() | h.Note() | h.Move() | h.Called() | h.TryAgain() | h.Drop():
                self._by_people(happening)
            case h.NotRead():
                sending.not_read(self, happening)
            case h.Answered():
                self._answered(happening)
            case h.Opened():
                self._opened(happening)
            case h.Looked():
                pass
            case h.Read() | h.NotThere() | h.Fetched() | h.NotFetched():
                reading.on(self, happening)
            case _:
                sending.on(self, happening)
        if isinstance(happening, _LOOKS):
            self._look()

    def _by_people(self, asked: h.Asked) -> None:
        match asked:
            case h.Say():
                self._say(asked)
            case h.Note(by=by, text=text):
                self.add(Way.PRIVATE, Kind.NOTE, by, text=text)
            case h.Move():
                self._move(asked)
            case h.Called():
                self._called(asked)
            case h.TryAgain(number=number):
                self._settle_refused(number, Sending.WAITING)
            case h.Drop(number=number):
                self._settle_refused(number, Sending.DROPPED)
            case _:
                assert_never(asked)

    def _say(self, note: h.Say) -> None:
        self._must_be_open()
        if note.text:
            self.add(Way.OUT, Kind.COMMENT, note.by, text=note.text)
        if note.file:
            self.add(Way.OUT, Kind.ATTACHMENT, note.by, file=note.file)

    def _move(self, move: h.Move) -> None:
        self._must_be_open()
        if self.desk is None or move.to not in self.desk.transitions:
            raise Refused("exchange.refused.no_transition", state=move.to.value)
        self.add(Way.OUT, Kind.MOVE, move.by, to=move.to, text=move.text)

    def _must_be_open(self) -> None:
        if self.bond.blocked:
            raise Refused("exchange.refused.blocked", ticket=self.bond.their_reference or self.bond.reference)

    def _called(self, call: h.Called) -> None:
        """They know of it from now on; an exchange that waits for its API goes on there too."""
        self.add(
            Way.OUT, Kind.CALL, call.by, text=call.text, duration_s=call.duration_s, cost=call.cost, sent_at=self.now,
            channel="phone",
        )  # fmt: skip
        if call.their_reference and not self.bond.their_reference:
            self.change(their_reference=call.their_reference)
        if call.acknowledged:
            self.acknowledge()
        self.report(
            "exchange.called", reported=True, holder=Holder.SUPPLIER, minutes=_minutes(call.duration_s)
        )

    def _settle_refused(self, number: int, to: Sending) -> None:
        entry = self.bond.entry(number)
        if entry is None or entry.sending is not Sending.REFUSED:
            raise Refused("exchange.refused.not_refused")
        self.put(replace(entry, sending=to))
        self.well(Health.REFUSED)

    def _answered(self, answer: h.Answered) -> None:
        """A mail of theirs. Nothing is ever sent because of one: two machines that answer each other never end."""
        if any(entry.remote == answer.remote for entry in self.bond.entries if answer.remote):
            return
        self.add(
            Way.IN, Kind.COMMENT, answer.author, at=answer.at, text=answer.text, remote=answer.remote
        )  # fmt: skip
        for file in answer.files:
            self.add(Way.IN, Kind.ATTACHMENT, answer.author, at=answer.at, file=file)
        learnt = bool(answer.their_reference) and not self.bond.their_reference
        if learnt:  # a ticket that went by mail is followed by the API from now on, where there is one
            self.change(their_reference=answer.their_reference, channel="api" if self.desk else "mail")
            reading.prove_opening(self)
        if answer.automatic:
            self.report("exchange.received", author=answer.author, reported=learnt)
            return
        self.acknowledge()
        text = " ".join(answer.text.split())[:200]
        self.report("exchange.answered", notify=True, author=answer.author, text=text, reported=learnt)

    def _opened(self, opened: h.Opened) -> None:
        """They know of it, and it goes on in their ticket, whatever it was by before."""
        ticket = opened.ticket
        if self.bond.opening is None:
            self.add(
                Way.IN, Kind.OPEN, self.bond.supplier, text=opened.text, sent_at=self.now, acknowledged_at=self.now
            )  # fmt: skip
        self.change(their_reference=ticket.reference, channel="api", hosted=True)
        self.report("exchange.opened.theirs", reported=True, holder=Holder.SUPPLIER)
        self.acknowledge()
        reading.read(self, ticket)

    def _look(self) -> None:
        """What time, or the incident, makes of it."""
        self._look_for_silence()
        ended = self.bond.state in ENDED
        if self.trouble.hurts:
            self.change(restored=False, over=False)
            if ended:
                self._contest()
        elif not ended:
            self._restored()
        elif self.bond.head is None:
            self._confirm()
            self.change(over=not self.trouble.open and self.bond.head is None)
        if self.trouble.closed and self.bond.channel != "api":
            self.change(over=True)

    def _look_for_silence(self) -> None:
        opening, desk = self.bond.opening, self.desk
        if desk is None or opening is None or opening.sent_at is None or opening.acknowledged_at:
            return
        silent = (self.now - opening.sent_at).total_seconds()
        if self.trouble.hurts and not self.bond.silent and silent >= desk.silence_s:
            self.change(silent=True)
            self.report("exchange.silent", notify=True, minutes=_minutes(int(silent)))

    def _contest(self) -> None:
        """They say that it is over, we still measure trouble. Twice we reopen or ask; then it is for people to settle."""
        desk, ended_at, head = self.desk, self.bond.ended_at, self.bond.head
        if (
            desk is None
            or ended_at is None
            or head
            or self.now - ended_at < timedelta(seconds=desk.contest_s)
        ):
            return
        if self.bond.contested >= MOST_CONTESTS or self.bond.state is TicketState.REJECTED:
            self.ail(Health.CONTESTED, "exchange.contested.people", holder=Holder.US)
            return
        text = self._ours("exchange.write.still")
        if TicketState.IN_PROGRESS in desk.transitions and self.bond.channel == "api":
            self.add(Way.OUT, Kind.MOVE, TOCSIN, to=TicketState.IN_PROGRESS, text=text)
            code = "exchange.contested.reopened"
        else:
            self.add(Way.OUT, Kind.COMMENT, TOCSIN, text=text)
            code = "exchange.contested.asked"
        self.change(contested=self.bond.contested + 1, ended_at=self.now)
        self.report(code, holder=Holder.SUPPLIER)

    def _confirm(self) -> None:
        """They say that it is resolved, and so do we: the ticket may be closed, where that is for us to do."""
        asked = any(entry.to is TicketState.CLOSED for entry in self.bond.entries if entry.way is Way.OUT)
        closes = self.desk is not None and TicketState.CLOSED in self.desk.transitions
        if self.bond.state is TicketState.RESOLVED and closes and not asked and self.bond.channel == "api":
            text = self._ours("exchange.write.restored")
            self.add(Way.OUT, Kind.MOVE, TOCSIN, to=TicketState.CLOSED, text=text)

    def _restored(self) -> None:
        """We measure no trouble any more: the desk is informed once, and may close."""
        opening = self.bond.opening
        if self.bond.restored or self.bond.blocked or opening is None or not opening.sent_at:
            return
        self.change(restored=True)
        text = self._ours("exchange.write.restored")
        if self.desk and TicketState.RESOLVED in self.desk.transitions and self.bond.channel == "api":
            self.add(Way.OUT, Kind.MOVE, TOCSIN, to=TicketState.RESOLVED, text=text)
        else:
            self.add(Way.OUT, Kind.COMMENT, TOCSIN, text=text)
        self.report("exchange.restored")

    def _ours(self, code: str) -> str:
        facts = {"number": self.trouble.number, "reference": self.bond.reference}
        return render_why(Why(code=code, facts=facts), self._language)


def goes_by_mail(bond: Bond, desk: Desk, now: datetime) -> bool:
    """Whether a ticket goes by mail, because its API has been away for long. Never one that is in doubt."""
    opening, since = bond.opening, bond.cut_since
    if bond.channel != "api" or bond.their_reference or since is None or opening is None:
        return False
    long = now - since >= timedelta(seconds=desk.without_api_s)
    return long and opening.sending is Sending.WAITING


def is_automatic(incident: Incident, desk: Desk, now: datetime) -> bool:
    """Whether the incident becomes a ticket there by itself: of a declared priority, and not over after a moment."""
    policy = desk.automatic
    if policy is None or incident.folded_into is not None or not trouble_of(incident).hurts:
        return False
    return incident.priority in policy.priorities and now - incident.opened_at >= timedelta(
        seconds=policy.after_s
    )


def _minutes(seconds: int) -> int:
    return max(1, round(seconds / 60))
