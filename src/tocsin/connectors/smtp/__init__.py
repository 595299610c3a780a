"""Sending notices by SMTP: a mail is sent once, or we know that we do not know."""

from tocsin.connectors.smtp import sentences as sentences
from tocsin.connectors.smtp.notice import address_notice
from tocsin.connectors.smtp.sender import Outcome, Sender, SendFailed, SmtpSettings, SmtpTls

__all__ = ["Outcome", "SendFailed", "Sender", "SmtpSettings", "SmtpTls", "address_notice"]
