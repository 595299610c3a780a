"""Which incident a report is about: what speaks for it, how much, and when that is enough."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.userreport.reports import NOON, candidate, report
from tocsin.core.incident.values import State
from tocsin.core.organisation.values import Policies
from tocsin.core.userreport.judging import AHEAD, ENOUGH, judge
from tocsin.core.userreport.opening import groups

HOUR = timedelta(hours=1)
OTHER = {"cause": "srv-erp-01", "applications": ("erp",), "regions": ("de",)}


@pytest.mark.parametrize(
    ("written", "points", "certain"),
    [
        ({"items": ("crm",)}, 8, True),  # its application, and soon after it began
        ({"items": ("crm",), "at": NOON + 5 * HOUR}, 6, False),  # late: a person looks at it
        ({"items": ("crm",), "regions": ("fr",), "at": NOON + 5 * HOUR}, 9, True),
        ({"items": ("srv-crm-01",)}, 8, True),  # what it is about, by a technician
        ({"regions": ("fr",)}, 5, False),
        ({"text": "INC-1 dure encore", "at": NOON + 5 * HOUR}, 10, True),
        ({"text": "CRM down"}, 4, False),  # words and time alone
        ({"text": "mon imprimante clignote"}, None, False),
        ({"items": ("erp",)}, None, False),
    ],
)  # fmt: skip
def test_what_speaks_for_an_incident(written, points, certain):
    found = judge(report(**written), [candidate()], {})
    assert [(judged.points, judged.certain) for judged in found] == ([(points, certain)] if points else [])


@pytest.mark.parametrize(
    ("minutes", "ended", "about"),
    [(-30, None, True), (-31, None, False), (60, 45, True), (61, 45, False), (600, None, True)],
)
def test_an_incident_may_begin_a_little_after_its_report_and_end_a_little_before_it(minutes, ended, about):
    over = {"state": State.RESOLVED, "resolved_at": NOON + timedelta(minutes=ended)} if ended else {}
    written = report(items=("crm",), at=NOON + timedelta(minutes=minutes))
    assert bool(judge(written, [candidate(**over)], {})) is about


def test_of_two_that_are_nearly_as_likely_none_is_certain():
    both = [candidate(1), candidate(2)]
    assert [judged.certain for judged in judge(report(items=("crm",)), both, {})] == [False, False]
    first, second = judge(report(items=("crm",), text="INC-2"), both, {})
    assert (first.incident, first.certain) == (2, True)
    assert first.points - second.points >= AHEAD


def test_words_alone_are_compared_only_where_they_are_wanted():
    written = report(text="CRM down")
    assert judge(written, [candidate()], {}, words_alone=True)
    assert not judge(written, [candidate()], {}, words_alone=False)


@settings(deadline=None, max_examples=150)
@given(
    items=st.sets(st.sampled_from(("crm", "erp", "srv-crm-01"))),
    regions=st.sets(st.sampled_from(("fr", "de"))),
    text=st.sampled_from(("CRM down", "INC-2 ?", "rien ne marche", "")),
    minutes=st.integers(-60, 400),
)
def test_what_is_certain_is_structural_far_enough_ahead_and_stays_so_without_the_words_of_others(
    items, regions, text, minutes
):
    written = report(
        items=tuple(sorted(items)), regions=tuple(sorted(regions)), text=text, at=NOON + timedelta(minutes=minutes)
    )  # fmt: skip
    known = [candidate(1), candidate(2, **OTHER)]
    found = judge(written, known, {})
    assert [judged.points for judged in found] == sorted((judged.points for judged in found), reverse=True)
    for judged in found[1:]:
        assert not judged.certain
    if found and found[0].certain:
        assert found[0].structure
        assert found[0].points >= ENOUGH
        assert all(found[0].points - judged.points >= AHEAD for judged in found[1:])
        assert judge(written, known, {}, words_alone=False)[0] == found[0]


def test_enough_users_of_one_region_are_a_group_and_the_same_user_counts_once():
    def written(number, user, minutes, **changes):
        at = NOON + timedelta(minutes=minutes)
        return report(id=number, reporter=user, at=at, items=("erp",), regions=("fr",), **changes)

    three = [written(1, "a", 0), written(2, "b", 5), written(3, "c", 15)]
    (group,) = groups(three, Policies())
    assert (group.item, group.region, len(group.reports), group.since) == ("erp", "fr", 3, NOON)
    assert not groups([written(1, "a", 0), written(2, "b", 5), written(3, "b", 6)], Policies())
    assert not groups([written(1, "a", 0), written(2, "b", 5), written(3, "c", 16)], Policies())
    assert not groups([*three[:2], written(3, "c", 6, settled_by="karim.haddad")], Policies())
    assert not groups([*three[:2], written(3, "c", 6, incident=4)], Policies())
    assert not groups(three, Policies(users_to_open=0))
    assert groups([*three[:2], written(3, "c", 16)], Policies(users_within_s=960))
