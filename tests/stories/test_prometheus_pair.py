"""Two Prometheis with the same labels: one has recovered, the other goes on. As a real Alertmanager shows it.

Captured as ``prometheus-pair-still-firing``.
"""

import urllib.request
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from tests.connectors.servers import Alertmanager, until
from tests.flow.house import House, known
from tests.flow.house import house as opened
from tocsin.core.event.message import Message
from tocsin.flow import clock
from tocsin.store import models

SOURCE = "prometheus-de"
LABELS = {"alertname": "InstanceDown", "instance": "srv-fic-de-01:9100"}


def alert(began: datetime, ends: datetime) -> bytes:
    """What a Prometheus posts to ``/api/v2/alerts``."""
    return msgspec.json.encode([{"labels": LABELS, "startsAt": began, "endsAt": ends}])


def webhook(status: str, began: datetime, ended: datetime | None = None) -> bytes:
    """What an Alertmanager posts to a webhook."""
    ends = ended.isoformat() if ended else "0001-01-01T00:00:00Z"
    fields = {"status": status, "labels": LABELS, "annotations": {}, "startsAt": began, "endsAt": ends}
    return msgspec.json.encode({"version": "4", "status": status, "alerts": [fields]})


def state_after(house: House, body: bytes) -> str:
    """The state of the alert once the house has received this."""
    house.receives(
        Message(
            source=SOURCE,
            channel="http",
            received_at=clock.now(),
            media_type="application/json",
            body=body,
        )
    )
    return models.Alert.objects.get().state


def test_a_pair_one_of_which_still_fires(db: None) -> None:
    with opened() as house:
        began, four = clock.now() - timedelta(minutes=10), timedelta(minutes=4)
        states = []
        for minutes, ends in ((0, four), (1, timedelta()), (1, four), (1, four + timedelta(minutes=1))):
            clock.fast_forward(minutes=minutes)
            states.append(state_after(house, alert(began, clock.now() + ends)))
        assert states == ["firing", "resolved", "firing", "firing"]
        assert [incident.open for incident in known()] == [True]


def test_a_webhook_that_fires_again_with_its_old_beginning(db: None) -> None:
    with opened() as house:
        began = clock.now() - timedelta(minutes=10)
        states = [state_after(house, webhook("firing", began))]
        clock.fast_forward(minutes=1)
        states.append(state_after(house, webhook("resolved", began, clock.now())))
        clock.fast_forward(minutes=1)
        states.append(state_after(house, webhook("firing", began)))
        assert states == ["firing", "resolved", "firing"]
        assert [incident.open for incident in known()] == [True]


def test_a_real_alertmanager_shows_the_same(tmp_path: Path) -> None:
    """Held against the one that everybody runs: firing, resolved, firing with the old beginning is active."""
    real = Alertmanager(tmp_path, "http://127.0.0.1:9/", "none")
    real.start()
    try:
        began = clock.now() - timedelta(minutes=10)
        shown = []
        for ends in (4, 0, 4):
            _post(real.port, alert(began, clock.now() + timedelta(minutes=ends)))
            until(lambda ends=ends: _active(real.port) is (ends > 0))  # type: ignore[misc]
            shown.append(_active(real.port))
        assert shown == [True, False, True]
    finally:
        real.stop()


def _post(port: int, body: bytes) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v2/alerts", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200


def _active(port: int) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/alerts?active=true") as answer:
        return bool(msgspec.json.decode(answer.read()))
