"""Listeners: the sources and servers that a worker keeps open, as declared. Knows no connector but by the registry."""

import threading
from collections.abc import Sequence

import structlog

from tocsin.connectors.kit.connector import Connector, Door, Open
from tocsin.core.event.message import Message
from tocsin.core.organisation.values import Source
from tocsin.flow import clock
from tocsin.flow.channels import CHANNELS
from tocsin.flow.intake import deposit as intake
from tocsin.flow.intake.refusals import Refusals
from tocsin.flow.organisation import snapshot
from tocsin.flow.sources import heartbeats
from tocsin.flow.sources.lines import Watched, lent_connection

log = structlog.get_logger()


class Listeners:
    """Follows the organisation: starts what it declares, stops what it no longer does."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop
        self._declared: tuple[Source, ...] = ()
        self._doors: dict[str, Open] = {}
        self._watched: dict[str, Watched] = {}
        self._refusals = Refusals()

    def align(self) -> None:
        """Make what runs here agree with the organisation. A source is watched by only one worker."""
        self._declared = tuple(snapshot().sources.values())
        for channel, connector in CHANNELS.items():
            if channel not in self._doors:
                self._open(connector)
        self._watch()
        for watched in self._watched.values():
            watched.file()

    def close(self) -> None:
        """Stop listening."""
        for door in self._doors.values():
            door.stop()
        for watched in self._watched.values():
            watched.stop()
        self._refusals.close()

    def _watch(self) -> None:
        wanted = {source.key: source for source in self._declared if _is_watched(source)}
        for key, watched in list(self._watched.items()):
            if watched.source != wanted.get(key) or not watched.alive:
                self._watched.pop(key).stop()
        for key, source in wanted.items():
            if key not in self._watched and (begun := Watched.begin(source, CHANNELS[source.channel])):
                self._watched[key] = begun

    def _open(self, connector: Connector) -> None:
        """A server that can't be opened is tried again next time; the others, and the watches, go on."""
        if connector.serve is None:
            return
        try:
            door = connector.serve(self._door(connector.word))
        except OSError as error:  # a port that is taken, a wrong certificate
            log.error("door.not_open", channel=connector.word, reason=str(error))
            return
        if door is not None:
            self._doors[connector.word] = door

    def _door(self, channel: str) -> Door:
        """The server's sources are read at each alignment: an event loop that needs them must not wait for the database."""

        def declared() -> Sequence[Source]:
            return [source for source in self._declared if source.channel == channel]

        return Door(sources=declared, deposit=_deposit, now=clock.now, refused=self._refusals)


def _is_watched(source: Source) -> bool:
    """A channel without a connector (it was removed) is logged, and delays no other source."""
    if source.channel not in CHANNELS:
        heartbeats.unreachable(source.key, f"no connector for channel {source.channel!r}")
        return False
    return CHANNELS[source.channel].watch is not None


def _deposit(messages: Sequence[Message]) -> None:
    with lent_connection():
        intake.deposit(messages)
