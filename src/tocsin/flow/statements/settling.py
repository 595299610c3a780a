"""Settling: a statement is kept, opened with what it comes to now, and decided about by people."""

from collections.abc import Mapping, Sequence
from functools import reduce

from django.db import transaction
from msgspec.structs import replace

from tocsin.core.kernel.errors import NotFound
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.contracts import Measure
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.sheets import Sheet
from tocsin.core.statement import decisions
from tocsin.core.statement.check import Checked
from tocsin.core.statement.decisions import InForce, Settled, Verdict, in_force
from tocsin.core.statement.effect import Difference
from tocsin.core.statement.headings import heading_word
from tocsin.core.statement.joining import Joined, carried_over, joined
from tocsin.core.statement.reading import Month, statement_of
from tocsin.core.statement.values import Statement
from tocsin.flow import access, clock
from tocsin.flow.access import Permission
from tocsin.flow.organisation import snapshot
from tocsin.flow.statements import ours
from tocsin.store import statements
from tocsin.store.models import Account


class Opened(Value):
    """A kept statement with the judgement on it."""

    kept: statements.Kept
    statement: Statement
    columns: dict[str, str]
    decisions: tuple[Settled, ...]
    checked: Checked

    def measure(self, difference: Difference, organisation: Organisation) -> Measure:
        """The figure of the contract that a difference is about."""
        contracts = organisation.suppliers[self.kept.supplier].contracts
        contract = next(known for known in contracts if known.number == difference.contract)
        return next(known for known in contract.measures if known.key == difference.measure)


def look(
    files: Sequence[Sequence[Sheet]], supplier: str, month: str, columns: Mapping[str, str]
) -> tuple[Statement, Checked]:
    """What the sheets of each file, which adds to those before it, come to as a statement; nothing is kept. Raises
    BadInput, NotFound."""
    ours.supplier_of(supplier, snapshot())
    chosen = remembered(supplier, columns)
    each = (statement_of(sheets, Month.of(month), chosen) for sheets in files)
    read = reduce(lambda first, further: joined(first, further).statement, each)
    return read, ours.check(read, supplier, Month.of(month), snapshot(), InForce())


def keep(
    account: Account, sheets: Sequence[Sheet], supplier: str, month: str, file: str, content: bytes,
    columns: Mapping[str, str], *, adds_to: int | None = None,
) -> int:  # fmt: skip
    """Keep a statement; its number. ``adds_to``: the statement of the same month that the file adds to. Raises NotAllowed,
    BadInput, NotFound."""
    access.require_permission(account, Permission.SETTLE)
    by = access.actor(account)
    return put(sheets, supplier, month, file, content, columns, by=by, adds_to=adds_to)


def put(
    sheets: Sequence[Sheet], supplier: str, month: str, file: str, content: bytes, columns: Mapping[str, str], *,
    by: str, adds_to: int | None = None,
) -> int:  # fmt: skip
    """Keep a statement as ``keep`` does, asking nobody for leave."""
    ours.supplier_of(supplier, snapshot())
    chosen = remembered(supplier, columns)
    read = statement_of(sheets, Month.of(month), chosen)
    base = _known(adds_to) if adds_to is not None else None
    both = joined(base.statement, read) if base else Joined(statement=read, numbers={})
    value = replace(both.statement, adds_to=adds_to)
    with transaction.atomic():
        number = statements.keep(
            supplier, str(Month.of(month)), file, content, chosen, value, by, clock.now()
        )
        for decision in carried_over(base.decisions, both.numbers) if base else ():
            statements.decide(number, decision)
    return number


def remembered(supplier: str, columns: Mapping[str, str]) -> dict[str, str]:
    """What is known of the supplier's headings, and what is said of them now."""
    return statements.columns_of(supplier) | {heading_word(name): field for name, field in columns.items()}


def opened(number: int) -> Opened:
    """The statement with the judgement on it as our incidents are now. Raises NotFound."""
    found = _known(number)
    judged = ours.check(
        found.statement,
        found.kept.supplier,
        Month.of(found.kept.month),
        snapshot(),
        in_force(found.decisions),
    )
    return Opened(
        kept=found.kept,
        statement=found.statement,
        columns=found.columns,
        decisions=found.decisions,
        checked=judged,
    )


def settle(
    account: Account, number: int, verdict: Verdict, *, line: int | None = None, incident: int | None = None,
    means: Sequence[int] = (), note: str = "",
) -> None:  # fmt: skip
    """Decide about a line or an incident. Raises NotAllowed, NotFound, Refused."""
    access.require_permission(account, Permission.SETTLE)
    decision = Settled(
        verdict=verdict, by=access.actor(account), at=clock.now(), line=line, incident=incident,
        means=tuple(sorted(set(means))), note=note.strip(),
    )  # fmt: skip
    with transaction.atomic():
        statements.lock(number)
        found = _known(number)
        known = ours.incidents_of(found.kept, snapshot())
        decisions.check(decision, found.statement.lines, known, found.decisions)
        statements.decide(number, decision)


def _known(number: int) -> statements.Opened:
    found = statements.opened(number)
    if found is None:
        raise NotFound("statement.no_statement", number=number)
    return found
