"""A worker that dies in the middle of an exchange, and two that work at once: one ticket."""

import threading

import pytest
from django.db import connection

from tests.flow.exchange.conftest import Exchanging
from tests.flow.exchange.test_desk import anna
from tocsin.connectors.rest.desk import RestDesk
from tocsin.core.exchange import asking as a
from tocsin.core.exchange.bond import Sending
from tocsin.core.exchange.ticket import NewTicket, Taken
from tocsin.flow.exchange import asking, working


class Killed(BaseException):
    """As a kill -9 between the desk's effect and our commit: nothing of the worker runs any more."""


def test_a_worker_that_is_killed_after_the_desk_took_it_doubles_no_ticket(exchanging: Exchanging) -> None:
    real = RestDesk.open

    def dies(desk: RestDesk, ticket: NewTicket) -> Taken:
        real(desk, ticket)
        raise Killed

    asking.ask(anna(), exchanging.incident.id, a.OpenTicket())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RestDesk, "open", dies)
        with pytest.raises(Killed):
            working.work_due()
    opening = exchanging.bond.opening
    assert opening
    assert opening.sending is Sending.LEAVING
    exchanging.works(minutes=2)
    (ticket,) = exchanging.valmont.tickets
    opening = exchanging.bond.opening
    assert opening
    assert (exchanging.bond.their_reference, opening.sending) == (ticket.number, Sending.CONFIRMED)


def test_two_workers_at_once_open_one_ticket(exchanging: Exchanging) -> None:
    asking.ask(anna(), exchanging.incident.id, a.OpenTicket())
    together = threading.Barrier(2)

    def works() -> None:
        together.wait()
        try:
            working.work_due()
        finally:
            connection.close()

    threads = [threading.Thread(target=works) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    exchanging.works(minutes=1)
    assert len(exchanging.valmont.tickets) == 1
