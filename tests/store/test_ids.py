"""Ids come from the database when they are needed: none for a batch of repeats, few queries for a storm."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tocsin.core.kernel.subject import SubjectKind
from tocsin.store.ids import Ids

pytestmark = pytest.mark.django_db


def test_a_batch_that_opens_nothing_costs_no_query():
    with CaptureQueriesContext(connection) as queries:
        Ids()
    assert len(queries) == 0


def test_small_batches_leave_no_gap():
    first, second = Ids(), Ids()
    given = [ids.new(SubjectKind.INCIDENT) for ids in (first, first, first, second, second)]
    assert given == list(range(given[0], given[0] + 5))


def test_a_storm_asks_for_blocks_and_no_id_is_given_twice():
    storm, after = Ids(), Ids()
    with CaptureQueriesContext(connection) as queries:
        given = [storm.new(SubjectKind.INCIDENT) for _ in range(1000)]
    assert len(queries) < 30
    assert given == sorted(set(given))
    assert after.new(SubjectKind.INCIDENT) > given[-1]


def test_each_kind_counts_for_itself():
    ids = Ids()
    works = ids.new(SubjectKind.INTERVENTION)
    ids.new(SubjectKind.INCIDENT)
    assert ids.new(SubjectKind.INTERVENTION) == works + 1
