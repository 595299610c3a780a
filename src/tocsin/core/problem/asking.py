"""Asking: the command that a verb and its fields name, for pages and API alike. Knows no problem."""

from collections.abc import Callable, Mapping
from datetime import date

from tocsin.core.kernel.errors import NotFound, Refused
from tocsin.core.problem import record as r
from tocsin.core.problem.record import PersonCommand

Fields = Mapping[str, str]


def command_of(verb: str, fields: Fields) -> PersonCommand:
    """The command. Raises NotFound for an unknown verb, Refused where a field is no number or no day."""
    if verb not in _VERBS:
        raise NotFound()
    return _VERBS[verb](fields)


def _text(fields: Fields, name: str) -> str:
    return fields.get(name, "").strip()[:4000]


def _number(fields: Fields, name: str, otherwise: int | None = None) -> int:
    typed = fields.get(name, "").strip()
    if not typed and otherwise is not None:
        return otherwise
    if not typed.isascii() or not typed.isdigit() or len(typed) > 9:
        raise Refused("problem.refused.number", text=typed)
    return int(typed)


def _day(fields: Fields, name: str) -> date:
    try:
        return date.fromisoformat(fields.get(name, "").strip())
    except ValueError:
        raise Refused("problem.refused.day", text=fields.get(name, "")) from None


def _change(fields: Fields) -> r.Change:
    day = _day(fields, "day") if _text(fields, "day") else None
    return r.Change(
        text=_text(fields, "note"),
        supplier=_text(fields, "supplier"),
        reference=_text(fields, "reference")[:60],
        day=day,
    )


def _cause(fields: Fields) -> r.AddCause:
    return r.AddCause(
        text=_text(fields, "note"), of=_number(fields, "of", 0), root=bool(_text(fields, "root"))
    )


_VERBS: Mapping[str, Callable[[Fields], PersonCommand]] = {
    "take": lambda fields: r.Take(),
    "assign": lambda fields: r.Assign(person=_text(fields, "person")),
    "comment": lambda fields: r.Comment(note=_text(fields, "note")),
    "retitle": lambda fields: r.Retitle(title=_text(fields, "note")[:200]),
    "suppose": lambda fields: r.Suppose(text=_text(fields, "note")),
    "add-cause": _cause,
    "strike-cause": lambda fields: r.StrikeCause(cause=_number(fields, "cause")),
    "work-around": lambda fields: r.WorkAround(text=_text(fields, "note")),
    "declare-known-error": lambda fields: r.DeclareKnownError(),
    "add-action": lambda fields: r.AddAction(
        text=_text(fields, "note"), owner=_text(fields, "person"), due=_day(fields, "day")
    ),
    "finish-action": lambda fields: r.FinishAction(action=_number(fields, "action")),
    "postpone-action": lambda fields: r.PostponeAction(
        action=_number(fields, "action"), due=_day(fields, "day")
    ),
    "plan-change": lambda fields: r.PlanChange(change=_change(fields)),
    "resolve": lambda fields: r.ResolveProblem(
        note=_text(fields, "note"), quiet_days=_number(fields, "days", r.QUIET_DAYS)
    ),
    "close": lambda fields: r.CloseProblem(note=_text(fields, "note"), void=bool(_text(fields, "void"))),
    "reopen": lambda fields: r.ReopenProblem(note=_text(fields, "note")),
    "unlink": lambda fields: r.UnlinkIncident(
        incident=_number(fields, "incident"), note=_text(fields, "note")
    ),
}
VERBS = tuple(_VERBS)
