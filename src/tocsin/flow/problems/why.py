"""Why: a problem explained to one reader: what was found, what was noted, which incidents, what became of it."""

from collections.abc import Iterable

from tocsin.core.incident.values import number_of
from tocsin.core.problem.record import Cause, Problem
from tocsin.store import problems

Titled = tuple[str, list[str]]


def noted(known: Problem, colon: str) -> Iterable[Titled]:
    """The parts of the record that hold something: the code of each part's title, and its lines as people wrote them."""
    use = problems.uses([known.id]).get(known.id, problems.Use())
    change = known.change
    parts: list[Titled] = [
        ("why.problem", [f"{known.subject.number}{colon}{known.title}"]),
        ("why.problem.incidents", [", ".join(number_of(number) for number in known.incidents)]),
        ("why.problem.hypothesis", [known.hypothesis]),
        ("why.problem.causes", list(_below(known.causes, 0, ""))),
        ("why.problem.workaround", known.workaround.splitlines()),
        ("why.problem.use", [f"{use.offered} / {use.helped} / {use.rejected}"] if use.offered else []),
        ("why.problem.actions", [f"{action.due}{colon}{action.text}" for action in known.actions]),
        ("why.problem.change", [" ".join(filter(None, (change.text, change.reference)))] if change else []),
    ]
    return [(code, kept) for code, lines in parts if (kept := [line for line in lines if line])]


def _below(causes: tuple[Cause, ...], of: int, indent: str) -> Iterable[str]:
    for cause in causes:
        if cause.of == of:
            yield f"{indent}{cause.text}"
            yield from _below(causes, cause.id, f"{indent}  ")
