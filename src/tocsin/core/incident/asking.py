"""Asking: the command that a person's words ask for, and the verbs that make sense. Knows no form and no rights."""

from collections.abc import Callable, Mapping

from tocsin.core.incident import commands as c
from tocsin.core.incident.decide import ALLOWED
from tocsin.core.incident.values import Holder, Incident, PauseReason
from tocsin.core.kernel.errors import BadInput, NotFound, fault
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.organisation.organisation import Organisation

_NOTE_CHARACTERS = 4000

Verb = str
Posted = Mapping[str, str]


def command_of(verb: Verb, posted: Posted, organisation: Organisation) -> c.Command:
    """The command. Raises NotFound for a verb that is none, BadInput for fields that are not filled as they must be."""
    if verb not in _COMMANDS:
        raise NotFound()
    note = posted.get("note", "").strip()[:_NOTE_CHARACTERS]
    _, command = _COMMANDS[verb]
    return command(posted, note, organisation)


def offered(incident: Incident, organisation: Organisation) -> set[Verb]:
    """The verbs that make sense in this state."""
    if incident.folded_into is not None:
        return {"comment"}
    verbs = {verb for verb, (kind, _) in _COMMANDS.items() if incident.state in ALLOWED[kind]}
    return verbs if incident.supplier or organisation.suppliers else verbs - {"report"}


def _comment(posted: Posted, note: str, organisation: Organisation) -> c.Command:
    return c.Comment(note=_needed("note", note))


def _hand_over(posted: Posted, note: str, organisation: Organisation) -> c.Command:
    return c.HandOver(to=_one_of("to", posted, organisation.persons), note=note)


def _pause(posted: Posted, note: str, organisation: Organisation) -> c.Command:
    return c.Pause(reason=PauseReason(_one_of("reason", posted, set(PauseReason))), note=note)


def _pass(posted: Posted, note: str, organisation: Organisation) -> c.Command:
    return c.PassBall(to=Holder(_one_of("to", posted, set(Holder))), note=note)


def _report(posted: Posted, note: str, organisation: Organisation) -> c.Command:
    supplier = posted.get("supplier", "") and _one_of("supplier", posted, organisation.suppliers)
    return c.ReportToSupplier(reference=posted.get("reference", "").strip()[:200], supplier=supplier)


def _prioritise(posted: Posted, note: str, organisation: Organisation) -> c.Command:
    criticality = posted.get("criticality", "") and Criticality(
        _one_of("criticality", posted, set(Criticality))
    )
    return c.ChangePriority(
        priority=Priority(_one_of("priority", posted, set(Priority))),
        criticality=criticality or None,
        note=note,
    )


_COMMANDS: dict[Verb, tuple[type, Callable[[Posted, str, Organisation], c.Command]]] = {
    "take": (c.Take, lambda posted, note, organisation: c.Take()),
    "comment": (c.Comment, _comment),
    "hand-over": (c.HandOver, _hand_over),
    "pause": (c.Pause, _pause),
    "resume": (c.Resume, lambda posted, note, organisation: c.Resume(note=note)),
    "pass": (c.PassBall, _pass),
    "report": (c.ReportToSupplier, _report),
    "prioritise": (c.ChangePriority, _prioritise),
    "resolve": (c.Resolve, lambda posted, note, organisation: c.Resolve(note=note)),
    "close": (c.Close, lambda posted, note, organisation: c.Close()),
    "reopen": (c.Reopen, lambda posted, note, organisation: c.Reopen(note=note)),
}


def _needed(field: str, value: str) -> str:
    if not value:
        raise BadInput([fault("incident.field_needed", field=field)], "incident.field_needed", field=field)
    return value


def _one_of(field: str, posted: Posted, known: object) -> str:
    value = posted.get(field, "")
    if value not in known:  # type: ignore[operator]
        raise BadInput([fault("incident.field_needed", field=field)], "incident.field_needed", field=field)
    return value
