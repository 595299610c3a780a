"""Translate: a raw message becomes events, or says why not. Never raises for what a message holds."""

from collections.abc import Sequence

from msgspec import structs

from tocsin.core.event.message import Message
from tocsin.core.event.values import Event
from tocsin.core.kernel.errors import BadInput
from tocsin.core.kernel.why import Why
from tocsin.core.translation import own_json
from tocsin.core.translation.formats import Format, Formats, Layout
from tocsin.core.translation.language.fields import GIVEN, given
from tocsin.core.translation.language.filling import Filled
from tocsin.core.translation.language.leftovers import Left
from tocsin.core.translation.language.paths import Element
from tocsin.core.translation.language.pieces import Piece
from tocsin.core.translation.reading import Document, Unreadable, read
from tocsin.core.translation.reading.authentication import found, proven
from tocsin.core.translation.values import Status, Translation, UnknownWord

_MAX_WHY = 40
_TOLD = frozenset(
    {
        "translation.unknown_word",
        "translation.missing",
        "translation.time_unreadable",
        "translation.time_doubted",
        "translation.window_unread",
        "translation.condition_failed",
    }
)  # reasons kept with the message; ``explain`` lists the words that were found
_FLAWS = frozenset(
    {
        "translation.time_unreadable",
        "translation.time_doubted",
        "translation.row_left",
        "translation.line_left",
        "translation.recurrence_unread",
        "translation.recurrence_bounded",
        "translation.attachment_unread",
    }
)
_MAX_ROWS_TOLD = 10
Steps = list[Why] | None


def rivals(message: Message, formats: Formats) -> tuple[str, ...]:
    """The formats of one priority that recognise the message, when it is more than one: then only names decide."""
    try:
        documents = read(message)
    except Unreadable:
        return ()
    found = [
        known_format
        for known_format in formats.ordered
        if known_format.recogniser.failure(documents[0]) is None
    ]
    equal = tuple(known_format.name for known_format in found if known_format.priority == found[0].priority)
    return equal if len(equal) > 1 else ()


def translate(
    message: Message, formats: Formats, *, allowed: Sequence[str] = (), relay: str = ""
) -> Translation:
    """The message in our words. ``allowed`` names the formats bound to its source (none: all); ``relay`` the host that must
    have found that a mail is of its sender's domain (empty: From is accepted).

    Deterministic: the same message and formats give the same translation, so a replay after a word was
    added gives the new one. Never raises: what can't be read is quarantined with the reason.
    """
    return _translate(message, formats, allowed, relay, None)


def explain(
    message: Message, formats: Formats, *, allowed: Sequence[str] = (), relay: str = ""
) -> tuple[Why, ...]:
    """Step by step, what the message is read as, which format knows it, and what becomes of each word."""
    steps: list[Why] = []
    _translate(message, formats, allowed, relay, steps)
    return tuple(steps)


def translate_as(message: Message, known_format: Format, layout: Layout) -> Translation:
    """The message read by this format and kind, whoever sent it: used to try a message that we have written."""
    try:
        document = _prepared(read(message)[0], known_format)
        return _laid_out(document, known_format, layout, None)
    except Unreadable as error:
        return Translation(status=Status.QUARANTINED, why=(error.why,))


def _translate(
    message: Message, formats: Formats, allowed: Sequence[str], relay: str, steps: Steps
) -> Translation:
    try:
        if message.media_type.partition(";")[0].strip() == own_json.MEDIA_TYPE:
            return _own(message)
        documents = read(message)
        if relay and documents and (stranger := _not_proven(documents[0], relay)):
            return _outcome(steps, Status.UNTRANSLATED, "", "translation.not_authenticated", **stranger)
        tried = formats.among(allowed)
        made = [_document(document, tried, steps) for document in documents]
        if not made:
            return _outcome(steps, Status.UNTRANSLATED, "", "translation.empty")
        return _together(
            made[1:] if len(made) > 1 and documents[0].is_cover and _says_nothing(made[0]) else made
        )
    except Unreadable as error:
        if steps is not None:
            steps.append(error.why)
        return Translation(status=Status.QUARANTINED, why=(error.why,))


def _not_proven(document: Document, relay: str) -> dict[str, str] | None:
    """What the relay found, if it has not found that the mail is of its sender's domain."""
    domain = document.mailed_by.rpartition("@")[2]
    if document.media_type != "message/rfc822" or proven(document.authentication, relay, domain):
        return None
    return {"sender": document.mailed_by, "host": relay, "found": found(document.authentication, relay)}


def _says_nothing(made: Translation) -> bool:
    """Whether the document is only the text that somebody wrote above forwarded mails, and that no format knows."""
    return made.status is Status.UNTRANSLATED and not made.format


