"""Records: major incidents declared, led and reviewed by people; each step in one transaction."""

from collections.abc import Collection

from django.db import transaction

import tocsin.flow.sentences  # noqa: F401  a mail is written in whatever process decides it
from tocsin.core.incident.values import Incident, number_of
from tocsin.core.kernel.errors import NotAllowed, NotFound, Outdated, Refused
from tocsin.core.kernel.subject import SubjectKind
from tocsin.core.major import values as v
from tocsin.core.major.commanding import Here
from tocsin.core.major.decide import begin, decide
from tocsin.core.major.values import Major
from tocsin.core.organisation.majors import plan_for
from tocsin.flow import access, clock
from tocsin.flow.apply import apply
from tocsin.flow.organisation import company
from tocsin.store import incidents, locks, majors, roster
from tocsin.store.ids import Ids
from tocsin.store.majors import Proposal
from tocsin.store.models import Account

DUTY = "majors"  # whoever decides about major incidents holds it
_ANSWERS = v.TakeCommand | v.SendBack
_COMMANDERS = v.PostUpdate | v.OfferCommand | v.StandDown


def here() -> Here:
    """The organisation in force, and who is away now."""
    return Here(organisation=company().organisation, roster=roster.standing(clock.now()))


def declare(account: Account, numbers: Collection[int], reason: str, commander: str = "") -> Major:
    """These incidents are a major incident from now on; ``commander`` (person key; empty: who declares it) leads it.

    Raises NotAllowed, NotFound or Refused; nothing is changed then.
    """
    access.require_acting(account)
    with transaction.atomic():
        locks.duty(DUTY)
        known = [_joining(account, number) for number in dict.fromkeys(numbers)]
        by, surroundings, now = access.actor(account), here(), clock.now()
        regions = tuple(dict.fromkeys(region for incident in known for region in incident.regions))
        plan = plan_for(surroundings.organisation.majors, regions)
        declared = v.Declared(
            incidents=tuple(incident.id for incident in known),
            regions=regions,
            team=plan.team or (known[0].owner_team if known else ""),
            reason=reason[:4000],
            commander=commander or by,
            plan=plan,
        )
        decided = begin(Ids().new(SubjectKind.MAJOR), declared, surroundings, now=now, by=by)
        apply(decided.effects, company(), now)
        return decided.after


def ask(account: Account, number: int, command: v.PersonCommand, *, seen: int | None = None) -> Major:
    """Carry out what an account asks. ``seen`` is the revision that it looked at.

    Raises NotFound, NotAllowed, Refused or Outdated; nothing is changed then.
    """
    access.require_acting(account)
    with transaction.atomic():
        locks.duty(DUTY)
        known = load(number)
        require(account, known, command)
        if seen is not None and seen != known.revision:
            raise Outdated("error.outdated", number=known.subject.number)
        if isinstance(command, v.DeclareAgain):
            _check_free(known)
        return carry_out(known, command, access.actor(account))


def link(account: Account, number: int, incident: int) -> Major:
    """This incident is part of it. Raises as ``ask`` does."""
    access.require_acting(account)
    with transaction.atomic():
        locks.duty(DUTY)
        known = load(number)
        if incident in known.incidents:
            raise Refused("major.refused.linked", incident=number_of(incident))
        joining = _joining(account, incident)
        command = v.LinkIncident(incident=incident, regions=joining.regions)
        require(account, known, command)
        return carry_out(known, command, access.actor(account))


def carry_out(known: Major, command: v.MajorCommand, by: str) -> Major:
    """Carry out a command, under the lock."""
    now = clock.now()
    decided = decide(known, command, here(), now=now, by=by)
    apply(decided.effects, company(), now)
    return decided.after


def dismiss(account: Account, number: int, note: str) -> None:
    """A person says that a proposed incident is none, and why. Raises NotAllowed, NotFound or Refused."""
    incident = _known(number)
    access.require_act(account, incident, company().organisation)
    made = majors.proposals([number]).get(number)
    if made is None or made.dismissed_by:
        raise Refused("major.refused.proposal", incident=number_of(number))
    if not note.strip():
        raise Refused("major.refused.text")
    majors.propose(
        Proposal(
            incident=number,
            at=made.at,
            why=made.why,
            dismissed_by=access.actor(account),
            note=note.strip()[:500],
        )
    )


def require(account: Account, known: Major, command: v.PersonCommand) -> None:
    """Raise NotAllowed unless the account may ask this: updates and the end are the commander's; they, or a manager, name
    another. Whoever is asked to take the command may answer, of whatever region they are."""
    organisation = company().organisation
    if isinstance(command, _ANSWERS) and is_asked(account, known):
        return
    access.require_act(account, known, organisation)
    commands = bool(known.commander) and access.actor(account) == known.commander
    if isinstance(command, _COMMANDERS) and not commands:
        raise NotAllowed("major.refused.not_commander")
    names = commands or access.may_hand_over(account, known, organisation)
    if isinstance(command, v.NameCommander) and not names:
        raise NotAllowed("major.refused.not_commander")


def is_asked(account: Account, known: Major) -> bool:
    """Whether this account's person is asked to take or confirm the command."""
    return known.asked is not None and known.asked.to == access.actor(account)


def load(number: int) -> Major:
    """The major incident. Raises NotFound."""
    known = majors.load(number)
    if known is None:
        raise NotFound("error.no_major", number=f"MAJ-{number}")
    return known


def _known(number: int) -> Incident:
    found = incidents.load([number]).get(number)
    if found is None:
        raise NotFound("error.no_incident", number=number)
    return found


def _joining(account: Account, number: int) -> Incident:
    """An incident that is to be part of a major incident: open, of no other one, and the account may act on it."""
    incident = _known(number)
    access.require_act(account, incident, company().organisation)
    if not incident.open or incident.folded_into is not None:
        raise Refused("major.refused.incident_over", incident=incident.number)
    _check_none_leads([number])
    return incident


def _check_free(known: Major) -> None:
    """Its incidents may be led as part of another one meanwhile."""
    if not known.open:
        _check_none_leads(known.incidents)


def _check_none_leads(numbers: Collection[int]) -> None:
    for number, other in majors.of_incidents(numbers).items():
        if other.open:
            raise Refused("major.refused.elsewhere", incident=number_of(number), number=other.subject.number)
