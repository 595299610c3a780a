"""A desk that never answers, beside one that does, in the same worker."""

import socket
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.connectors.servers import until
from tests.flow.exchange.conftest import Exchanging, company_at, is_valmont
from tocsin.core.exchange.bond import Sending
from tocsin.core.organisation.objects import Section
from tocsin.flow import organisation
from tocsin.flow.exchange import working
from tocsin.flow.exchange.bonds import begin
from tocsin.flow.lanes import Lanes
from tocsin.store import bonds


@pytest.fixture
def tarpit() -> Iterator[socket.socket]:
    """It accepts every connection, and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def test_a_desk_that_never_answers_delays_no_other(exchanging: Exchanging, tarpit: socket.socket) -> None:
    organisation.apply(
        [_with_tarpit(declared, tarpit) for declared in company_at(exchanging.valmont.port)], by="test"
    )
    stuck = begin(exchanging.incident, "ligne-claire", "api", "Votre ligne est coupée")
    prompt = begin(exchanging.incident, "valmont", "api", "Plus de courant")
    lanes = Lanes("exchanges", working.due_now, working.work_of)
    lanes.work_due()
    never, _ = tarpit.accept()
    for _ in range(2):  # written, then read back, while the other is still waited for
        until(lambda: _works(lanes, prompt.id))
    assert _sending(stuck.id) is Sending.LEAVING
    assert len(exchanging.valmont.tickets) == 1
    tarpit.close()
    never.close()
    lanes.close()
    assert _sending(stuck.id) is Sending.UNKNOWN


def _works(lanes: Lanes, bond: int) -> bool:
    lanes.work_due()
    return _sending(bond) is Sending.CONFIRMED


def _sending(number: int) -> Sending | None:
    bond = bonds.load(number)
    return bond.opening.sending if bond and bond.opening else None


def _with_tarpit(declared: Any, tarpit: socket.socket) -> Any:
    """Ligne Claire has the same desk, where nobody answers."""
    if declared.identity != (Section.SUPPLIER, "ligne-claire"):
        return declared
    valmont = next(other for other in company_at(tarpit.getsockname()[1]) if is_valmont(other))
    desk = msgspec.json.decode(msgspec.json.encode(valmont.spec["desk"]))
    desk["settings"]["client"]["account"] = "ligne-claire"
    return replace(declared, spec={**declared.spec, "desk": desk})
