"""Columns: the content of an exported list of incidents, CSV or XLSX. One row for each incident."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from tocsin.core.organisation.values import Label
from tocsin.core.sla.values import Clock, Side
from tocsin.store.read.listing import Listed


class Column(NamedTuple):
    """A column: its name for programs, its heading for people, and its value. Durations are in minutes."""

    name: str
    label: Label
    value: Callable[[Listed], Any]


def _column(name: str, fr: str, en: str, value: Callable[[Listed], Any] | None = None) -> Column:
    return Column(name, Label(fr=fr, en=en), value or (lambda listed: getattr(listed, name)))


def _clock(listed: Listed, side: Side) -> Clock | None:
    return next((clock for clock in listed.clocks if clock.side == side), None)


def _of_clock(side: Side, read: Callable[[Clock], Any]) -> Callable[[Listed], Any]:
    def value(listed: Listed) -> Any:
        clock = _clock(listed, side)
        return read(clock) if clock else None

    return value


def _minutes(since: datetime, until: datetime | None) -> int | None:
    return None if until is None else int((until - since).total_seconds() // 60)


def _side(side: Side, fr: str, en: str) -> tuple[Column, ...]:
    def of_clock(name: str, words: tuple[str, str], read: Callable[[Clock], Any]) -> Column:
        return _column(f"{side}_{name}", f"{fr} : {words[0]}", f"{en}: {words[1]}", _of_clock(side, read))

    return (
        of_clock("commitment", ("engagement", "commitment"), lambda clock: clock.name),
        of_clock("target_min", ("cible (min)", "target (min)"), lambda clock: clock.target_s // 60),
        of_clock("elapsed_min", ("écoulé (min)", "elapsed (min)"), lambda clock: clock.elapsed_s // 60),
        _column(f"{side}_due_at", f"{fr} : échéance", f"{en}: due"),
        _column(f"{side}_overrun", f"{fr} : dépassé", f"{en}: overrun"),
    )


COLUMNS: tuple[Column, ...] = (
    _column("number", "Incident", "Incident"),
    _column("state", "État", "State"),
    _column("priority", "Priorité", "Priority"),
    _column("criticality", "Criticité", "Criticality"),
    _column("kind", "Nature", "Kind"),
    _column("effect", "Effet", "Effect"),
    _column("cause", "Cause", "Cause"),
    _column("cause_kind", "Type d’événement", "Kind of event"),
    _column("applications", "Applications", "Applications"),
    _column("regions", "Régions", "Regions"),
    _column("owner_team", "Équipe", "Team"),
    _column("owner", "Pris en charge par", "Taken by"),
    _column("supplier", "Fournisseur", "Provider"),
    _column("reference", "Référence du fournisseur", "Provider’s reference"),
    _column("since", "Début du trouble", "Began"),
    _column("opened_at", "Ouvert", "Opened"),
    _column("recovered_at", "Rétabli", "Recovered"),
    _column("resolved_at", "Résolu", "Resolved"),
    _column("closed_at", "Clos", "Closed"),
    _column(
        "duration_min",
        "Durée (min)",
        "Duration (min)",
        lambda listed: _minutes(listed.since, listed.resolved_at),
    ),
    *_side("ours", "Notre engagement", "Our commitment"),
    *_side("supplier", "Engagement du fournisseur", "Provider’s commitment"),
    _column("alert_count", "Alertes", "Alerts"),
    _column("holder", "À qui de jouer", "Whose move"),
    _column("folded_into", "Réuni à", "Folded into"),
)
