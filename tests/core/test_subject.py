"""What a person names: INC-42, wrk-9, 42."""

import pytest

from tocsin.core.kernel.subject import Subject, SubjectKind, subject_in


@pytest.mark.parametrize("kind", SubjectKind)
def test_a_subject_is_found_by_its_number(kind):
    subject = Subject(kind=kind, id=42)
    assert subject_in(subject.number) == subject_in(f" {subject.number.lower()} ") == subject


def test_a_bare_number_is_an_incident():
    assert subject_in("42") == Subject.incident(42)


@pytest.mark.parametrize("text", ["", "INC", "INC-", "XYZ-4", "INC-4-2", "-4", "INC-x", "INC-٤", "9" * 19])
def test_anything_else_is_no_subject(text):
    assert subject_in(text) is None
