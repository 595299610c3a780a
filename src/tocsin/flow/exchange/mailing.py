"""Mailing: an exchange by mail: what leaves goes through the outbox of deliveries, what comes back is recognised."""

import base64

from django.db import transaction

from tocsin.core.duty.ways import MAIL
from tocsin.core.exchange import happenings as h
from tocsin.core.exchange.bond import Bond, Entry, mark_of
from tocsin.core.exchange.ticket import Taken
from tocsin.core.kernel.subject import Subject
from tocsin.core.notice.values import Delivery
from tocsin.flow import clock
from tocsin.flow.exchange import writing
from tocsin.flow.exchange.bonds import desk_of, judge, root_of
from tocsin.flow.notices import choosing
from tocsin.flow.organisation import company
from tocsin.store import bonds, deliveries


def send(bond: Bond, entry: Entry) -> Bond:
    """Put an entry into the outbox, in the transaction that says that it leaves."""
    address = address_of(bond.supplier)
    if not address:
        return judge(bond.id, h.Denied(number=entry.number, reason="no address for mail is declared"))
    identity = f"<{bond.reference}.{entry.number}.{entry.attempts}@{choosing.domain()}>"
    delivery = Delivery(
        subject=Subject.incident(bond.incident),
        channel=MAIL,
        address=address,
        payload={
            "sender": choosing.sender(),
            "subject": _subject(bond),
            "text": f"{entry.text}\n\n{mark_of(bond, entry)}\n",
            "message_id": identity,
            "thread_id": f"<{bond.reference}@{choosing.domain()}>",
            "reply_to": _reply_to(bond),
            "written_by": entry.author,
            **_file(entry),
        },
    )
    with transaction.atomic():
        after = judge(bond.id, h.Left(number=entry.number, remote=identity))
        bonds.delivered_by(bond.id, entry.number, deliveries.add(delivery, clock.now(), clock.now()))
    return after


def settle() -> None:
    """What has become of the mails that left: a server's reply is the proof that it took them, no more."""
    for mail in bonds.delivered():
        match mail.state:
            case "sent":
                judge(mail.bond, h.Accepted(number=mail.entry, taken=Taken(said=mail.said)))
            case "failed":
                judge(mail.bond, h.Denied(number=mail.entry, reason=mail.said))
            case _:
                judge(mail.bond, h.Doubted(number=mail.entry, reason=mail.said))


def address_of(supplier: str) -> str:
    """Where mails to this supplier (key) go; empty: it takes none."""
    known = company().organisation.suppliers.get(supplier)
    channels = known.channels if known else ()
    return next((channel.address for channel in channels if channel.name == "mail"), "")


def _file(entry: Entry) -> dict[str, str]:
    """The file that goes with the entry, whole: what delivers mails reads no database."""
    if entry.file is None:
        return {}
    content = base64.b64encode(bonds.file(entry.file.digest) or b"").decode()
    return {"file_name": entry.file.name, "file_type": entry.file.media_type, "file_base64": content}


def _subject(bond: Bond) -> str:
    message = writing.message_for(root_of(bond.incident), bond.supplier)
    theirs = f" [{bond.their_reference}]" if bond.their_reference else ""
    return f"[{bond.reference}]{theirs} {message.subject if message else ''}".strip()


def _reply_to(bond: Bond) -> str:
    desk = desk_of(company(), bond.supplier, hosted=bond.hosted)
    name, at, domain = (desk.reply_to if desk else "").partition("@")
    return f"{name}+{bond.reference}@{domain}" if at else ""
