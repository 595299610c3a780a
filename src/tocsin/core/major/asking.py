"""Asking: the command that a verb and its fields name, for pages, API and command line alike. Knows no major incident."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import get_args

from tocsin.core.kernel.errors import NotFound, Refused
from tocsin.core.kernel.subject import SubjectKind, subject_in
from tocsin.core.major import values as v
from tocsin.core.major.review import Section
from tocsin.core.major.values import Phase
from tocsin.core.organisation.majors import Audience

Fields = Mapping[str, str]
Asked = (
    v.TakeCommand | v.OfferCommand | v.SendBack | v.NameCommander | v.Comment | v.PostUpdate | v.StandDown
    | v.DeclareAgain | v.EditReview | v.AddAction | v.FinishAction | v.FinishReview | v.UnlinkIncident
)  # fmt: skip


def command_of(verb: str, fields: Fields, updates: Sequence[str] = ()) -> Asked:
    """The command. Raises NotFound for an unknown verb, Refused where a field is none of what it should be.

    ``updates``: the planned updates (names) that an update is.
    """
    if verb == "update":
        return _update(fields, updates)
    if verb not in _VERBS:
        raise NotFound()
    return _VERBS[verb](fields)


def incident_in(text: str) -> int:
    """The incident (id) that a person names. Raises Refused for what is none."""
    subject = subject_in(text)
    if subject is None or subject.kind is not SubjectKind.INCIDENT:
        raise Refused("problem.refused.incident", text=text)
    return subject.id


def _text(fields: Fields, name: str, most: int = 4000) -> str:
    return fields.get(name, "").strip()[:most]


def _word(fields: Fields, name: str, words: Sequence[str]) -> str:
    found = _text(fields, name)
    if found not in words:
        raise Refused("major.refused.word", text=found, words=", ".join(words))
    return found


def _update(fields: Fields, updates: Sequence[str]) -> v.PostUpdate:
    audience: Audience = "public" if _word(fields, "audience", get_args(Audience)) == "public" else "internal"
    return v.PostUpdate(
        audience=audience,
        phase=Phase(_word(fields, "phase", list(Phase))),
        fr=_text(fields, "fr"),
        en=_text(fields, "en"),
        updates=tuple(updates),
    )


def _number(fields: Fields, name: str) -> int:
    typed = _text(fields, name)
    if not typed.isascii() or not typed.isdigit() or len(typed) > 9:
        raise Refused("problem.refused.number", text=typed)
    return int(typed)


def _day(fields: Fields, name: str) -> date:
    try:
        return date.fromisoformat(_text(fields, name))
    except ValueError:
        raise Refused("problem.refused.day", text=_text(fields, name)) from None


_VERBS: Mapping[str, Callable[[Fields], Asked]] = {
    "take": lambda fields: v.TakeCommand(),
    "offer": lambda fields: v.OfferCommand(person=_text(fields, "person"), note=_text(fields, "note")),
    "send-back": lambda fields: v.SendBack(note=_text(fields, "note")),
    "name": lambda fields: v.NameCommander(person=_text(fields, "person"), note=_text(fields, "note")),
    "comment": lambda fields: v.Comment(note=_text(fields, "note")),
    "unlink": lambda fields: v.UnlinkIncident(
        incident=incident_in(_text(fields, "incident")), note=_text(fields, "note")
    ),
    "stand-down": lambda fields: v.StandDown(note=_text(fields, "note")),
    "declare-again": lambda fields: v.DeclareAgain(note=_text(fields, "note")),
    "edit-review": lambda fields: v.EditReview(
        section=Section(_word(fields, "section", list(Section))), text=_text(fields, "text", 20_000)
    ),
    "add-action": lambda fields: v.AddAction(
        text=_text(fields, "note"), owner=_text(fields, "person"), due=_day(fields, "day")
    ),
    "finish-action": lambda fields: v.FinishAction(action=_number(fields, "action")),
    "hold-review": lambda fields: v.FinishReview(),
}
