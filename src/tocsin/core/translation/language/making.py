"""Making: an event out of the filled slots of a format. Knows no message."""

import re
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from hashlib import blake2b

from tocsin.core.event import fingerprint
from tocsin.core.event.values import Event, EventState, Place, Stamp, Window
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.mistakes import one_of
from tocsin.core.translation import limits
from tocsin.core.translation.kinds import unknown_kind
from tocsin.core.translation.language.checking import Checker
from tocsin.core.translation.language.conditions import compiled_condition
from tocsin.core.translation.language.entries import Entry
from tocsin.core.translation.language.filling import CONDITIONAL, SKIP, Choice, Filled, Slot, note_unknown
from tocsin.core.translation.language.pieces import Piece
from tocsin.core.translation.language.sending import sent
from tocsin.core.translation.language.times import Moment, Times, read_duration, read_moment
from tocsin.core.translation.language.words import Table

PARTS = (
    "site", "room", "row", "rack", "u", "feed", "pdu", "outlet", "host", "service", "application", "address",
    "device", "circuit", "ups", "cooling_unit", "virtual_machine", "observer",
)  # fmt: skip
STATUSES = ("tentative", "confirmed", "cancelled", "in-process", "completed")
_WORDS = {"state": tuple(EventState), "criticality": tuple(Criticality), "status": STATUSES}
EVENT_KEYS = (
    "kind", "state", "criticality", "status", "place", "summary", "occurred_at", "sent_at", "holds_until", "reference",
    "corrects", "identity", "window", "details",
)  # fmt: skip
PLACE_KEYS = ("text", "item", *PARTS)
WINDOW_KEYS = ("start", "end", "duration")
_INSTANTS = ("occurred_at", "sent_at", "holds_until")
_KIND = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*")
Kinds = Collection[str]  # those of the organisation; empty: they are not known here, and any kind is accepted
_IDENTITY = 500  # characters
_MAX_AHEAD = timedelta(days=1)


