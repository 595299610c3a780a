"""The connector of a REST API: its channel is ``rest``. Looks, hands over what is new, and looks again at its pace."""

from threading import Event
from typing import Any

import msgspec

from tocsin.connectors.kit.backoff import Backoff
from tocsin.connectors.kit.calls import Calls, Terms
from tocsin.connectors.kit.connector import Connector, Line
from tocsin.connectors.kit.handover import Reach
from tocsin.connectors.rest import desk, desk_checking
from tocsin.connectors.rest.api import Api
from tocsin.connectors.rest.checking import faults
from tocsin.connectors.rest.desk_settings import DeskSettings
from tocsin.connectors.rest.parents import Item
from tocsin.connectors.rest.patience import Patient, Stopped
from tocsin.connectors.rest.settings import RestSettings
from tocsin.connectors.rest.tree import Tree
from tocsin.core.calls.breaker import caller_of, source_channel
from tocsin.core.calls.pace import Pace, next_look_s
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import Busy, Unavailable
from tocsin.core.organisation.values import own_label

CHANNEL = "rest"


class Watcher:
    """One REST source that is read until it is asked to stop."""

    def __init__(self, line: Line, stop: Event) -> None:
        self._line = line
        self._stop = stop
        self._settings: RestSettings = line.settings
        self._position: dict[str, Any] = dict(line.position)
        self._calls = Patient(opened(line), stop)
        self._api = Api(self._settings.client, self._calls, line.now)
        self._tree = Tree(self._settings.resources, self._position, self._api, self._take, self._keep)
        self._backoff = Backoff()
        self._new_at = line.now()
        self._reach = Reach(line.status)

    def run(self) -> None:
        """Look until asked to stop."""
        try:
            while not self._stop.is_set():
                self._stop.wait(self._look())
        except Stopped:
            return
        finally:
            self._api.close()

    def _look(self) -> float:
        """Look; seconds until the next look."""
        try:
            if self._tree.read():
                self._new_at = self._line.now()
        except Busy as busy:
            self._reach.report(str(busy) if busy.why.code == "error.calls.cut" else "")
            return busy.retry_after_s
        except Unavailable as away:
            self._reach.report(str(away))
            return self._backoff.next_s()
        self._backoff.reset()
        self._reach.report("")
        self._line.status.answered()
        return self._pause_s()

    def _pause_s(self) -> float:
        pace = Pace(
            every_s=self._settings.every.total_seconds(), urgent_s=self._settings.urgent.total_seconds()
        )
        quiet_s = (self._line.now() - self._new_at).total_seconds()
        return next_look_s(pace, quiet_s=quiet_s, incident_open=self._line.urgent())

    def _keep(self) -> None:
        self._line.deposit([], self._position)

    def _take(self, items: list[Item]) -> int:
        messages = [message(self._line, item) for item in items]
        return self._line.deposit(messages, self._position) if messages else 0


def message(line: Line, item: Item) -> Message:
    """The raw message of an item. Its key identifies it and its state: what is read again is an exact repeat."""
    return Message(
        source=line.source,
        channel=CHANNEL,
        received_at=line.now(),
        media_type="application/json",
        body=item.body,
        envelope={"resource": item.resource},
        key=item.key,
    )


def _sample(line: Line) -> list[Message]:
    """The first page of each resource: a login, and a call for each. Raises Busy or Unavailable."""
    settings: RestSettings = line.settings
    api = Api(settings.client, opened(line), line.now, urgent=True)
    try:
        tree = Tree(settings.resources, {}, api, lambda _: 0, lambda: None)
        return [message(line, item) for item in tree.first_items()]
    finally:
        api.close()


def opened(line: Line) -> Calls:
    """The calls of the source's account."""
    settings: RestSettings = line.settings
    agreed = _terms(settings)
    caller = caller_of(source_channel(line.source), msgspec.json.encode(settings.client.auth))
    return line.calls(agreed.account, agreed.rates, agreed.margin, caller)


def _terms(settings: RestSettings | DeskSettings) -> Terms:
    budget = settings.client.api_budget
    return Terms(
        account=settings.client.named_account,
        rates=tuple(row.rate for row in budget.rates),
        margin=budget.margin,
    )


def _watch(line: Line, stop: Event) -> None:
    Watcher(line, stop).run()


CONNECTOR = Connector(
    word=CHANNEL,
    label=own_label(fr="API REST", en="REST API"),
    settings=RestSettings,
    faults=faults,
    watch=_watch,
    sample=_sample,
    terms=_terms,
    desk_terms=_terms,
    desk_settings=DeskSettings,
    desk_faults=desk_checking.faults,
    desk=desk.opened,
)
