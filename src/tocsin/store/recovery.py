"""Recovery plans as rows: the number of each that is declared, and the results of its tests, append-only."""

from collections.abc import Iterable
from datetime import datetime

from tocsin.core.organisation.sites import RecoveryPlan
from tocsin.core.recovery.values import Standing, Test
from tocsin.store import models


def standings(declared: Iterable[tuple[str, RecoveryPlan]], now: datetime) -> list[Standing]:
    """Where each declared (supplier, plan) stands. One that is new gets its number."""
    wanted = list(declared)
    known = {(row.supplier, row.key): row for row in models.RecoveryPlan.objects.all()}
    for supplier, plan in wanted:
        if (supplier, plan.key) not in known:
            row, _ = models.RecoveryPlan.objects.get_or_create(
                supplier=supplier, key=plan.key, defaults={"known_since": now}
            )
            known[supplier, plan.key] = row
    last = {test.plan_id: test for test in models.RecoveryTest.objects.order_by("at", "id")}
    return [
        Standing(
            id=row.id,
            supplier=supplier,
            plan=plan,
            known_since=row.known_since,
            last=_test(last[row.id]) if row.id in last else None,
            reminded_for=row.reminded_for,
        )
        for supplier, plan in wanted
        for row in (known[supplier, plan.key],)
    ]


def tests(number: int) -> list[Test]:
    """The results of a plan, the newest first."""
    return [_test(row) for row in models.RecoveryTest.objects.filter(plan_id=number).order_by("-at", "-id")]


def add(number: int, test: Test, now: datetime) -> None:
    """Keep a result."""
    models.RecoveryTest.objects.create(
        plan_id=number, at=test.at, by=test.by, result=test.result, note=test.note, recorded_at=now
    )


def reminded(number: int, due_at: datetime) -> None:
    """The callers were reminded of the test that is due then."""
    models.RecoveryPlan.objects.filter(id=number).update(reminded_for=due_at)


def _test(row: models.RecoveryTest) -> Test:
    return Test(at=row.at, by=row.by, result=row.result, note=row.note)  # type: ignore[arg-type]