def _own(message: Message) -> Translation:
    try:
        events = own_json.decode(message.body, message.source, message.received_at)
    except BadInput as error:
        reason = "; ".join(map(str, error.faults))[:500]
        why = Why(code="translation.not_readable", facts={"reason": reason})
        return Translation(status=Status.QUARANTINED, why=(why,))
    return Translation(status=Status.TRANSLATED, format="tocsin", events=events)


def _document(document: Document, tried: Sequence[Format], steps: Steps) -> Translation:
    if document.unreadable is not None:
        if steps is not None:
            steps.append(document.unreadable)
        return Translation(status=Status.UNTRANSLATED, why=(document.unreadable,))
    _explain_document(steps, document)
    for known_format in tried:
        failure = known_format.recogniser.failure(document)
        if failure is not None:
            _step(steps, "translation.not_recognised", format=known_format.name, **failure)
            continue
        reason = next(
            (reason for tests, reason in known_format.ignore if tests.failure(document) is None), None
        )
        if reason is not None:
            return _outcome(
                steps,
                Status.IGNORED,
                known_format.name,
                "translation.ignored",
                format=known_format.name,
                reason=reason,
            )
        if known_format.layouts:
            _step(steps, "translation.recognised", format=known_format.name)
            _explain_rivals(steps, document, known_format, tried)
            return _formatted(_prepared(document, known_format), known_format, steps)
    names = [known_format.name for known_format in tried]
    return _outcome(steps, Status.UNTRANSLATED, "", "translation.no_format", tried=names)


def _prepared(document: Document, known_format: Format) -> Document:
    """The text that the format reads: its HTML if it prefers that, without what it cuts."""
    text = document.html_text if known_format.prefers_html and document.html_text else document.text
    if known_format.cut:
        tests = [test for test in known_format.cut if test.may_hold_of_line(text)]
        lines = text.split("\n") if tests else []
        end = next(
            (index for index, line in enumerate(lines) if line and any(test.holds(line) for test in tests)),
            None,
        )
        text = text if end is None else "\n".join(lines[:end])
    return document if text is document.text else structs.replace(document, text=text)


def _formatted(document: Document, known_format: Format, steps: Steps) -> Translation:
    for layout in known_format.layouts:
        failure = layout.recogniser.failure(document)
        if failure is None:
            return _laid_out(document, known_format, layout, steps)
        _step(steps, "translation.not_recognised", format=f"{known_format.name}, {layout.name}", **failure)
    return _outcome(
        steps, Status.UNTRANSLATED, known_format.name, "translation.no_layout", format=known_format.name
    )


def _laid_out(document: Document, known_format: Format, layout: Layout, steps: Steps) -> Translation:
    left: Left = []
    pieces = _pieces(document, layout, left)
    if not pieces:
        return _outcome(
            steps,
            Status.UNTRANSLATED,
            known_format.name,
            "translation.no_piece",
            format=known_format.name,
            each=layout.each,
        )
    why = [
        Why(
            code="translation.format",
            facts={"format": known_format.name, "layout": layout.name or known_format.name},
        )
    ]
    why += _passed_over(document, known_format, left)
    made = [_piece(piece, known_format, layout, why, steps) for piece in pieces]
    events = tuple(event for event, _, _ in made if event is not None)
    unknown = tuple(dict.fromkeys(word for _, filled, _ in made for word in filled.unknown))
    lost = sum(event is None and not skipped for event, _, skipped in made)
    flawed = lost or unknown or any(reason.code in _FLAWS for reason in why)
    if not events and not lost:
        aside = Why(code="translation.all_left_aside", facts={"format": known_format.name})
        return Translation(status=Status.IGNORED, format=known_format.name, why=(aside,))
    status = Status.UNTRANSLATED if not events else Status.PARTIAL if flawed else Status.TRANSLATED
    return Translation(
        status=status, format=known_format.name, events=events, unknown=unknown, why=tuple(why[:_MAX_WHY])
    )


def _passed_over(document: Document, known_format: Format, left: Left) -> list[Why]:
    """What was not read: rows and lines of a list that fit no rule, attachments that no rule reads."""
    rows = left[:_MAX_ROWS_TOLD]
    if len(left) > _MAX_ROWS_TOLD:
        rows.append(Why(code="translation.rows_left", facts={"count": len(left) - _MAX_ROWS_TOLD}))
    unread = known_format.reads.unread(document)
    return rows + [
        Why(code="translation.attachment_unread", facts={"name": name[:200]})
        for name in unread[:_MAX_ROWS_TOLD]
    ]


def _pieces(document: Document, layout: Layout, left: Left) -> list[Piece]:
    if not layout.splitters:
        return [Piece(document, layout.labels, document.text)]
    for split in layout.splitters:
        pieces = split(document, layout.labels, left)
        if pieces:
            return pieces
    return []


