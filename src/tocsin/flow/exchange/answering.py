"""Answering: which mails answer an exchange: by our reference or Message-ID, by their number, and always by the sender."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import re2

from tocsin.connectors.kit import mail as mails
from tocsin.core.company import Company
from tocsin.core.event.message import Message
from tocsin.core.exchange import happenings as h
from tocsin.core.exchange.bond import MOST_FILE, File
from tocsin.core.exchange.recognising import reference_in
from tocsin.core.organisation.senders import senders_of
from tocsin.core.organisation.values import Supplier
from tocsin.core.translation.reading.document import Document, Unreadable
from tocsin.core.translation.reading.read import read
from tocsin.flow.exchange.bonds import judge
from tocsin.store import bonds

# Where our reference may stand: what a mail answers, whom it is for (name+INC-42-7K3QXM@), and what it is about.
_FIELDS = (b"in-reply-to", b"references", b"to", b"cc", b"delivered-to", b"x-original-to", b"subject")
_MOST_FILES = 20  # of one mail


class Answer(NamedTuple):
    """A mail, and the exchange (id) that it answers."""

    message: Message
    bond: int
    supplier: str


def answers(messages: Iterable[Message], here: Company) -> dict[int, Answer]:
    """Those of the messages (ids) that answer an exchange. A stranger who knows a reference answers none."""
    found: dict[int, Answer] = {}
    for message in messages:
        if message.media_type != mails.MEDIA_TYPE:
            continue
        suppliers = senders_of(mails.sender(message.body), here.organisation)
        if suppliers and (bond := _bond(message, suppliers)):
            found[message.id] = Answer(message, bond.id, bond.supplier)
    return found


def take(answer: Answer, here: Company) -> None:
    """The exchange has its answer, in the transaction that worked the mail. Received twice, it is one."""
    headers, _ = mails.split(answer.message.body)
    identity = mails.header(headers, b"message-id").decode("ascii", "replace")
    document = _document(answer.message)
    subject, text = (document.subject, document.words) if document else ("", "")
    supplier = here.organisation.suppliers.get(answer.supplier)
    numbers = list(_numbers(supplier, f"{subject}\n{text}")) if supplier else []
    judge(
        answer.bond,
        h.Answered(
            author=mails.sender(answer.message.body),
            text=text,
            remote=identity,
            at=answer.message.received_at,
            their_reference=next(iter(numbers), ""),
            automatic=mails.is_automatic(headers),
            files=tuple(_files(document)) if document else (),
        ),
    )


def _bond(message: Message, suppliers: Mapping[str, Supplier]) -> bonds.Found | None:
    headers, _ = mails.split(message.body)
    fields = b" ".join(mails.header(headers, name) for name in _FIELDS).decode("utf-8", "replace")
    if (ours := reference_in(fields)) and (known := bonds.by_reference([ours])):
        return known if known.supplier in suppliers else None
    for key, supplier in suppliers.items():
        numbers = list(_numbers(supplier, mails.header(headers, b"subject").decode("utf-8", "replace")))
        if numbers and (known := bonds.by_their_reference(key, numbers)):
            return known
    return None


def _numbers(supplier: Supplier, text: str) -> Iterator[str]:
    """Their ticket numbers in a text, as the desk's pattern finds them."""
    pattern = supplier.desk.ticket_pattern if supplier.desk else ""
    if pattern:
        yield from (match.group(min(1, match.re.groups)) for match in re2.finditer(pattern, text))


def _document(message: Message) -> Document | None:
    """The mail as it is read, without what it quotes."""
    try:
        return read(message)[0]
    except Unreadable:
        return None


def _files(document: Document) -> Iterator[File]:
    """What hangs on the mail, kept; what is too large stays in the mail, which is kept whole."""
    for attachment in document.attachments[:_MOST_FILES]:
        if attachment.name and not attachment.inline and len(attachment.content) <= MOST_FILE:
            yield File(
                name=attachment.name,
                size=len(attachment.content),
                media_type=attachment.media_type,
                digest=bonds.keep_file(attachment.content),
            )
