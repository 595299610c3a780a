"""Counterpart checks, of desks and gateways: a channel that there is, settings of its type, secrets as references."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from msgspec.structs import replace

from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.checks.sources import is_reference
from tocsin.core.organisation.mistakes import mistakes, near, one_of
from tocsin.core.organisation.objects import Object
from tocsin.core.organisation.secrets import secrets_in


class Checking(NamedTuple):
    """What a channel knows of such a counterpart: the type of its settings, and what else is wrong with this one."""

    settings: type[Value]
    faults: Callable[[], Iterator[Fault]]


def faults(
    declared_object: Object,
    word: str,
    settings: dict[str, Any],
    known: Mapping[str, Checking],
    within: str = "",
) -> Iterator[Fault]:
    """Everything wrong with a counterpart's channel (``word``) and settings; ``within``: where in the object it stands."""
    if word not in known:
        cure = near(word, known) or one_of(known)
        yield declared_object.fault(f"{within}channel", "fault.word", cure, word=word)
        return
    wrong = list(mistakes(settings, known[word].settings, "settings"))
    for found in wrong or known[word].faults():
        yield declared_object.placed(replace(found, field=f"{within}{found.field}"))
    for path, reference in secrets_in(settings):
        if not is_reference(reference):
            yield declared_object.fault(f"{within}{path}", "fault.source.secret")
