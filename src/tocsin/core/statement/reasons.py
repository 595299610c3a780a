"""Reasons: what was found of a statement, in sentences. Knows values, no page."""

import tocsin.core.statement.sentences  # noqa: F401  declares what is said here
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.sla.durations import span
from tocsin.core.statement.classifying import Finding
from tocsin.core.statement.values import Shift

_RIGHT_S = 600  # a clock that runs so near to its zone is right


def clock_of(shift: Shift, language: Language) -> Why:
    """How the file's clock reads."""
    if abs(shift.offset_s) <= _RIGHT_S:
        return Why(code="statement.shift.none", facts={"zone": shift.zone})
    code = "statement.shift.ahead" if shift.offset_s > 0 else "statement.shift.behind"
    rounded = round(abs(shift.offset_s) / 60) * 60
    facts = {
        "zone": shift.zone,
        "time": span(rounded, language),
        "support": shift.support,
        "anchors": shift.anchors,
    }
    return Why(code=code, facts=facts)


def finding_name(finding: Finding, language: Language) -> str:
    """A finding by its name: ``Duration differs``."""
    return render_why(Why(code=f"statement.finding.{finding}"), language)


def unread_name(why: str, language: Language) -> str:
    """Why a row is no line: ``total``, ``another client's``."""
    return render_why(Why(code=f"statement.unread.{why}"), language)


def dispute_word(name: str, language: Language) -> str:
    """A heading or label of the dispute file."""
    return render_why(Why(code=f"statement.dispute.{name}"), language)
