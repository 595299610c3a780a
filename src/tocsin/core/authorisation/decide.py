"""Decide: what a command makes of an authorisation, the mails that it sends, and what the timeline keeps."""

from datetime import date, datetime

from msgspec.structs import replace

from tocsin.core.authorisation import values as v
from tocsin.core.authorisation.rule import PLACES, refusal, terms_of
from tocsin.core.authorisation.values import Authorisation, AuthorisationChanged, AuthorisationState
from tocsin.core.incident.values import TOCSIN, TimelineEntry, Verb
from tocsin.core.kernel.amounts import in_euros
from tocsin.core.kernel.days import render_day
from tocsin.core.kernel.decision import Decision
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.why import Why
from tocsin.core.mail import Asking, MailDue, language_of, to_supplier, to_team
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.sites import FormName

Effect = AuthorisationChanged | TimelineEntry | MailDue
Decided = Decision[Authorisation, Effect]


def request(number: int, asked: v.Asked, organisation: Organisation, *, now: datetime, by: str) -> Decided:
    """A new authorisation, asked of the supplier that answers for the place. Raises Refused where a rule forbids it."""
    supplier = _supplier_for(asked, organisation, now)
    person = organisation.persons[asked.person]
    authorisation = Authorisation(
        id=number,
        person=asked.person,
        name=person.name,
        supplier=supplier,
        place=asked.place,
        badge=asked.badge,
        since=asked.since,
        until=asked.until,
        state=AuthorisationState.REQUESTED,
        asked_at=now,
    )
    return _Deciding(authorisation, organisation, now, by).ask("authorise", authorisation)


def decide(
    known: Authorisation, command: v.Command, organisation: Organisation, *, now: datetime, by: str = TOCSIN
) -> Decided:
    """The authorisation after the command. Raises Refused where its state does not allow it."""
    deciding = _Deciding(known, organisation, now, by)
    match command:
        case v.Extend(until=until):
            return deciding.extend(until)
        case v.Remove(note=note, why=why):
            return deciding.remove(note, why)
        case v.Confirm(proof=proof, badge=badge):
            return deciding.confirm(proof, badge)
        case v.Refuse(proof=proof):
            return deciding.refuse(proof)
        case v.Remind():
            return deciding.remind()
        case v.Warn():
            return deciding.warn()
        case v.Answered(message=message, line=line):
            return deciding.answered(message, line)
        case v.Called(minutes=minutes, cost=cost, text=text):
            return deciding.called(minutes, cost, text)


def asking(known: Authorisation, organisation: Organisation, *, now: datetime) -> Asking | None:
    """What the supplier is asked now, as it leaves, or is to be said on the phone. None: nothing."""
    return _Deciding(known, organisation, now, TOCSIN).asking(_asked(known), known) if known.waiting else None


def _supplier_for(asked: v.Asked, organisation: Organisation, now: datetime) -> str:
    item = organisation.items.get(asked.place)
    supplier = organisation.suppliers.get(organisation.supplier_of(asked.place))
    if item is None or item.type not in PLACES or supplier is None:
        raise Refused("authorisation.refused.place", item=asked.place)
    if why := refusal(organisation, supplier, asked.person):
        raise Refused(why.code, **named(why, organisation))
    if asked.until < asked.since or asked.until < now.date():
        raise Refused("authorisation.refused.days")
    return supplier.key


def named(why: Why, organisation: Organisation) -> dict[str, object]:
    """The facts of a refusal with names instead of keys: an error is rendered where the organisation is not known."""
    facts = dict(why.facts)
    person = organisation.persons.get(str(facts.get("person", "")))
    supplier = organisation.suppliers.get(str(facts.get("supplier", "")))
    return {
        **facts,
        **({"person": person.name} if person else {}),
        **({"supplier": supplier.name} if supplier else {}),
    }


