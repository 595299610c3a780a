"""Player: plays stories in real time through the given senders; then sends signs of life only."""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime

from tocsin.connectors.kit.handover import Now
from tocsin.demo.world import stories
from tocsin.demo.world.floor import Floor
from tocsin.demo.world.script import Script
from tocsin.demo.world.story import Story
from tocsin.demo.world.transmission import Mail, Post, Read, Transmission

_QUIET_S = 240.0  # between signs of life once all is played

Send = Callable[[Mail | Post], None]
Announce = Callable[[Story], None]


class Player:
    """``speed`` 2 plays twice as fast. ``stop`` ends the play at once."""

    def __init__(
        self,
        floor: Floor,
        send: Send,
        note: Send,
        announce: Announce,
        now: Now,
        stop: threading.Event,
        *,
        speed: float = 1.0,
    ) -> None:
        self._floor, self._now, self._stop = floor, now, stop
        self._send, self._note, self._announce_story = send, note, announce
        self._pace = 1 / speed

    @property
    def stopping(self) -> bool:
        """Whether the play was asked to end."""
        return self._stop.is_set()

    def play(self, scenes: Iterable[Story]) -> None:
        """Play these stories, one after the other."""
        for story in scenes:
            if self._stop.is_set():
                return
            begin = self._now()
            self._announce_story(story)
            seed = int(begin.timestamp())
            script = stories.script_of(story, self._floor, begin, pace=self._pace, seed=seed)
            self._play(script.transmissions)
            self._wait_until(script.until)

    def live_on(self) -> None:
        """Signs of life, until asked to stop."""
        while not self._stop.is_set():
            script = Script(self._floor, self._now())
            stories.signs_of_life(script)
            self._play(script.transmissions)
            self._stop.wait(_QUIET_S)

    def _play(self, transmissions: Iterable[Transmission]) -> None:
        for message in transmissions:
            self._wait_until(message.at)
            if self._stop.is_set():
                return
            if message.noted:
                self._note(message.noted)
            assert not isinstance(message.wire, Read)
            self._send(message.wire)

    def _wait_until(self, instant: datetime) -> None:
        self._stop.wait(max(0.0, (instant - self._now()).total_seconds()))
