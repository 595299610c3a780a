"""Falling back: what could not be sent to a person by one way goes by their next one. Decides nothing about failures."""

from collections.abc import Sequence

import structlog

from tocsin.core.notice.values import Notice
from tocsin.core.notice.writing import fallen_back
from tocsin.flow.notices import reachable
from tocsin.flow.organisation import snapshot
from tocsin.store import outbox

log = structlog.get_logger()


def following(delivery: int) -> list[Notice]:
    """The notices of a delivery (id) by the next way of whom they are for; none: nobody has a next way."""
    notices = [notice for notice in outbox.of_delivery(delivery) if notice.person]
    if not notices:
        return []
    known = reachable.of_everybody()
    made = (fallen_back(notice, snapshot(), known) for notice in notices)
    return [notice for notice in made if notice is not None]


def carry_on(notices: Sequence[Notice]) -> None:
    """Put them into the outbox, in the transaction in which the delivery is given up."""
    outbox.add(notices)
    for notice in notices:
        log.warning(
            "notice.fell_back", person=notice.person, channel=notice.channel, about=notice.subject.number
        )
