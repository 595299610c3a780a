"""What people do to an incident: under the same lock, with the same rules and timeline as everything else."""

from collections.abc import Callable

from django.db import transaction

from tocsin.core.incident import commands as c
from tocsin.core.incident.decide import decide
from tocsin.core.incident.values import FrozenCommitment, Incident
from tocsin.core.kernel.errors import NotFound, Refused
from tocsin.core.lifecycle.acted import effects_of
from tocsin.core.lifecycle.weight import promised_by
from tocsin.flow import access, clock
from tocsin.flow.apply import apply
from tocsin.flow.incidents import correcting, regrouping
from tocsin.flow.organisation import company
from tocsin.store import incidents, locks
from tocsin.store import standing as rows
from tocsin.store.models import Account


def ask(account: Account, incident_id: int, command: c.PersonCommand, *, seen: int | None = None) -> Incident:
    """Carry out what an account asks, if it may, on the incident as it is under the lock.

    Returns the incident after it: for a merge the incident that goes on, for a split the new incident.

    ``seen`` is the revision that the person looked at. Raises NotFound, NotAllowed, Refused or Outdated, with a
    sentence in both languages; nothing is changed then.
    """

    def may(incident: Incident) -> None:
        access.require(account, incident, command, company().organisation)

    return _carried_out(incident_id, command, access.actor(account), may=may, seen=seen)


def act(incident_id: int, command: c.PersonCommand, by: str) -> Incident:
    """Carry out a person's command (``by``: their key), as ``ask`` does, without checking rights."""
    return _carried_out(incident_id, command, by, may=lambda incident: None, seen=None)


def _carried_out(
    incident_id: int, command: c.PersonCommand, by: str, *, may: Callable[[Incident], None], seen: int | None
) -> Incident:
    now = clock.now()
    with transaction.atomic():
        locks.incidents()
        incident = _known(incident_id)
        may(incident)
        decision = decide(incident, command, now=now, by=by, seen=seen, terms=_promised(command, incident))
        if isinstance(command, c.Regrouping):
            return _regrouped(incident, command, by, may)
        if isinstance(command, c.CorrectPlace):
            _check_right(command, may)
        apply(effects_of(incident, decision, now=now), company(), now)
        if incident.open and not decision.after.open:
            regrouping.end_reports(incident_id)
        if isinstance(command, c.CorrectPlace | c.RestorePlace):
            correcting.carry_out(decision.after, command, by, now)
        return _known(incident_id)


def _known(incident_id: int) -> Incident:
    incident = incidents.load([incident_id]).get(incident_id)
    if incident is None:
        raise NotFound("error.no_incident", number=incident_id)
    return incident


def _regrouped(
    incident: Incident, command: c.Regrouping, by: str, may: Callable[[Incident], None]
) -> Incident:
    for other in regrouping.others(command):
        may(_known(other))
    goes_on = regrouping.carry_out(incident, command, by)
    if command.note:
        act(goes_on, c.Comment(note=command.note), by)
    return _known(goes_on)


def _check_right(command: c.CorrectPlace, may: Callable[[Incident], None]) -> None:
    """The incident that is to go on exists, is open, and may be acted on as well."""
    right = _known(command.right)
    may(right)
    if not right.open or rows.of_incident(right.id) is None:
        raise Refused("incident.refused.right_is_over", number=right.number)


def _promised(command: c.PersonCommand, incident: Incident) -> tuple[FrozenCommitment, ...]:
    """What the supplier that a person names promises for this, frozen now."""
    if not isinstance(command, c.ReportToSupplier) or incident.supplier:
        return ()
    seen = rows.of_incident(incident.id)
    return promised_by(command.supplier, seen, company()) if seen else ()