class Maker:
    """The compiled ``event`` of one kind of message."""

    def __init__(
        self, node: Checker, names: Collection[str], tables: dict[str, Table], times: Times, kinds: Kinds
    ) -> None:
        node.only((*EVENT_KEYS, "when"))
        self._times = times
        self.condition = compiled_condition(node.at("when"), {*names, *CONDITIONAL})
        self._plain = {
            name: Slot(name, node.at(name), names, tables, essential=name in ("kind", "state"))
            for name in (
                "kind",
                "state",
                "criticality",
                "status",
                "summary",
                "occurred_at",
                "sent_at",
                "holds_until",
                "reference",
                "corrects",
                "identity",
            )
        }
        self._place = _slots(node.at("place"), names, tables, PLACE_KEYS, essential=True)
        self._place_asks = any(slot.asks for slot in self._place.values())
        self._window = _slots(node.at("window"), names, tables, WINDOW_KEYS)
        self._details = {name: Slot("", child, names, tables) for name, child in node.at("details").items()}
        _check(node, self._plain, tables, kinds)
        self._kinds = kinds
        self._own_kinds = frozenset(_kinds_written(self._plain["kind"], tables))

    @property
    def tables(self) -> set[str]:
        """The names under which something is looked up."""
        slots = (
            *self._plain.values(),
            *self._place.values(),
            *self._window.values(),
            *self._details.values(),
        )
        return {choice.table for slot in slots for choice in slot.choices if choice.table}

    def make(self, piece: Piece, filled: Filled) -> Event | None:
        """The event of a piece, or None: an essential word is unknown or missing (noted in ``filled``)."""
        values = {name: slot.fill(filled) for name, slot in self._plain.items() if name not in _INSTANTS}
        kind, state, criticality = self._ours(filled, values)
        place = self._placed(filled)
        if filled.skipped or filled.essential_unknown:
            return None
        for name, value in (("kind", kind), ("state", state), ("place", place)):
            if not value:
                filled.why.append(Why(code="translation.missing", facts={"field": name}))
        if not (kind and state and place):
            return None
        source, identity = piece.document.source, _identity(values["identity"])
        occurred, stamp = self._occurred(piece, filled)
        window = self._windowed(piece, filled) if self._window else None
        status = self._status(values["status"], window, filled)
        firing = state == EventState.FIRING
        return Event(
            source=source,
            kind=kind,
            state=EventState(state),
            criticality=Criticality(criticality),
            place=place,
            summary=_summary(values["summary"] or piece.document.subject or f"{kind} {place.text}"),
            occurred_at=occurred.at,
            precision=occurred.precision,
            sent_at=self._sent(piece, filled),
            stamp=stamp,
            fingerprint=fingerprint.of(source, kind, place, identity),
            reference=values["reference"][:200],
            corrects=values["corrects"][:200],
            status=status,
            window=window,
            holds_until=self._holds(piece, filled, occurred.at) if firing else None,
            identity=identity,
            details={name: value for name, slot in self._details.items() if (value := slot.fill(filled))},
        )

    def _ours(self, filled: Filled, values: dict[str, str]) -> tuple[str, str, str]:
        """Kind, state and criticality, if they are words of ours."""
        if values["kind"] and values["kind"] != SKIP and not self._is_kind(values["kind"]):
            note_unknown(filled, "kind", values["kind"], True)
        for name, essential in (("state", True), ("criticality", False), ("status", False)):
            if values[name] and values[name] not in _WORDS[name] and values[name] != SKIP:
                note_unknown(filled, name, values[name], essential)
                values[name] = ""
        return values["kind"], values["state"], values["criticality"] or Criticality.MEDIUM

    def _is_kind(self, kind: str) -> bool:
        """A kind that comes from the message must exist; the kinds in the file were checked with the file."""
        exists = not self._kinds or kind in self._kinds or kind in self._own_kinds
        return exists and _KIND.fullmatch(kind) is not None

    def _placed(self, filled: Filled) -> Place | None:
        found = {name: value[:200] for name, slot in self._place.items() if (value := slot.fill(filled))}
        text, item = found.pop("text", ""), found.pop("item", "").lower()
        if not (text or item or found):
            return None
        defaults = tuple(name for name in found if name in filled.supplied) if self._place_asks else ()
        return Place(
            text=text or item or " / ".join(found.values()), item=item, parts=found, defaults=defaults
        )

    def _moment(
        self,
        slot: Slot,
        piece: Piece,
        filled: Filled,
        after: datetime | None = None,
        *,
        planned: bool = False,
    ) -> Moment | None:
        """The time of a slot; an unreadable or doubtful time is noted."""
        text = slot.fill(filled)
        if not text:
            return None
        near = sent(piece.document).at
        found = read_moment(text, self._times, near=near, after=after, planned=planned)
        if found is None:
            _note(filled, "translation.time_unreadable", slot.name, text)
        elif found.doubted:
            _note(filled, "translation.time_doubted", slot.name, text)
        return found

    def _occurred(self, piece: Piece, filled: Filled) -> tuple[Moment, Stamp]:
        slot = self._plain["occurred_at"]
        found = self._moment(slot, piece, filled)
        if found is not None and found.at > piece.document.received_at + _MAX_AHEAD:
            _note(filled, "translation.time_unreadable", slot.name, found.at.isoformat())
            found = None
        if found is None:
            return sent(piece.document), Stamp.SENDING
        return found, Stamp.BEGINNING if self._times.begins else Stamp.INSTANT

    def _sent(self, piece: Piece, filled: Filled) -> datetime:
        """When the sender said it; the future is no such time."""
        found = self._moment(self._plain["sent_at"], piece, filled)
        if found is None or found.at > piece.document.received_at:
            return sent(piece.document).at
        return found.at

    def _holds(self, piece: Piece, filled: Filled, occurred_at: datetime) -> datetime | None:
        """Until when the sender reports it as valid; an end in the past, or before the beginning, does not count."""
        until = self._moment(self._plain["holds_until"], piece, filled)
        return until.at if until and until.at > max(occurred_at, piece.document.received_at) else None

    def _status(self, text: str, window: Window | None, filled: Filled) -> str:
        """Works whose beginning is written and can't be read mute nothing: they are tentative."""
        status = text if text in STATUSES else ""
        unread = self._window and window is None and self._window["start"].fill(filled)
        if not unread or status in ("cancelled", "completed"):
            return status
        filled.why.append(Why(code="translation.window_unread"))
        return "tentative"

    def _windowed(self, piece: Piece, filled: Filled) -> Window | None:
        start = self._moment(self._window["start"], piece, filled, planned=True)
        if start is None:
            return None
        end = self._ended(piece, filled, start.at)
        if end is not None and end < start.at:
            _note(filled, "translation.time_unreadable", "end", end.isoformat())
            end = None
        return Window(start=start.at, end=end, occurrence=self._occurrence(piece))

    def _occurrence(self, piece: Piece) -> datetime | None:
        """The occurrence of its series that a calendar entry is."""
        found = piece.property("RECURRENCE-ID") if piece.entry else None
        text = Entry(piece.entry, piece.document.calendars).time("RECURRENCE-ID", found) if found else None
        moment = read_moment(text, self._times, near=sent(piece.document).at, planned=True) if text else None
        return moment.at if moment else None

    def _ended(self, piece: Piece, filled: Filled, start: datetime) -> datetime | None:
        end = self._moment(self._window["end"], piece, filled, start) if "end" in self._window else None
        if end is not None or "duration" not in self._window:
            return end.at if end else None
        text = self._window["duration"].fill(filled)
        lasting = read_duration(text)
        return start + lasting if lasting else None


