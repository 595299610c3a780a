"""Monitors: messages of Nagios, Icinga 2, Alertmanager and a script about a host or a service, in their own form."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Literal

import msgspec

from tocsin.demo.world.floor import Floor
from tocsin.demo.world.letter import letter
from tocsin.demo.world.transmission import Post, Transmission

State = Literal["OK", "WARNING", "CRITICAL", "UP", "DOWN"]

_GOOD = ("OK", "UP")
_NEVER = "0001-01-01T00:00:00Z"
_ALERTS = {"host": "InstanceDown", "Disk": "DiskWillFill", "Load": "HostHighLoad", "Backup": "BackupFailed"}
_KINDS = {"host": "device.down", "Disk": "storage.full", "Load": "load.high", "Backup": "backup.failed"}


class Check:
    """A state found by the monitoring of the device's owner. ``service`` empty: the host itself.

    ``was``: the bad states that were notified before, and since when: a recovery ends each of them.
    """

    def __init__(
        self,
        host: str,
        state: State,
        info: str,
        service: str = "",
        was: Mapping[State, datetime] | None = None,
    ):
        self.host, self.state, self.info, self.service, self.was = host, state, info, service, was or {}

    @property
    def good(self) -> bool:
        """Whether the state is good."""
        return self.state in _GOOD


def notified(floor: Floor, at: datetime, check: Check) -> Transmission:
    """The notification that the device's own monitoring sends."""
    voices = {"nagios-fr": _nagios, "icinga-es": _icinga, "prometheus-de": _alertmanager, "http-it": _script}
    return voices[floor.watcher(check.host)](at, check, floor.address(check.host))


def central(floor: Floor, at: datetime, check: Check) -> Transmission:
    """The notification of the central Nagios, which knows what the servers of the regions watch."""
    return _nagios(at, check, floor.address(check.host))


def _nagios(at: datetime, check: Check, address: str) -> Transmission:
    """Nagios 4, default notify-by-email commands (see the captured mails beside the format)."""
    kind = "RECOVERY" if check.good else "PROBLEM"
    when = at.strftime("%a %b %-d %H:%M:%S UTC %Y")
    if check.service:
        subject = f"** {kind} Service Alert: {check.host}/{check.service} is {check.state} **"
        about = [
            f"Service: {check.service}", f"Host: {check.host}", f"Address: {address}", f"State: {check.state}",
            "", f"Date/Time: {when}", "", "Additional Info:", "", check.info,
        ]  # fmt: skip
        lines = [f"Notification Type: {kind}", "", *about]
    else:
        subject = f"** {kind} Host Alert: {check.host} is {check.state} **"
        about = [f"Host: {check.host}", f"State: {check.state}", f"Address: {address}", f"Info: {check.info}"]
        lines = [f"Notification Type: {kind}", *about, "", f"Date/Time: {when}"]
    text = "\n".join(["***** Nagios *****", "", *lines])
    return letter(
        at, "nagios-fr", sender="nagios@srv-mon-01.cachemire.example", name="",
        to="nagios-fr@tocsin.cachemire.example", subject=subject, text=text,
    )  # fmt: skip


def _icinga(at: datetime, check: Check, address: str) -> Transmission:
    """Icinga 2, the notification scripts that it ships."""
    kind = "RECOVERY" if check.good else "PROBLEM"
    what = f"{check.service} on {check.host}" if check.service else check.host
    title = f"{what} is {check.state}!"
    lines = [
        f"***** {'Service' if check.service else 'Host'} Monitoring on srv-mad1-01 *****", "", title, "",
        f"Info:    {check.info}", "", f"When:    {at:%Y-%m-%d %H:%M:%S} +0000",
        *([f"Service: {check.service}"] if check.service else []),
        f"Host:    {check.host}", f"IPv4:    {address}",
    ]  # fmt: skip
    return letter(
        at, "icinga-es", sender="icinga@srv-mad1-01.cachemire.example", name="",
        to="icinga-es@tocsin.cachemire.example",
        subject=f"[{kind}] {title if check.service else 'Host ' + title}", text="\n".join(lines),
    )  # fmt: skip