class _Deciding:
    """One command on one authorisation."""

    def __init__(self, known: Authorisation, organisation: Organisation, now: datetime, by: str) -> None:
        self._known, self._organisation, self._now, self._by = known, organisation, now, by
        self._supplier = organisation.suppliers.get(known.supplier)

    def ask(self, form: FormName, after: Authorisation, why: Why | None = None, note: str = "") -> Decided:
        """Ask the supplier; the mail stands on the timeline, and its delivery beside it."""
        after = replace(after, asked_at=self._now, reminded=0)
        asking = self.asking(form, after)
        data = {"what": form, "to": asking.to if asking else "", "note": note}
        return self._decided(after, Verb.REQUESTED, why, data, *(asking.mails if asking else ()))

    def extend(self, until: date) -> Decided:
        known = self._known
        if known.state is not AuthorisationState.CONFIRMED:
            raise Refused("authorisation.refused.state", number=known.subject.number)
        if until <= known.until:
            raise Refused("authorisation.refused.days")
        if self._supplier and (why := refusal(self._organisation, self._supplier, known.person)):
            raise Refused(why.code, **named(why, self._organisation))
        return self.ask("extend", replace(known, asked_until=until))

    def remove(self, note: str, why: Why | None) -> Decided:
        if self._known.over or self._known.state is AuthorisationState.REMOVAL_REQUESTED:
            raise Refused("authorisation.refused.state", number=self._known.subject.number)
        after = replace(self._known, state=AuthorisationState.REMOVAL_REQUESTED, asked_until=None)
        return self.ask("remove", after, why, note)

    def confirm(self, proof: str, badge: str) -> Decided:
        known = self._known
        if not known.waiting:
            raise Refused("authorisation.refused.nothing_asked", number=known.subject.number)
        if not proof.strip():
            raise Refused("authorisation.refused.no_proof")
        removed = known.state is AuthorisationState.REMOVAL_REQUESTED
        after = replace(
            known,
            state=AuthorisationState.REMOVED if removed else AuthorisationState.CONFIRMED,
            until=known.asked_until or known.until,
            asked_until=None,
            badge=badge or known.badge,
        )
        return self._decided(after, Verb.CONFIRMED, None, {"what": _asked(known), "note": proof})

    def refuse(self, proof: str) -> Decided:
        known = self._known
        if not known.waiting:
            raise Refused("authorisation.refused.nothing_asked", number=known.subject.number)
        if not proof.strip():
            raise Refused("authorisation.refused.no_proof")
        first = known.state is AuthorisationState.REQUESTED
        after = replace(known, asked_until=None, state=AuthorisationState.REFUSED if first else known.state)
        return self._decided(after, Verb.REFUSED, None, {"what": _asked(known), "note": proof})

    def remind(self) -> Decided:
        """Ask again with the same words, and inform the desk."""
        if not self._known.waiting:
            raise Refused("authorisation.refused.nothing_asked", number=self._known.subject.number)
        form = _asked(self._known)
        after = replace(self._known, asked_at=self._now, reminded=self._known.reminded + 1)
        asking = self.asking(form, after)
        why = Why(code="authorisation.unanswered", facts={"asked_at": self._known.asked_at.isoformat()})
        ours = self._to_desk("unanswered", after)
        return self._decided(
            after, Verb.REMINDED, why, {"what": form}, *(asking.mails if asking else ()), *ours
        )

    def called(self, minutes: int, cost: int, text: str) -> Decided:
        """Somebody called the supplier: it was asked once more, and has as long again to answer."""
        if not self._known.waiting:
            raise Refused("authorisation.refused.nothing_asked", number=self._known.subject.number)
        if not text.strip():
            raise Refused("site.refused.no_text")
        after = replace(self._known, asked_at=self._now)
        why = Why(code="site.called", facts={"minutes": minutes, **in_euros(cost)})
        return self._decided(after, Verb.CALLED, why, {"what": _asked(self._known), "note": text})

    def answered(self, message: int, line: str) -> Decided:
        """It is noted, and waits for a person as long again before the supplier is reminded."""
        after = replace(self._known, asked_at=self._now) if self._known.waiting else self._known
        data = {"message": str(message) if message else "", "note": line}
        ours = self._to_desk("answered", after) if self._known.waiting else ()
        return self._decided(after, Verb.ANSWERED, None, data, *ours)

    def warn(self) -> Decided:
        after = replace(self._known, warned=self._known.until)
        why = Why(code="authorisation.expires", facts={"until": self._known.until.isoformat()})
        return self._decided(after, Verb.WARNED, why, {}, *self._to_desk("expires", after))

    def _decided(
        self, after: Authorisation, verb: Verb, why: Why | None, data: dict[str, str], *mails: MailDue
    ) -> Decided:
        after = replace(after, revision=self._known.revision + 1)
        entry = TimelineEntry(
            subject=after.subject,
            at=self._now,
            actor=self._by,
            verb=verb,
            why=why,
            data={name: value for name, value in data.items() if value},
        )
        return Decision(after=after, effects=(AuthorisationChanged(authorisation=after), entry, *mails))

    def asking(self, form: FormName, after: Authorisation) -> Asking | None:
        """What the supplier is asked, by its terms' channel."""
        if self._supplier is None or self._supplier.site_access is None:
            return None  # the supplier's terms were taken out of the files: there is nobody to write to
        language = language_of(self._supplier, self._organisation)
        words = {
            "number": after.subject.number,
            "person": after.name,
            "badge": after.badge or "-",
            "place": self._organisation.display_name(after.place),
            "since": render_day(after.since, language),
            "until": render_day(after.asked_until or after.until, language),
            "company": self._organisation.settings.name,
            "contract": self._contract(after),
        }
        return to_supplier(after.subject, self._supplier, "authorisation", form, words, self._organisation)

    def _contract(self, after: Authorisation) -> str:
        contract = self._organisation.contract_of(after.supplier, after.place)
        return contract.number if contract else ""

    def _to_desk(self, code: str, after: Authorisation) -> tuple[MailDue, ...]:
        terms = terms_of(self._organisation, after.supplier)
        team = self._organisation.teams.get(terms.desk) if terms else None
        if team is None or self._supplier is None:
            return ()
        facts = {
            "name": after.name,
            "where": self._organisation.display_name(after.place),
            "until": render_day(after.until, team.language),
            "supplier": self._supplier.name,
        }
        title = Why(
            code=f"authorisation.desk.{code}.{_asked(after)}"
            if code == "unanswered"
            else f"authorisation.desk.{code}",
            facts=facts,
        )
        return to_team(after.subject, team, title, Why(code=f"authorisation.desk.{code}.text", facts=facts))


def _asked(known: Authorisation) -> FormName:
    """What the supplier was asked last."""
    if known.state is AuthorisationState.REMOVAL_REQUESTED:
        return "remove"
    return "extend" if known.asked_until else "authorise"