def _note(filled: Filled, code: str, field: str, text: str) -> None:
    filled.why.append(Why(code=code, facts={"field": field, "text": text[:100]}))


def _slots(
    node: Checker,
    names: Collection[str],
    tables: dict[str, Table],
    known: tuple[str, ...],
    *,
    essential: bool = False,
) -> dict[str, Slot]:
    if known:
        node.only(known)
    return {name: Slot(name, child, names, tables, essential=essential) for name, child in node.items()}


def _check(node: Checker, plain: dict[str, Slot], tables: dict[str, Table], kinds: Kinds) -> None:
    """Note required slots that are missing, and words that are not ours."""
    for name in ("kind", "state", "place"):
        if node.at(name).absent:
            node.fault("fault.format.missing", name=name)
    for choice, checker in zip(plain["kind"].choices, node.at("kind").each(), strict=True):
        _check_kinds(node, checker, choice, tables, kinds)
    for name, known in _WORDS.items():
        for choice, checker in zip(plain[name].choices, node.at(name).each(), strict=True):
            _check_words(checker, choice.constants, known)
            _check_table(node, name, choice.table, tables, known)
    if not node.at("window").absent and node.at("window").at("start").absent:
        node.at("window").fault("fault.format.window")


def _check_kinds(
    node: Checker, checker: Checker, choice: Choice, tables: dict[str, Table], kinds: Kinds
) -> None:
    for kind in choice.constants:
        _check_kind(checker, kind, kinds)
    table = tables.get(choice.table)
    for kind in table.ours_all() if table else ():
        place = f"tables.{choice.table}"
        if table and _KIND.fullmatch(kind):
            place = table.written.get(kind, place)
        _check_kind(Checker(None, place, node.faults), kind, kinds)


def _check_kind(where: Checker, kind: str, kinds: Kinds) -> None:
    if kind in ("", SKIP):
        return
    if not _KIND.fullmatch(kind):
        where.fault("fault.format.kind", said=kind)
    elif kinds and kind not in kinds:
        where.faults.append(unknown_kind(kind, kinds, field=where.path))


def _kinds_written(slot: Slot, tables: dict[str, Table]) -> Iterator[str]:
    """The kinds that are written in the file."""
    for choice in slot.choices:
        yield from choice.constants
        if choice.table in tables:
            yield from tables[choice.table].ours_all()


def _check_words(node: Checker, ours: Collection[str], known: Collection[str]) -> None:
    for our in ours:
        if our and our not in known and our != SKIP:
            node.fault("fault.format.not_ours", one_of(known), said=our)


def _check_table(
    node: Checker, name: str, table: str, tables: dict[str, Table], known: Collection[str]
) -> None:
    if table in tables:
        where = Checker(None, f"tables.{table}", node.faults)
        _check_words(where, tables[table].ours_all(), known)


def _identity(text: str) -> str:
    """A long identity, cut, could be the same for several alerts: so its digest is put at its end."""
    return (
        text
        if len(text) <= _IDENTITY
        else f"{text[: _IDENTITY - 33]} {blake2b(text.encode(), digest_size=16).hexdigest()}"
    )


def _summary(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limits.MAX_SUMMARY_CHARS else line[: limits.MAX_SUMMARY_CHARS - 1] + "…"
