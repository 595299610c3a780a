"""A page and a mail that show the same clock show the same words, and both say what they count."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from tocsin.core.kernel.typography import typeset
from tocsin.core.kernel.why import Why
from tocsin.core.notice.letter import clock_line
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.sla.values import Clock, ClockState
from tocsin.web.clocks import shown

NOW = datetime(2026, 11, 27, 15, tzinfo=UTC)  # a Friday afternoon: 8 working hours end on Monday
WORKED = Clock(
    side="ours", commitment="c", name="Bureau", target_s=8 * 3600, state=ClockState.RUNNING, why=Why(code="x"),
    worked=True, started_at=NOW - timedelta(hours=2), elapsed_s=2 * 3600, remaining_s=6 * 3600,
    at_risk_at=NOW + timedelta(hours=66), due_at=NOW + timedelta(hours=68),
)  # fmt: skip
CLOCKS = {
    "running": WORKED,
    "day and night": replace(WORKED, worked=False, due_at=NOW + timedelta(hours=6)),
    "overdue by now, though read before": replace(WORKED, due_at=NOW - timedelta(hours=3)),
    "paused": replace(WORKED, state=ClockState.PAUSED, due_at=None),
    "missed": replace(WORKED, state=ClockState.MISSED, remaining_s=-4800, due_at=NOW - timedelta(days=1)),
    "kept": replace(WORKED, state=ClockState.MET),
    "not reported": replace(WORKED, state=ClockState.WAITING, due_at=None),
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", CLOCKS)
def test_the_page_s_words_stand_in_the_mail(name: str, language: str) -> None:
    clock = CLOCKS[name]
    page = shown(clock, NOW, Organisation(), language)  # type: ignore[arg-type]
    mail = clock_line(clock, NOW, "Europe/Paris", language)  # type: ignore[arg-type]
    assert page.left in mail
    assert page.target in mail


def test_working_time_and_calendar_time_are_called_what_they_are() -> None:
    line = clock_line(WORKED, NOW, "Europe/Paris", "fr")
    assert line == (
        typeset(
            "Notre engagement « Bureau » (8 h ouvrées) : échéance dans 2 j 20 h, le 30/11/2026 12:00 (Europe/Paris) ;"
            " reste 6 h ouvrées."
        )
    )
    night = clock_line(CLOCKS["day and night"], NOW, "Europe/Paris", "en")
    assert night == (
        "Our commitment “Bureau” (8 h of calendar time): due in 6h, 2026-11-27 22:00 (Europe/Paris)."
    )
