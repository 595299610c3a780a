"""The organisation in force: the snapshot every use case reads, and how a new one is put in force."""

import gc
import threading
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from django.db import transaction

from tocsin.core.company import Company, compiled
from tocsin.core.duty.values import Roster
from tocsin.core.escalation.reach import unreached
from tocsin.core.kernel.errors import BadInput, Fault
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.changes import Change, changes
from tocsin.core.organisation.check import check
from tocsin.core.organisation.objects import Concern, Object, Section, concern_of
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.translation.formats import faults_of as format_faults
from tocsin.flow import clock
from tocsin.flow.accounts.audit import Action, record
from tocsin.flow.channels import CHANNELS
from tocsin.store import declared, locks

_FORESEEN = timedelta(weeks=4)


class Plan(Value):
    """What applying a set of objects would do; ``faults`` mean that nothing will be done."""

    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


_company: Company | None = None
_compiling = threading.Lock()


def company() -> Company:
    """The organisation in force; the concerns whose version has changed are compiled again."""
    global _company
    versions = declared.versions()
    if _company is None or _company.versions != versions:
        with _compiling:
            if _company is None or _company.versions != versions:
                _company = _read(_company)
    return _company


def snapshot() -> Organisation:
    """The organisation in force."""
    return company().organisation


def plan(objects: Sequence[Object]) -> Plan:
    """What would change if these objects were the organisation, and all that is wrong with them.

    What a person taught in the browser (``origin`` person) stays, unless the objects contain it too.
    """
    faults, warnings = faults_of(objects)
    before = declared.objects()
    return Plan(
        changes=tuple(changes(before, _with_learned(before, objects))),
        faults=faults,
        warnings=warnings,
    )


def faults_of(
    objects: Sequence[Object], unread: Collection[str] = ()
) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """All that is wrong with these objects, and what is doubtful; formats are compiled to find out.

    Keys that may be in the sections ``unread`` are not reported as missing.
    """
    wrong, doubtful = check(objects, CHANNELS, unread)
    kinds = {declared_object.key for declared_object in objects if declared_object.section == Section.KIND}
    formats = [
        declared_object.placed(fault)
        for declared_object in objects
        if declared_object.section == Section.FORMAT
        for fault in format_faults(
            declared_object.key, declared_object.spec, () if Section.KIND in unread else kinds
        )
    ]
    faults = (*wrong, *formats)
    return faults, doubtful if faults or unread else (*doubtful, *_unreached(objects))


def _unreached(objects: Sequence[Object]) -> Iterator[Fault]:
    """Steps of the escalation that would reach nobody in the coming weeks, though nobody were away."""
    organisation, now = Organisation.of(objects), clock.now()
    policies = {known.key: known for known in objects if known.section == Section.ESCALATION}
    for gap in unreached(organisation, Roster(), now, now + _FORESEEN):
        if gap.policy in policies:
            place = f"steps[{gap.step}].to"
            yield policies[gap.policy].fault(
                place,
                "fault.escalation.unreached",
                team=gap.team,
                to=list(gap.to),
                start=f"{gap.start:%Y-%m-%d}",
            )


def apply(objects: Sequence[Object], *, by: str) -> Plan:
    """Put these objects in force, all or nothing. Raises BadInput with every fault."""
    with transaction.atomic():
        locks.duty("organisation")  # two that apply at once would mix objects that were checked separately
        planned = plan(objects)
        if planned.faults:
            raise BadInput(planned.faults)
        if planned.changes:
            _put(objects, planned, by)
            record(Action.ORGANISATION_APPLIED, actor=by, subject=f"{len(planned.changes)} changes")
    return planned


def learn(declared_object: Object, *, by: str) -> None:
    """Add one object that a person declared in the browser: a correspondence, an alias."""
    with transaction.atomic():
        locks.duty("organisation")
        declared.write([declared_object])
        learned = {"change": "learned", "section": declared_object.section, "key": declared_object.key}
        declared.revise(clock.now(), by, [learned], {concern_of(declared_object.section)})


def _put(objects: Sequence[Object], planned: Plan, by: str) -> None:
    changed = {(change.section, change.key) for change in planned.changes}
    declared.write([declared_object for declared_object in objects if declared_object.identity in changed])
    declared.remove([(change.section, change.key) for change in planned.changes if change.what == "removed"])
    concerns = {concern_of(change.section) for change in planned.changes}
    declared.revise(clock.now(), by, list(planned.changes), concerns)


def _with_learned(before: Sequence[Object], after: Sequence[Object]) -> list[Object]:
    named = {declared_object.identity for declared_object in after}
    return [
        *after,
        *(
            declared_object
            for declared_object in before
            if declared_object.origin == "person" and declared_object.identity not in named
        ),
    ]


def _read(before: Company | None) -> Company:
    """Read the concerns that have changed; again if somebody applied meanwhile, so that all are of the same version."""
    while True:
        versions = declared.versions()
        concerns = {
            concern for concern in Concern if before is None or versions[concern] != before.versions[concern]
        }
        objects = declared.objects(section for concern in concerns for section in concern.sections)
        if declared.versions() == versions:
            return _settled(compiled(before, versions, objects, concerns))


def _settled(fresh: Company) -> Company:
    """Exempt a company from garbage collection: the collector would walk tens of thousands of items at every batch."""
    gc.collect()
    gc.freeze()
    return fresh
