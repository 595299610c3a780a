"""The outbox: deliveries carried by their channels' senders after the commit that wrote them; never twice."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import datetime, timedelta
from itertools import groupby

import structlog
from django.db import transaction

from tocsin.connectors.kit.sending import Outcome, Send, SendFailed
from tocsin.core.notice.values import Delivery
from tocsin.core.organisation.gateways import Gateway
from tocsin.flow import channels, clock
from tocsin.flow.notices import choosing, falling_back, gateways
from tocsin.flow.organisation import snapshot
from tocsin.store import deliveries, locks, outbox

log = structlog.get_logger()

Senders = Mapping[str, AbstractContextManager[Send]]  # by channel

_RETRY_S = (10, 30, 60, 300, 900)
_TRIES = 3  # of a way, before the person's next way is used: 40 seconds
_GIVE_UP_AFTER = 50  # attempts: about half a day


class _TakenError(Exception):
    """Another worker has claimed this delivery."""


def deliver_due(send: Send | None = None) -> int:
    """Send what is due, one worker at a time; how many were sent. Without a sender, nothing changes.

    ``send``, if given, carries every delivery, in the place of each channel's sender; not those of gateways.
    """
    senders: Senders = channels.senders() if send is None else _all_by(send)
    channels_now = {*senders, *snapshot().gateways}
    if not channels_now or not outbox.has_work(clock.now()):
        return 0
    with locks.locked("outbox") as mine:
        if not mine:
            return 0
        if orphans := deliveries.orphans(senders.keys()):
            log.warning("outbox.unconfirmed", deliveries=orphans)
        deliveries.adopt(choosing.sender())
        choosing.choose(channels_now)
        return sum(_carry(waiting, senders[channel]) for channel, waiting in _waiting(senders))


def deliver_by(channel: str, send: Send) -> int:
    """Send what is due by this channel alone, one worker at a time: a slow counterpart keeps nothing else back."""
    with locks.locked(f"outbox {channel}") as mine:
        if not mine:
            return 0
        if orphans := deliveries.orphans([channel]):
            log.warning("outbox.unconfirmed", deliveries=orphans, channel=channel)
        return sum(_deliver(delivery, send) for delivery in deliveries.ready([channel], clock.now()))


def deliver_by_gateways() -> int:
    """Send what is due by each gateway, one after the other; how many were sent."""
    return sum(deliver_by_gateway(key) for key in due_gateways())


def due_gateways() -> set[str]:
    """The gateways (keys) by which something is to be sent, or was left in the middle."""
    return deliveries.channels_due(snapshot().gateways.keys(), clock.now())


def deliver_by_gateway(key: str) -> int:
    """Send what is due by this gateway, one worker at a time; how many were sent."""
    gateway = snapshot().gateways.get(key)
    return _by_gateway(gateway) if gateway else 0


def _by_gateway(gateway: Gateway) -> int:
    with locks.locked(f"outbox {gateway.key}") as mine:
        if not mine:
            return 0
        if orphans := deliveries.orphans([gateway.key]):
            log.warning("outbox.unconfirmed", deliveries=orphans, channel=gateway.key)
        waiting = deliveries.ready([gateway.key], clock.now())
        return _carry(waiting, gateways.opened(gateway)) if waiting else 0


def _all_by(send: Send) -> Senders:
    return {word: nullcontext(send) for word, connector in channels.CHANNELS.items() if connector.sender}


def _waiting(senders: Senders) -> Iterator[tuple[str, list[Delivery]]]:
    """What waits for these senders, by channel."""
    due = sorted(deliveries.ready(senders.keys(), clock.now()), key=lambda delivery: delivery.channel)
    for channel, waiting in groupby(due, key=lambda delivery: delivery.channel):
        yield channel, list(waiting)


def _carry(waiting: list[Delivery], sender: AbstractContextManager[Send]) -> int:
    with ExitStack() as connected:
        try:
            send = connected.enter_context(sender)
        except SendFailed as refused:  # we ourselves are refused: the fault is not in the deliveries
            for delivery in waiting:
                _failed(delivery, SendFailed(Outcome.TEMPORARY, refused.reply))
            return 0
        return sum(_deliver(delivery, send) for delivery in waiting)


def _deliver(delivery: Delivery, send: Send) -> int:
    def about_to_leave() -> None:
        if not deliveries.claim(delivery.id):
            raise _TakenError

    try:
        reply = send(delivery, about_to_leave)
    except _TakenError:
        return 0
    except SendFailed as failed:
        _failed(delivery, failed)
        return 0
    deliveries.sent(delivery.id, clock.now(), reply or "")
    about = {delivery.subject.kind.value: delivery.subject.number}
    log.info(
        "notice.sent", **about, recipient=delivery.address, channel=delivery.channel, delivery=delivery.id
    )
    return 1


def _failed(delivery: Delivery, failed: SendFailed) -> None:
    log.warning(
        "notice.failed", delivery=delivery.id, channel=delivery.channel, outcome=failed.outcome.value, reply=failed.reply
    )  # fmt: skip
    if failed.outcome is Outcome.AMBIGUOUS:
        deliveries.doubt(delivery.id, failed.reply)
        return
    final = failed.outcome is Outcome.PERMANENT or delivery.attempts >= _GIVE_UP_AFTER
    with transaction.atomic():
        instead = falling_back.following(delivery.id) if final or delivery.attempts + 1 >= _TRIES else []
        if final or instead:
            deliveries.give_up(delivery.id, failed.reply)
            falling_back.carry_on(instead)
        else:
            deliveries.retry(delivery.id, _again(delivery.attempts), failed.reply)


def _again(attempts: int) -> datetime:
    return clock.now() + timedelta(seconds=_RETRY_S[min(attempts, len(_RETRY_S) - 1)])


def mark_only(_delivery: Delivery, about_to_leave: Callable[[], None]) -> None:
    """A delivery that sends nothing: for a generated past, whose mails must not be sent now."""
    about_to_leave()
