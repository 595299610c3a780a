"""Understanding a batch: each message translated, each place resolved; a message that causes an error is quarantined."""

from collections import Counter
from collections.abc import Container, Sequence
from functools import lru_cache

import structlog
from msgspec.structs import replace

from tocsin.core.company import Company
from tocsin.core.correlation.values import Sighting
from tocsin.core.event import fingerprint
from tocsin.core.event.message import LOOP, TRUNCATED, Message
from tocsin.core.event.values import Event, Place
from tocsin.core.inventory.resolution import Resolution, Resolver
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.addresses import fits
from tocsin.core.organisation.values import Source
from tocsin.core.translation.translate import translate
from tocsin.core.translation.values import Status, Translation
from tocsin.core.understood import Understood
from tocsin.flow import channels
from tocsin.flow.sources.heartbeats import OURSELVES

log = structlog.get_logger()

_PLACES_REMEMBERED = 20_000


def understand(
    messages: Sequence[Message], company: Company, answers: Container[int] = ()
) -> list[Understood]:
    """Translate and resolve every message, in order. Those that answer an exchange (ids) are no alarms."""
    locate = _locator(company)
    return [
        _answer(message) if message.id in answers else _understand(message, company, locate)
        for message in messages
    ]


def _answer(message: Message) -> Understood:
    """What it says stands in the exchange that it answers."""
    return Understood(message=message, translation=_outcome(Status.TRANSLATED, "flow.answers"), places=())


def sightings(understood: Sequence[Understood], earlier: Container[tuple[int, str]]) -> list[Sighting]:
    """The events as correlation wants them, numbered in their order in the batch.

    ``earlier``: former events of replayed messages, as (message, fingerprint): no event is counted twice.
    """
    return [
        Sighting(
            event=event,
            item=place.item,
            confidence=place.confidence,
            id=number,
            sequence=_sequence(event),
            again=(message, event.fingerprint) in earlier,
        )
        for number, (message, event, place) in enumerate(
            (reading.message.id, event, place)
            for reading in understood
            for event, place in zip(reading.translation.events, reading.places, strict=True)
        )
    ]


def unknown_words(understood: Sequence[Understood]) -> dict[tuple[str, str, str], tuple[int, int]]:
    """(format, table, word) -> how often it was met, and the last message that said it."""
    counts: Counter[tuple[str, str, str]] = Counter()
    last: dict[tuple[str, str, str], int] = {}
    for reading in understood:
        for word in reading.translation.unknown:
            key = (reading.translation.format, word.table, word.word)
            counts[key] += 1
            last[key] = reading.message.id
    return {key: (count, last[key]) for key, count in counts.items()}


class _Locate:
    """The resolver, remembering the places that it was asked about."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        resolve = resolver.resolve

        @lru_cache(maxsize=_PLACES_REMEMBERED)
        def remembered(
            source: str, kind: str, item: str, text: str, parts: tuple[tuple[str, str], ...]
        ) -> Resolution:
            return resolve(Place(text=text, item=item, parts=dict(parts)), source=source, kind=kind)

        self._remembered = remembered

    def __call__(self, event: Event) -> Resolution:
        place = event.place
        if event.source == OURSELVES:
            why = Why(code="resolution.source", facts={"said": place.text})
            return Resolution(item="", how="none", confidence=0.0, why=why)
        return self._remembered(event.source, event.kind, place.item, place.text, tuple(place.parts.items()))


_last_locate: _Locate | None = None


def _locator(company: Company) -> _Locate:
    global _last_locate
    if _last_locate is None or _last_locate.resolver is not company.resolver:
        _last_locate = _Locate(company.resolver)
    return _last_locate


def _translated(message: Message, company: Company, source: Source | None) -> Translation:
    if source is None:
        return translate(message, company.formats)
    return translate(message, company.formats, allowed=source.formats, relay=source.trusted_authentication)


def _shared(translation: Translation, source: Source | None) -> Translation:
    """The events of a second witness are about the alerts of the first."""
    if source is None or not source.witness_of:
        return translation
    shared = tuple(fingerprint.as_of(source.witness_of, event) for event in translation.events)
    return replace(translation, events=shared)


def _understand(message: Message, company: Company, locate: _Locate) -> Understood:
    source = company.organisation.sources.get(message.source)
    if marked := _marked(message, source):
        return Understood(message=message, translation=marked, places=())
    try:
        translation = _translated(message, company, source)
        places = tuple(locate(event) for event in translation.events)
        translation = _shared(translation, source)
    except Exception as error:  # a message that fails is quarantined, and those after it are worked
        log.exception("message.failed", message=message.id, source=message.source)
        translation = _outcome(
            Status.QUARANTINED, "flow.message_failed", error=f"{type(error).__name__}: {error}"
        )
        return Understood(message=message, translation=translation, places=())
    return Understood(message=message, translation=translation, places=places)


def _marked(message: Message, source: Source | None) -> Translation | None:
    """Messages that are not read: a mail that could not be fetched whole, an automatic answer, or one of a stranger."""
    if reason := message.envelope.get(TRUNCATED):
        return _outcome(Status.QUARANTINED, "flow.truncated", reason=reason)
    if reason := message.envelope.get(LOOP):
        return _outcome(Status.IGNORED, "flow.loop", reason=reason)
    if source and source.senders:
        author = channels.author(message)
        if author is not None and not fits(source.senders, author):
            return _outcome(Status.IGNORED, "flow.stranger", sender=author or "-")
    return None


def _outcome(status: Status, code: str, **facts: str) -> Translation:
    return Translation(status=status, why=(Why(code=code, facts=facts),))


def _sequence(event: Event) -> int:
    sequence = event.details.get("sequence", 0)
    return sequence if isinstance(sequence, int) else 0
