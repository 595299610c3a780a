"""The timeline as it is read: what joined in a row is one line."""

from datetime import UTC, datetime, timedelta

from tocsin.core.incident.gathering import gathered
from tocsin.core.incident.values import TimelineEntry, Verb
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def entry(verb, minutes, count=None, cause="par1.s2"):
    why = Why(code="correlation.joined", facts={"cause": cause})
    data = {} if count is None else {"count": count}
    return TimelineEntry(
        subject=Subject.incident(1),
        at=NOW - timedelta(minutes=minutes),
        actor="tocsin",
        verb=verb,
        why=why,
        data=data,
    )


def test_alerts_that_joined_in_a_row_are_one_line():
    read = gathered(
        [entry(Verb.JOINED, 0, 3), entry(Verb.JOINED, 1, 4), entry(Verb.TAKEN, 2), entry(Verb.JOINED, 3, 5)]
    )
    assert [(entry.verb, entry.data.get("count")) for entry in read] == [
        ("joined", 7),
        ("taken", None),
        ("joined", 5),
    ]
    assert read[0].at == NOW


def test_another_reason_is_another_line():
    assert len(gathered([entry(Verb.JOINED, 0, 3), entry(Verb.JOINED, 1, 4, cause="par1.s1")])) == 2


def again(minutes, item, count=1):
    why = Why(code="correlation.joined_again", facts={"item": item})
    return TimelineEntry(
        subject=Subject.incident(1), at=NOW - timedelta(minutes=minutes), actor="tocsin", verb=Verb.JOINED,
        why=why, data={"count": count},
    )  # fmt: skip


def test_a_storm_that_comes_back_is_one_line_that_names_a_few_not_a_line_an_alert():
    (line,) = gathered([again(number, f"srv-{number}") for number in range(250)])
    assert line.data["count"] == 250
    assert line.why.facts["item"] == ["srv-0", "srv-1", "srv-2", "srv-3", "srv-4", "…"]


def given(minutes, *numbers):
    why = Why(code="correlation.reference_given", facts={"reference": numbers[0], "source": "valmont"})
    return TimelineEntry(
        subject=Subject.incident(1), at=NOW - timedelta(minutes=minutes), actor="tocsin", verb=Verb.REFERENCED,
        why=why, data={"references": list(numbers)},
    )  # fmt: skip


def test_a_storm_whose_messages_bring_numbers_is_two_lines():
    storm = [line for n in range(9) for line in (entry(Verb.JOINED, n, 3), given(n, f"VDC-{n}", "VDC-0"))]
    joined, numbers = gathered(storm)
    assert joined.data["count"] == 27
    assert numbers.data["references"] == [f"VDC-{n}" for n in range(9)]
    assert numbers.why.facts["reference"] == "VDC-0"


def test_what_happened_in_between_stays_in_between():
    read = gathered([entry(Verb.JOINED, 0, 3), given(1, "VDC-1"), entry(Verb.TAKEN, 2), given(3, "VDC-2")])
    assert [entry.verb for entry in read] == ["joined", "referenced", "taken", "referenced"]


def test_a_number_that_a_person_noted_stays_a_line():
    noted = TimelineEntry(
        subject=Subject.incident(1), at=NOW, actor="karim", verb=Verb.REFERENCED, data={"reference": "VDC-1"}
    )
    assert len(gathered([given(0, "VDC-1"), noted, given(2, "VDC-2")])) == 3
