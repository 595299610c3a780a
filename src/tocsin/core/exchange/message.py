"""Message: a mail to a supplier in its own words, tried on its own format before it is proposed."""

from collections.abc import Iterator
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from tocsin.core.company import Company
from tocsin.core.event.message import Message
from tocsin.core.exchange.place import pieces, place_read
from tocsin.core.exchange.values import ReadyMessage
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import Contract, Source, Supplier
from tocsin.core.translation.backwards import Written, written
from tocsin.core.translation.formats import Format, Layout
from tocsin.core.translation.translate import translate_as

_COLON = {"fr": " : ", "en": ": "}  # plain spaces: a program may read it at the other end
_FORMAT = {"fr": "%d/%m/%Y %H:%M", "en": "%Y-%m-%d %H:%M"}
_COLON = {"fr": " : ", "en": ": "}  # plain: their machine may read what is written in their words


def ready_message(
    incident: Incident,
    supplier: Supplier,
    company: Company,
    *,
    contract: Contract | None,
    written_place: str = "",
) -> ReadyMessage:
    """The mail that reports the incident to the supplier.

    Its places and kinds are those of the first format of the supplier's sources that reads the whole message back as the
    very item; where none does, they are ours, and the reason says so. ``written_place``: the place in the supplier's words.
    """
    return _Composing(incident, supplier, company, contract).message(written_place)


class _Composing:
    """One mail to one supplier, being composed."""

    def __init__(
        self, incident: Incident, supplier: Supplier, company: Company, contract: Contract | None
    ) -> None:
        self._incident, self._supplier, self._company, self._contract = incident, supplier, company, contract
        first = company.organisation.settings.languages[:1]
        self._language: Language = next(iter((*supplier.languages, *first)), "en")
        self._ours: dict[str, list[str]] = {
            **pieces(company.organisation, incident.cause),
            "kind": [incident.cause_kind],
            "state": ["firing"],
            "reference": [incident.reference] if incident.reference else [],
        }

    def message(self, written_place: str) -> ReadyMessage:
        partly: ReadyMessage | None = None
        for source, known_format, layout in self._layouts():
            for place in dict.fromkeys((_line(written_place), *map(_line, self._taught(source)), "")):
                theirs = written(known_format, layout, self._ours, place)
                if theirs and self._reads_back(theirs, source, known_format, layout):
                    return self._ready(theirs, known_format.name, "checked")
                if theirs and partly is None and not place and self._incident.cause:
                    partly = self._ready(theirs, known_format.name, "partly")
        return partly or self._ready(
            self._in_our_words(), "", "our_words" if self._incident.cause else "cause_unknown"
        )

    def _layouts(self) -> Iterator[tuple[Source, Format, Layout]]:
        """Every kind of message of the supplier's own sources."""
        for source in self._company.organisation.sources.values():
            if source.supplier == self._supplier.key:
                for known_format in self._company.formats.among(source.formats):
                    yield from ((source, known_format, layout) for layout in known_format.layouts)

    def _taught(self, source: Source) -> Iterator[str]:
        """The words of this source that people have taught us for the place."""
        aliases = self._company.organisation.aliases
        yield from (
            alias.text
            for alias in aliases
            if alias.item == self._incident.cause and alias.source == source.key
        )

    def _reads_back(self, theirs: Written, source: Source, known_format: Format, layout: Layout) -> bool:
        """Whether the supplier's format, reading this, finds the same item for certain, and the same kind if it has one."""
        text = self._text(theirs)
        mail = EmailMessage()
        mail["Subject"] = self._subject(theirs)
        mail.set_content(text)
        read = Message(
            source=source.key,
            channel=source.channel,
            received_at=self._incident.opened_at,
            media_type="message/rfc822",
            body=mail.as_bytes(),
        )
        events = translate_as(read, known_format, layout).events
        if len(events) != 1:
            return False
        found = self._company.resolver.resolve(events[0].place, source=source.key, kind=events[0].kind)
        certain = found.certain and found.confidence >= self._company.organisation.policies.trust
        same_kind = "kind" not in theirs.words or events[0].kind == self._incident.cause_kind
        return certain and found.item == self._incident.cause and same_kind

    def _in_our_words(self) -> Written:
        place = place_read(self._company.organisation, self._incident.cause) or self._title
        return Written(
            lines=((self._sentence("kind"), self._kind), (self._sentence("place"), place)),
            words={"place": place},
        )

    def _ready(self, theirs: Written, format: str, code: str) -> ReadyMessage:
        facts = {"supplier": self._supplier.key, "format": format, "cause": self._incident.cause}
        return ReadyMessage(
            to=self._address(),
            subject=self._subject(theirs),
            text=self._text(theirs),
            language=self._language,
            place=theirs.words.get("place", ""),
            kind=theirs.words.get("kind", self._kind),
            format=format,
            checked=code == "checked",
            why=Why(code=f"exchange.message.{code}", facts=facts),
        )

    def _address(self) -> str:
        """The supplier's address for mail, else that of the first contact who has one."""
        channels = (channel.address for channel in self._supplier.channels if channel.name == "mail")
        emails = (contact.email for contact in self._supplier.contacts if contact.email)
        return next(iter((*channels, *emails)), "")

    def _subject(self, theirs: Written) -> str:
        kind = theirs.words.get("kind", self._kind)
        parts = [f"[{self._incident.reference}]" if self._incident.reference else "", theirs.subject, kind]
        text = " ".join(dict.fromkeys(part for part in parts if part))
        return _line(f"{text} - {theirs.words.get('place', '')} ({self._incident.number})")

    def _text(self, theirs: Written) -> str:
        began = self._incident.since.astimezone(ZoneInfo(self._supplier.zone))
        blocks = [
            [self._sentence("greeting")],
            [f"{label}{_COLON[self._language]}{value}" for label, value in theirs.lines],
            [
                self._sentence("since", since=f"{began:{_FORMAT[self._language]}} ({self._supplier.zone})"),
                self._sentence("ours", title=self._title),
                self._sentence("number", number=self._incident.number),
                *([self._sentence("contract", contract=self._contract.number)] if self._contract else []),
            ],
            [self._sentence("request")],
        ]
        return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"

    @property
    def _title(self) -> str:
        title = self._incident.title
        return title.fr if self._language == "fr" else title.en

    @property
    def _kind(self) -> str:
        kind = self._company.organisation.kinds.get(self._incident.cause_kind)
        return getattr(kind.label, self._language) if kind else self._incident.cause_kind

    def _sentence(self, name: str, **facts: object) -> str:
        return render_why(Why(code=f"exchange.mail.{name}", facts=facts), self._language)


def _line(text: str) -> str:
    """One line without anything that reads like an encoded word: text of a source must not begin a header."""
    return " ".join(text.replace("=?", "= ?").split())
