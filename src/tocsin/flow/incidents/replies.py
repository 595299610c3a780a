"""Replies: mails of our people that answer one of our notices with ACK or PRIS. Any other mail is left to the translation.

A reply counts if it answers a notice (by the mark in its Message-ID, which only its recipients know), comes from an address
of a person whom that notice was for, was written by no program, and asks for something and nothing else. Where the
organisation names its mail server (``settings.authserv``), that server must say too that the sender is not forged.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from tocsin.connectors.kit import mail as mails
from tocsin.core.duty.ways import MAIL, Way, is_same_address
from tocsin.core.event.message import LOOP, Message
from tocsin.core.notice.reply import asked
from tocsin.core.notice.values import Notice
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.translation.reading.document import Unreadable
from tocsin.core.translation.reading.read import read
from tocsin.flow.incidents import taking
from tocsin.flow.notices import marks, reachable
from tocsin.flow.organisation import snapshot
from tocsin.store import outbox

_NOTICE = re.compile(rb"<notice\.(\d{1,18})\.([0-9a-f]{32})@")


class Reply(NamedTuple):
    """What a person (key) answered to a notice; ``number``: the incident that they name, 0: none."""

    person: str
    number: int
    notice: Notice


def replies(messages: Iterable[Message]) -> dict[int, Reply]:
    """Those of the messages (ids) that are replies of our people and ask for something."""
    received = [message for message in messages if message.media_type == mails.MEDIA_TYPE]
    if not received:
        return {}
    here = snapshot()
    found = {message.id: _notice(message, here.settings.authserv) for message in received}
    answered = {number: notice for number, notice in found.items() if notice is not None}
    if not answered:
        return {}
    known = reachable.of_everybody()
    return {
        message.id: reply
        for message in messages
        if message.id in answered and (reply := _reply(message, answered[message.id], known, here))
    }


def take(reply: Reply) -> None:
    """The person takes what they were asked about, in the transaction that worked the mail."""
    taking.answer(reply.person, reply.number, outbox.sent_with(reply.notice), by=MAIL)


def _notice(message: Message, authserv: str) -> Notice | None:
    """The notice that a mail written by a person answers; none where our mail server does not vouch for its sender."""
    headers, _ = mails.split(message.body)
    if message.envelope.get(LOOP) or mails.is_automatic(headers):
        return None
    if authserv and not mails.is_vouched_for(headers, authserv):
        return None
    fields = mails.header(headers, b"in-reply-to") + b" " + mails.header(headers, b"references")
    for number, repeated in _NOTICE.findall(fields):
        notice = outbox.load(int(number))
        if notice is not None and marks.is_marked(notice, repeated.decode()):
            return notice
    return None


def _reply(
    message: Message, notice: Notice, known: Mapping[str, list[Way]], here: Organisation
) -> Reply | None:
    sender = mails.sender(message.body)
    people = [person for person, ways in known.items() if any(_is_of(way, sender) for way in ways)]
    if len(people) != 1 or people[0] not in set(_asked(notice, here)):
        return None
    try:
        document = read(message)[0]
    except Unreadable:
        return None
    reply = None if document.is_forward else asked(document.text)  # what is passed on, somebody else wrote
    return Reply(people[0], reply.number, notice) if reply else None


def _is_of(way: Way, sender: str) -> bool:
    """A person's mail address, as the files declare it or as they verified it."""
    return (
        way.kind == MAIL
        and (way.id == 0 or way.verified_at is not None)
        and is_same_address(way.address, sender)
    )


def _asked(notice: Notice, here: Organisation) -> Iterator[str]:
    """Whom the notice was for (keys): the person, or the members of the team whose mailbox it went to."""
    if notice.person:
        yield notice.person
        return
    for team in here.teams.values():
        if notice.recipient in team.notices:
            yield from team.members
