"""Numbering: correlation's temporary (negative) ids become the store's."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from tocsin.core.correlation.decide import Correlated
from tocsin.core.correlation.effects import CorrelationEffect
from tocsin.core.correlation.values import Alert, Intervention, OpenIncident, Standing
from tocsin.store import standing

_IDS = ("incident", "child", "parent", "intervention")


def numbered(decision: Correlated) -> Correlated:
    """The same decision with every new incident and intervention under its lasting id."""
    after = decision.after
    incidents = [number for number in after.incidents if number < 0]
    works = [number for number in after.interventions if number < 0]
    if not incidents and not works:
        return decision
    new_incidents, new_works = standing.numbers(len(incidents), len(works))
    ids = dict(zip(sorted(incidents, reverse=True), new_incidents, strict=True))
    works_ids = dict(zip(sorted(works, reverse=True), new_works, strict=True))
    return replace(
        decision,
        after=Standing(
            alerts={key: _alert(alert, ids, works_ids) for key, alert in after.alerts.items()},
            incidents=_renumbered(after.incidents, ids),
            interventions=_renumbered(after.interventions, works_ids),
        ),
        effects=tuple(_effect(effect, ids, works_ids) for effect in decision.effects),
    )


def _renumbered(values: Mapping[int, Any], ids: Mapping[int, int]) -> dict[int, Any]:
    return {
        ids.get(number, number): replace(value, id=ids[number]) if number in ids else value
        for number, value in values.items()
    }


def _alert(alert: Alert, ids: Mapping[int, int], works: Mapping[int, int]) -> Alert:
    if alert.incident >= 0 and alert.muted_by >= 0:
        return alert
    return replace(
        alert,
        incident=ids.get(alert.incident, alert.incident),
        muted_by=works.get(alert.muted_by, alert.muted_by),
    )


def _effect(effect: CorrelationEffect, ids: Mapping[int, int], works: Mapping[int, int]) -> CorrelationEffect:
    changes: dict[str, Any] = {}
    for name in _IDS:
        value = getattr(effect, name, None)
        table = works if name == "intervention" else ids
        if isinstance(value, int) and value in table:
            changes[name] = table[value]
        elif isinstance(value, OpenIncident | Intervention) and value.id in table:
            changes[name] = replace(value, id=table[value.id])
    return msgspec.structs.replace(effect, **changes) if changes else effect
