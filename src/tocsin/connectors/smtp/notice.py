"""Notice headers: the headers that keep a mail in its thread, and automatic replies away."""

from email.message import EmailMessage

from tocsin.connectors.kit.mail import NOTICE_HEADER


def address_notice(
    mail: EmailMessage, *, message_id: str, thread_id: str, automatic: bool = True
) -> EmailMessage:
    """Give a notice its identity, in place. Both ids are ``<...@...>`` and never change for one notice.

    ``thread_id`` is the incident's: no mail has this id, but all notices of an incident refer to it, so that mail
    programs show them together. Auto-Submitted (RFC 3834) and X-Auto-Response-Suppress (Exchange) keep absence replies
    away; by our own header we recognise the notice if it comes back. A report to a
    supplier is not ``automatic``: desks throw away what a machine wrote, and their answer is wanted.
    """
    mail["Message-ID"] = message_id
    mail["References"] = thread_id
    mail["In-Reply-To"] = thread_id
    if automatic:
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
    mail[NOTICE_HEADER] = message_id
    return mail
