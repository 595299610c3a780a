"""Reasons: a coverage in sentences, the windows first, then the worst, then what each contract would have to say."""

from collections.abc import Iterator
from datetime import datetime

import tocsin.core.coverage.sentences  # noqa: F401  declares what is said here
from tocsin.core.coverage.values import Clause, Coverage, Verdict, Weekly
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.sla.calendar import is_always
from tocsin.core.sla.durations import render_duration, span


def reasons(coverage: Coverage, organisation: Organisation, language: Language) -> Iterator[Why]:
    """Why the application stands as it does; durations are already worded in the language."""
    yield from _verdict(coverage)
    yield from _exceptions(coverage)
    yield from _worst(coverage, organisation, language)
    for clause in coverage.clauses:
        if not clause.holds:
            yield _clause(clause, organisation, language)


def _verdict(coverage: Coverage) -> Iterator[Why]:
    match coverage.verdict:
        case Verdict.UNPROMISED:
            yield Why(code="coverage.nothing_promised")
        case Verdict.BROKEN:
            yield Why(code="coverage.broken")
        case Verdict.KEPT:
            yield Why(code="coverage.kept" if coverage.suppliers else "coverage.ours_alone")
        case Verdict.AT_RISK:
            if coverage.weekly:
                yield Why(code="coverage.weekly", facts={"windows": [_window(at) for at in coverage.weekly]})


def _exceptions(coverage: Coverage) -> Iterator[Why]:
    """None where nothing ever holds: there is no ordinary week that they would be apart from."""
    if not coverage.exceptions or coverage.verdict is Verdict.BROKEN:
        return
    first, *more = coverage.exceptions
    code = "coverage.exceptions" if more else "coverage.exception"
    yield Why(code=code, facts={"count": len(coverage.exceptions), "first_at": _at(first.start)})


def _window(weekly: Weekly) -> Why:
    facts = {
        "day": Why(code=f"coverage.day.{weekly.weekday}"),
        "start": f"{weekly.start:%H:%M}",
        "end_day": Why(code=f"coverage.day.{weekly.end_weekday}"),
        "end": f"{weekly.end:%H:%M}",
    }
    same = weekly.weekday == weekly.end_weekday and weekly.start < weekly.end
    return Why(code="coverage.window.one_day" if same else "coverage.window.days", facts=facts)


def _worst(coverage: Coverage, organisation: Organisation, language: Language) -> Iterator[Why]:
    worst = coverage.worst
    if worst is None:
        return
    if worst.guaranteed_at is None or worst.late_s is None:
        items = [organisation.display_name(key) for key in coverage.unpromised]
        yield Why(code="coverage.worst.endless", facts={"items": items})
        return
    facts = {
        "start_at": _at(worst.start),
        "promised_at": _at(worst.promised_at),
        "guaranteed_at": _at(worst.guaranteed_at),
        "late": span(worst.late_s, language),
    }
    yield Why(code="coverage.worst", facts=facts)


def _clause(clause: Clause, organisation: Organisation, language: Language) -> Why:
    supplier = organisation.suppliers.get(clause.supplier)
    facts = {
        "supplier": supplier.name if supplier else clause.supplier,
        "commitment": _name(organisation, clause.commitment),
        "calendar": _calendar(organisation, clause.calendar, language),
        "target": render_duration(clause.target_s or 0),
        "largest": render_duration(clause.largest_s or 0),
        "always": render_duration(clause.always_s or 0),
        "bound_at": _at(clause.bound_at),
    }
    return Why(code=_code(clause), facts=facts)


def _code(clause: Clause) -> str:
    if clause.always_s is None:
        return "coverage.clause.impossible"
    if not clause.commitment:
        return "coverage.sign" if clause.largest_s and clause.calendar else "coverage.sign.always"
    return "coverage.clause.shorter" if clause.largest_s else "coverage.clause.no_target"


def _name(organisation: Organisation, commitment: str) -> str:
    named = (spec.name for spec in organisation.commitments if spec.key == commitment)
    return next(named, "") or commitment


def _calendar(organisation: Organisation, key: str, language: Language) -> str:
    calendar = organisation.calendars.get(key)
    if calendar is not None and is_always(calendar):
        return render_why(Why(code="coverage.always"), language)
    if calendar is None or calendar.label is None:
        return key
    return calendar.label.fr if language == "fr" else calendar.label.en


def _at(instant: datetime) -> str:
    return instant.isoformat()