def _piece(
    piece: Piece, known_format: Format, layout: Layout, why: list[Why], steps: Steps
) -> tuple[Event | None, Filled, bool]:
    """(event or None, the reasons, whether it was skipped on purpose)."""
    taken = _taken(piece, layout)
    filled = Filled(taken, known_format.tables)
    filled.names = _names(piece, taken)
    filled.constants = frozenset(
        field.name for field in layout.constants if taken[field.name] in field.constants
    )
    _explain_piece(steps, piece, taken)
    if layout.condition is not None and not layout.condition.holds(filled.names, filled.why):
        _step(steps, "translation.skipped", number=piece.number)
        return None, filled, True
    event = layout.maker.make(piece, filled)
    why += [reason for reason in filled.why if reason.code in _TOLD]
    if steps is not None:
        steps += filled.why
    if event is not None:
        _explain_event(steps, event)
    return event, filled, filled.skipped


def _taken(piece: Piece, layout: Layout) -> dict[str, str]:
    taken = given(piece) | piece.groups
    for field in layout.fields:
        taken[field.name] = field.take(piece, taken)
    for where, pattern in layout.patterns:
        groups = pattern.search(taken.get(where, ""))
        for name in pattern.groups:
            if groups is not None and groups[name]:
                taken[name] = groups[name]
            else:
                taken.setdefault(name, "")
    return taken


def _names(piece: Piece, taken: dict[str, str]) -> dict[str, object]:
    """The names that a condition on one event may use."""
    element: Element = piece.element
    return {**taken, "received_at": piece.document.received_at, "json": element.value}


def _together(made: Sequence[Translation]) -> Translation:
    """One translation of all documents of a message."""
    if len(made) == 1:
        return made[0]
    events = tuple(event for translation in made for event in translation.events)
    met = {translation.status for translation in made}
    if events:
        flawed = met & {Status.PARTIAL, Status.UNTRANSLATED}
        status = Status.PARTIAL if flawed else Status.TRANSLATED
    else:
        status = Status.UNTRANSLATED if Status.UNTRANSLATED in met else Status.IGNORED
    return Translation(
        status=status,
        format=next((translation.format for translation in made if translation.format), ""),
        events=events,
        unknown=tuple(dict.fromkeys(word for translation in made for word in translation.unknown)),
        why=tuple({str(why): why for translation in made for why in translation.why}.values())[:_MAX_WHY],
    )


def _outcome(steps: Steps, status: Status, name: str, code: str, **facts: object) -> Translation:
    why = Why(code=code, facts=facts)
    if steps is not None:
        steps.append(why)
    return Translation(status=status, format=name, why=(why,))


def _step(steps: Steps, code: str, **facts: object) -> None:
    if steps is not None:
        steps.append(Why(code=code, facts=facts))


def _explain_document(steps: Steps, document: Document) -> None:
    _step(
        steps,
        "translation.read",
        media=document.media_type,
        sender=document.sender,
        subject=document.subject,
        parts=list(document.parts),
    )
    if document.text:
        _step(steps, "translation.text", text=document.text[:4000])
    for table in document.tables[:_MAX_WHY]:
        rows = [" | ".join(row)[:200] for row in table[:3] if len(row) > 1]
        if rows:
            _step(steps, "translation.table", count=len(table), rows="\n".join(rows))


def _explain_rivals(steps: Steps, document: Document, first: Format, tried: Sequence[Format]) -> None:
    """Formats after this one that recognise the message too."""
    if steps is None:
        return
    for known_format in tried[tried.index(first) + 1 :]:
        if known_format.recogniser.failure(document) is None:
            _step(steps, "translation.rival", format=known_format.name, first=first.name)


def _explain_piece(steps: Steps, piece: Piece, taken: dict[str, str]) -> None:
    if steps is not None:
        own = {name: value for name, value in taken.items() if name and name not in GIVEN}
        shown = "\n".join(f"{name} = {value}" for name, value in own.items() if value)
        _step(steps, "translation.piece", number=piece.number, fields=shown)
        if missing := [name for name, value in own.items() if not value]:
            _step(steps, "translation.not_found", number=piece.number, fields=missing)


def _explain_event(steps: Steps, event: Event) -> None:
    if steps is not None:
        parts = {"item": event.place.item, **event.place.parts}
        place = " ".join(f"{name}={value}" for name, value in parts.items() if value) or event.place.text
        _step(
            steps,
            "translation.made",
            kind=event.kind,
            state=str(event.state),
            criticality=str(event.criticality),
            place=place,
            summary=event.summary,
        )


__all__ = ["Status", "Translation", "UnknownWord", "explain", "translate"]
