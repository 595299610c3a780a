"""The actions of an incident as a page shows them: buttons and small forms, made from the table of the actions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from msgspec.structs import FieldInfo

from tocsin.core.incident.actions import ACTIONS, Action, offered
from tocsin.core.incident.asking import choices_of
from tocsin.core.incident.values import Holder, Incident, PauseReason
from tocsin.core.kernel.errors import BadInput, TocsinError
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named
from tocsin.core.organisation.values import Person
from tocsin.flow import clock
from tocsin.web.mistakes import by_label
from tocsin.web.names import Names
from tocsin.web.words import CRITICALITIES, HOLDERS, LINES, PAUSES

Named = Sequence[tuple[str, Any]]  # key and text
Choices = list[tuple[str, list[tuple[str, Any]]]]  # groups (or one without name) of key and text


class FieldView(NamedTuple):
    """One field of a form. ``choices`` None: free text. ``empty`` is the text shown while nothing is chosen."""

    name: str
    label: str
    needed: bool
    value: str
    choices: Choices | None = None
    empty: str = ""


class ActionView(NamedTuple):
    """A button, or a form that opens. ``shut`` is false for a refused form, which is shown again."""

    row: Action
    fields: list[FieldView]
    shut: bool


class Typed(NamedTuple):
    """What a person sent that was refused: shown again in its form."""

    verb: str
    form: QueryDict


def texts(form: QueryDict) -> dict[str, str]:
    """The texts of a form; several values of a field are joined by blanks. Browsers send a line's end as two characters,
    but count it as one."""
    return {name: " ".join(map(str, form.getlist(name))).replace("\r\n", "\n") for name in form}


def views(
    incident: Incident,
    organisation: Organisation,
    *,
    actor: str,
    typed: Typed | None,
    others: Named = (),
    step: str = "",
) -> list[ActionView]:
    """What this person (key) may do now. Taking an own incident is not offered, nor naming another incident where
    there is none, nor answering a hand-over to somebody else. ``others`` are the open incidents that may be named,
    ``step`` is what whoever accepts it probably does next."""
    mine = incident.owner == actor
    return [
        _view(row, incident, organisation, typed if typed and typed.verb == row.verb else None, others, step)
        for row in offered(incident, organisation)
        if not (mine and row.verb == "take")
        and (mine or not row.by_owner)
        and (others or "instead" not in row.fields)
        and (not row.by_receiver or incident.asked_of == actor)
    ]


def refusal(error: TocsinError, verb: str, organisation: Organisation, reader: Language) -> str:
    """Why it was not done, and what is wrong with each field, by its label."""
    faults = error.faults if isinstance(error, BadInput) else ()
    fields = _fields(ACTIONS[verb])
    labels = {name: _label(field) for name, field in fields.items()}
    return " ".join([render_named(error.why, organisation, reader), *by_label(faults, labels, reader)])


def _fields(row: Action) -> dict[str, FieldInfo]:
    return {field.name: field for field in msgspec.structs.fields(row.command)}


def _view(
    row: Action,
    incident: Incident,
    organisation: Organisation,
    typed: Typed | None,
    others: Named,
    step: str,
) -> ActionView:
    fields = _fields(row)
    asked = [] if row.own_page else [fields[name] for name in row.fields if _is_asked(name, incident)]
    shown = [_field(field, incident, organisation, typed, others, step) for field in asked]
    return ActionView(row=row, fields=shown, shut=typed is None)


def _is_asked(name: str, incident: Incident) -> bool:
    return not (name == "supplier" and incident.supplier)


def _field(
    field: FieldInfo,
    incident: Incident,
    organisation: Organisation,
    typed: Typed | None,
    others: Named,
    step: str,
) -> FieldView:
    choices = [("", list(others))] if field.name == "instead" else _choices(field, incident, organisation)
    needed = field.required or field.name == "supplier"
    chosen = {
        "priority": incident.priority.value,
        "criticality": incident.criticality.value,
        "reference": "" if field.required else incident.reference,
        "step": step,
    }
    value = typed.form.get(field.name, "") if typed else chosen.get(field.name, "")
    return FieldView(field.name, _label(field), needed, value, choices, _empty(choices_of(field), choices))


def _label(field: FieldInfo) -> str:
    labels = {
        "to": _("To whom") if choices_of(field) == "persons" else _("Who has to act now"),
        "team": _("Or to a team, where nobody has taken it then"),
        "into": _("The incident that goes on"),
        "alerts": _("The alerts that leave"),
        "reason": _("Why"),
        "priority": _("Priority"),
        "criticality": _("Criticality, which chooses the commitment"),
        "supplier": _("To which provider"),
        "reference": _("Their number for it") if field.required else _("Their reference (optional)"),
        "instead": _("The incident at the right place"),
        "until": _("Until when"),
        "line": _("Whom to ask"),
        "step": _("What comes next, in your words"),
        "note": _("What there is to say") if field.required else _("Note (optional)"),
    }
    return labels.get(field.name, field.name)


def _empty(of: str, choices: Choices | None) -> str:
    if of in ("persons", "teams"):
        return _("Choose a person") if of == "persons" else _("Choose a team")
    several = choices is not None and sum(len(members) for _, members in choices) > 1
    return _("Choose a provider") if of == "suppliers" and several else ""


def _choices(field: FieldInfo, incident: Incident, organisation: Organisation) -> Choices | None:
    """What may be chosen. A supplier may be waited for only once one is known; until then the report names it."""
    match choices_of(field) or field.type:
        case "persons":
            return people(organisation, first=incident.owner_team, without=incident.owner)
        case "teams":
            others = (
                team
                for team in organisation.teams.values()
                if team.key != incident.owner_team or incident.owner
            )
            return [("", sorted(((team.key, team.name) for team in others), key=lambda team: team[1]))]
        case "suppliers":
            named = ((supplier.key, supplier.name) for supplier in organisation.suppliers.values())
            return [("", sorted(named, key=lambda choice: choice[1]))]
    if field.type is Holder:
        return [("", [(holder, HOLDERS[holder].text) for holder in HOLDERS if _may_hold(holder, incident)])]
    if field.name == "line":
        return [("", [(line, text) for line, text in LINES.items()])]
    if field.name == "until":
        return [("", list(instants(clock.now())))]
    if field.type is PauseReason:
        known = (
            pause_reason
            for pause_reason in PauseReason
            if incident.supplier or pause_reason is not PauseReason.WAITING_SUPPLIER
        )
        return [("", [(pause_reason.value, PAUSES[pause_reason.value]) for pause_reason in known])]
    if field.type is Priority:
        return [("", [(priority.value, priority.value) for priority in Priority])]
    if field.name == "criticality":
        return [("", [(criticality.value, CRITICALITIES[criticality.value]) for criticality in Criticality])]
    return None


_AHEAD = (30, 60, 120, 240, 480)  # minutes


def instants(now: datetime) -> Named:
    """Times of today and of tomorrow morning, of which one is chosen in one tap."""
    soon = [now + timedelta(minutes=minutes) for minutes in _AHEAD]
    local = timezone.localtime(now)
    morning = (local + timedelta(days=1)).replace(hour=9, minute=0)
    return [
        (
            f"{at.replace(second=0, microsecond=0):%Y-%m-%dT%H:%M:%S%z}",
            f"{timezone.localtime(at):%d/%m %H:%M}",
        )
        for at in (*soon, morning)
    ]


def _may_hold(holder: str, incident: Incident) -> bool:
    return holder != incident.holder and (holder != Holder.SUPPLIER or bool(incident.supplier))


def _titled(person: Person) -> str:
    return f"{person.name} ({person.role})" if person.role else person.name


def people(organisation: Organisation, *, first: str, without: str) -> Choices:
    """Who may be handed an incident, by team, the team ``first`` before the others; not the person ``without`` (keys)."""
    teams: dict[str, list[tuple[str, Any]]] = {first: []}
    for person in organisation.persons.values():
        if person.key != without:
            teams.setdefault(person.team, []).append((person.key, _titled(person)))
    names = Names(organisation)
    return [
        (names.team(team), sorted(people, key=lambda person: str(person[1])))
        for team, people in teams.items()
        if people
    ]
