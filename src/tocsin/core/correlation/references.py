"""References: the numbers that sources gave to alerts, by the present incident of the alert. Knows no supplier."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from tocsin.core.correlation.effects import ReferencesGiven
from tocsin.core.correlation.values import Alert, Standing
from tocsin.core.kernel.why import Why

MOST = 50  # of one incident, in one batch


def references_given(before: Mapping[str, Alert], after: Standing) -> list[ReferencesGiven]:
    """The new numbers: those of the incident's cause first, then in the order of the alerts."""
    given: dict[int, list[tuple[bool, tuple[str, str, datetime]]]] = defaultdict(list)
    for fingerprint, alert in after.alerts.items():
        if alert.reference and alert.incident and not _known(before.get(fingerprint), alert):
            incident = after.incidents.get(alert.incident)
            aside = incident is not None and alert.item not in incident.causes
            number = (alert.source, alert.reference, alert.sent_at or alert.last_at)
            given[alert.incident].append((aside, number))
    return [_given(incident, sorted(numbers, key=_first)[:MOST]) for incident, numbers in given.items()]


def _given(incident: int, numbers: list[tuple[bool, tuple[str, str, datetime]]]) -> ReferencesGiven:
    given = tuple(number for _, number in numbers)
    why = Why(code="correlation.reference_given", facts={"reference": given[0][1], "source": given[0][0]})
    return ReferencesGiven(incident=incident, given=given, why=why)


def _known(before: Alert | None, alert: Alert) -> bool:
    return before is alert or (
        before is not None and (before.reference, before.incident) == (alert.reference, alert.incident)
    )


def _first(number: tuple[bool, tuple[str, str, datetime]]) -> bool:
    return number[0]
