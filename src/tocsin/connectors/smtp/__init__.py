"""The mail relay: hands a mail over once, or reports that this is uncertain."""

from tocsin.connectors.kit.sending import Outcome, SendFailed
from tocsin.connectors.smtp.connector import connector
from tocsin.connectors.smtp.notice import address_notice
from tocsin.connectors.smtp.sender import Sender, SmtpSettings, SmtpTls

__all__ = ["Outcome", "SendFailed", "Sender", "SmtpSettings", "SmtpTls", "address_notice", "connector"]
