"""What the channels cost, and the calls that were not needed."""

from datetime import UTC, datetime

import pytest

from tocsin.core.exchange.bond import Bond, Entry, Kind, Way
from tocsin.core.exchange.cost import money
from tocsin.core.exchange.spending import ChannelSpending, Use, cost_of, spending
from tocsin.core.organisation.values import Supplier, SupplierChannel

PHONE = SupplierChannel(name="phone", address="+33 1", cost=150, cost_minute=120)
MAIL = SupplierChannel(name="mail", address="desk@example.org", cost=10)
THEY = Supplier(key="s", name="S", channels=(MAIL, PHONE))


def use(incident: int, channel: str, kind: Kind = Kind.OPEN, **more: object) -> Use:
    return Use(incident=incident, channel=channel, kind=kind, **more)  # type: ignore[arg-type]


def test_a_call_costs_what_was_logged_and_a_mail_its_price():
    spent = spending(
        [use(1, "phone", Kind.CALL, cost=390), use(1, "mail"), use(1, "mail", Kind.COMMENT)], THEY
    )
    assert spent.channels == (
        ChannelSpending(channel="mail", uses=2, cost=20),
        ChannelSpending(channel="phone", uses=1, cost=390),
    )
    assert spent.cost == 410


def test_a_ticket_acknowledged_without_a_call_spares_one():
    uses = [
        use(1, "api", acknowledged=True),
        use(2, "mail", acknowledged=True),
        use(3, "mail"),  # nobody has answered yet
        use(4, "api", acknowledged=True),
        use(4, "phone", Kind.CALL, cost=390),  # they were called all the same
    ]
    spent = spending(uses, THEY)
    assert (spent.spared, spent.call_price) == (2, 150 + 5 * 120)
    assert spent.spared_cost == 2 * 750 - 10


def test_from_twelve_calls_on_a_usual_call_is_their_median():
    assert spending([], THEY, [100] * 11).call_price == 750
    assert spending([], THEY, [100] * 11 + [9000]).call_price == 100


def test_without_a_phone_nothing_is_spared():
    alone = Supplier(key="s", name="S", channels=(MAIL,))
    assert spending([use(1, "mail", acknowledged=True)], alone).spared_cost == 0


def test_an_incident_has_cost_its_calls_and_its_mails():
    now = datetime(2026, 11, 28, tzinfo=UTC)
    out = {"way": Way.OUT, "at": now, "author": "a", "sent_at": now}
    entries = (
        Entry(number=1, kind=Kind.OPEN, channel="mail", **out),
        Entry(number=2, kind=Kind.CALL, channel="phone", cost=390, **out),
        Entry(
            number=3, kind=Kind.COMMENT, **out
        ),  # of before its channel was noted: by the exchange's, the API
        Entry(number=4, kind=Kind.OPEN, way=Way.OUT, at=now, author="a"),  # has not left
    )
    bond = Bond(id=1, incident=1, supplier="s", reference="R", opened_at=now, entries=entries)
    assert cost_of([bond], {"s": THEY}) == 10 + 390


@pytest.mark.parametrize(
    ("cents", "language", "written"),
    [(-20_000, "en", "-€200.00"), (-20_000, "fr", "-200,00\u00a0€"), (150, "en", "€1.50")],
)
def test_an_amount_below_zero_has_its_sign_first(cents, language, written):
    assert money(cents, language) == written
