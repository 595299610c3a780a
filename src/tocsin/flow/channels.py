"""Channels: the registry of the connectors, one line for each. All other code finds a connector by its channel here."""

from contextlib import AbstractContextManager

from tocsin.connectors import feed, http, inlet, mailbox, rest, services, sms, smtp, tmf
from tocsin.connectors.kit.connector import Connector, Position
from tocsin.connectors.kit.sending import Send
from tocsin.core.event.message import BY_HAND, OWN, Message
from tocsin.core.kernel.errors import Fault
from tocsin.core.organisation.values import Label, own_label
from tocsin.flow import clock
from tocsin.settings.mail import inlet_settings, relay_settings

_CONNECTORS = (
    mailbox.CONNECTOR,
    inlet.connector(inlet_settings),
    http.CONNECTOR,
    feed.CONNECTOR,
    rest.CONNECTOR,
    tmf.CONNECTOR,
    sms.CONNECTOR,
    services.CONNECTOR,
    smtp.connector(relay_settings, clock.now),
    Connector(word=BY_HAND, label=own_label(fr="Signalé par une personne", en="Reported by a person")),
    Connector(word=OWN, label=own_label(fr="Tocsin lui-même", en="Tocsin itself")),
)

CHANNELS: dict[str, Connector] = {connector.word: connector for connector in _CONNECTORS}


def label(channel: str) -> Label:
    """The label of a channel; an unknown channel (its connector was removed) is shown by its name."""
    known = CHANNELS.get(channel)
    return known.label if known else Label(fr=channel, en=channel)


def author(message: Message) -> str | None:
    """Who wrote a message, where the sender is still to be compared with those of its source; else None."""
    connector = CHANNELS.get(message.channel)
    return connector.author(message) if connector and connector.author else None


def notice(channel: str, position: Position) -> Fault | None:
    """What people should know of how far a source was read, if anything."""
    connector = CHANNELS.get(channel)
    return connector.notice(position) if connector and connector.notice else None


def senders() -> dict[str, AbstractContextManager[Send]]:
    """By channel, what can send now: connections that are not open yet."""
    made = {word: connector.sender() for word, connector in CHANNELS.items() if connector.sender}
    return {word: sender for word, sender in made.items() if sender is not None}
