"""Recovery values: a test of a recovery plan, and where a plan stands. Knows no row."""

from datetime import datetime
from typing import Literal

from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.sites import RecoveryPlan

Result = Literal["passed", "partly", "failed"]


class Test(Value):
    """A test that took place at ``at`` (UTC), as a person (key) recorded it. Never changed."""

    __test__ = False  # for pytest: a name like this is no test of ours

    at: datetime
    by: str
    result: Result
    note: str


class Standing(Value):
    """A declared plan, its number, and its last test. ``reminded_for`` is the due time that was reminded of last."""

    id: int
    supplier: str
    plan: RecoveryPlan
    known_since: datetime
    last: Test | None = None
    reminded_for: datetime | None = None

    @property
    def subject(self) -> Subject:
        """What its tests and reminders are about."""
        return Subject.recovery(self.id)