def _alertmanager(at: datetime, check: Check, address: str) -> Transmission:
    """Alertmanager's webhook, version 4. A warning and a critical are two alerts: their labels differ."""
    states = {**check.was, check.state: check.was.get(check.state, at)}
    if check.good:
        states = dict(check.was) or {"CRITICAL": at}
    alerts = [_alert(at, check, state, since) for state, since in states.items()]
    return Transmission(
        at=at, wire=Post(source="prometheus-de", path="/api/v1/alertmanager", body=webhook(alerts))
    )


def _alert(at: datetime, check: Check, state: State, since: datetime) -> dict[str, Any]:
    labels = {
        "alertname": _ALERTS[check.service.split(" ")[0] or "host"],
        "instance": check.host,
        "severity": "warning" if state == "WARNING" else "critical",
        "site": "DUS1",
    }
    return {
        "status": "resolved" if check.good else "firing",
        "labels": labels,
        "annotations": {"summary": check.info},
        "startsAt": _rfc3339(since),
        "endsAt": _rfc3339(at) if check.good else _NEVER,
        "generatorURL": "http://prometheus-dus1:9090/graph",
        "fingerprint": _fingerprint(labels),
    }


def webhook(alerts: list[dict[str, Any]]) -> bytes:
    """A group of alerts as Alertmanager posts it."""
    common = {"alertname": alerts[0]["labels"]["alertname"]}
    return msgspec.json.encode(
        {
            "receiver": "tocsin",
            "status": "firing" if any(alert["status"] == "firing" for alert in alerts) else "resolved",
            "alerts": alerts,
            "groupLabels": common,
            "commonLabels": common,
            "commonAnnotations": {},
            "externalURL": "http://alertmanager-dus1:9093",
            "version": "4",
            "groupKey": f'{{}}:{{alertname="{common["alertname"]}"}}',
            "truncatedAlerts": 0,
        }
    )


def sign_of_life(at: datetime, source: str) -> Transmission:
    """A source's sign of life: without it, the source counts as silent."""
    if source == "prometheus-de":
        return Transmission(
            at=at, wire=Post(source=source, path="/api/v1/alertmanager", body=webhook([_watchdog(at)]))
        )
    if source == "http-it":
        place = {"text": "srv-mil1-01", "parts": {"host": "srv-mil1-01"}}
        return own(
            at,
            source,
            kind="check.failed",
            state="info",
            criticality="low",
            place=place,
            summary="script: ok",
        )
    sender = _nagios if source == "nagios-fr" else _icinga
    return sender(at, Check("srv-mon-01", "OK", "OK - notification test", "Heartbeat"), "10.20.1.87")


def _watchdog(at: datetime) -> dict[str, Any]:
    labels = {"alertname": "Watchdog", "severity": "none", "site": "DUS1"}
    return {
        "status": "firing",
        "labels": labels,
        "annotations": {"summary": "Prometheus is alive"},
        "startsAt": _rfc3339(at - timedelta(days=3)),
        "endsAt": _NEVER,
        "generatorURL": "http://prometheus-dus1:9090/graph",
        "fingerprint": _fingerprint(labels),
    }


def _script(at: datetime, check: Check, address: str) -> Transmission:
    """A script of the Italian centre: its own JSON."""
    return _theirs(
        at,
        "http-it",
        kind=_KINDS[check.service.split(" ")[0] or "host"],
        state="resolved" if check.good else "firing",
        severity="medium" if check.state == "WARNING" else "high",
        host=check.host,
        message=f"{check.host} {check.service} {check.state}: {check.info}".replace("  ", " "),
    )


def own(at: datetime, source: str, **event: Any) -> Transmission:
    """One event in our own JSON."""
    body = msgspec.json.encode({**event, "occurred_at": at})
    return Transmission(at=at, wire=Post(source=source, path="/api/v1/events", body=body))


def _theirs(at: datetime, source: str, **event: Any) -> Transmission:
    """Something in the sender's own JSON."""
    body = msgspec.json.encode({**event, "time": at})
    return Transmission(at=at, wire=Post(source=source, path="/api/v1/messages", body=body))


def _fingerprint(labels: dict[str, str]) -> str:
    return blake2b(msgspec.json.encode(labels, order="sorted"), digest_size=8).hexdigest()


def _rfc3339(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
