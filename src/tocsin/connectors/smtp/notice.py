"""Notice headers: the headers that keep a mail in its thread, and automatic replies away."""

from email.message import EmailMessage

from tocsin.connectors.kit.mail import NOTICE_HEADER


def address_notice(mail: EmailMessage, *, message_id: str, thread_id: str) -> EmailMessage:
    """Give a notice its identity, in place. Both ids are ``<...@...>`` and never change for one notice.

    ``thread_id`` is the incident's: no mail has this id, but all notices of an incident refer to it, so that mail
    programs show them together. Auto-Submitted (RFC 3834) and X-Auto-Response-Suppress (Exchange) keep absence replies
    away; by our own header we recognise the notice if it comes back.
    """
    mail["Message-ID"] = message_id
    mail["References"] = thread_id
    mail["In-Reply-To"] = thread_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail[NOTICE_HEADER] = message_id
    return mail
