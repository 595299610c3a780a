"""The mail inlet: an SMTP and LMTP server that says 250 only once a mail is committed."""

from tocsin.connectors.inlet.bounds import Limits
from tocsin.connectors.inlet.connector import connector
from tocsin.connectors.inlet.rules import Rule
from tocsin.connectors.inlet.server import MailInlet, MailInletSettings

__all__ = ["Limits", "MailInlet", "MailInletSettings", "Rule", "connector"]
