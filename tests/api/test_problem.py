"""One table says which HTTP status an error is, for the API, the inlet and the pages."""

import ast

import pytest

from tests.architecture.source import SOURCE, parsed
from tocsin.api.problem import HttpProblem, headers_of, problem_of, status_of
from tocsin.core.kernel import errors


def every(kind: type) -> set[type]:
    below = kind.__subclasses__()
    return {kind for kind in below if kind.__module__ == errors.__name__}.union(*map(every, below), set())


STATUS = {
    errors.Refused: 409,
    errors.Outdated: 412,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.BadInput: 422,
    errors.TooLarge: 413,
    errors.Busy: 429,
    errors.Unavailable: 503,
}


def test_every_error_has_its_status():
    assert {kind: status_of(kind()) for kind in every(errors.TocsinError)} == STATUS


def test_a_form_gives_no_condition():
    assert status_of(errors.Outdated(), conditional=False) == 409


@pytest.mark.parametrize(
    ("error", "headers"),
    [
        (errors.Busy(7), {"retry-after": "7"}),
        (errors.Unavailable(), {"retry-after": "5"}),
        (HttpProblem(405, "error.refused", {"allow": "POST"}), {"allow": "POST"}),
        (errors.NotFound(), {}),
    ],
)
def test_headers(error, headers):
    assert headers_of(error) == headers


def test_a_problem_has_the_faults_by_field():
    wrong = errors.BadInput([errors.fault("fault.missing", field="to", name="to")])
    body = problem_of(wrong, "en")
    assert (body["status"], body["code"], body["errors"][0]["field"]) == (422, "error.bad_input", "to")


def test_nobody_else_maps_errors_to_statuses():
    """A second table beside this one would name two errors or more and their statuses."""
    names = {kind.__name__ for kind in STATUS}
    mapping = []
    for module in [*(SOURCE / "api").rglob("*.py"), *(SOURCE / "web").rglob("*.py")]:
        for node in ast.walk(parsed(module)):
            if isinstance(node, ast.Match) and module.name != "problem.py":
                patterns = {
                    pattern.cls.id
                    for pattern in ast.walk(node)
                    if isinstance(pattern, ast.MatchClass) and isinstance(pattern.cls, ast.Name)
                }
                if len(patterns & names) > 1:
                    mapping.append(str(module.relative_to(SOURCE)))
    assert mapping == []
