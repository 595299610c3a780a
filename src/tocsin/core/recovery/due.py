"""Due: when a recovery plan is to be tested next, and whether its callers are to be reminded now. Writes nothing."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tocsin.core.kernel.why import Why
from tocsin.core.mail import MailDue, to_person
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Person
from tocsin.core.recovery.values import Standing


def due_at(standing: Standing) -> datetime:
    """When the next test is due: so long after the last one; a failed one, or none at all, is due at once again."""
    last = standing.last
    if last is None or last.result == "failed":
        return last.at if last else standing.known_since
    return last.at + timedelta(seconds=standing.plan.test_every_s)


def to_be_reminded(standing: Standing, *, now: datetime) -> bool:
    """Whether a reminder is due that was not sent yet."""
    due = due_at(standing)
    return standing.reminded_for != due and now >= due - timedelta(seconds=standing.plan.remind_s)


def reminders(standing: Standing, organisation: Organisation) -> tuple[MailDue, ...]:
    """A mail to each caller: the plan, and when its test is due."""
    callers = (organisation.persons[key] for key in standing.plan.callers if key in organisation.persons)
    return tuple(_reminder(standing, organisation, person) for person in callers)


def _reminder(standing: Standing, organisation: Organisation, person: Person) -> MailDue:
    due = due_at(standing).astimezone(ZoneInfo(organisation.settings.zone))
    facts = {
        "name": standing.plan.name,
        "supplier": organisation.suppliers[standing.supplier].name,
        "day": f"{due:%d/%m/%Y}" if person.language == "fr" else f"{due:%Y-%m-%d}",
    }
    title, text = Why(code="recovery.mail.due", facts=facts), Why(code="recovery.mail.due.text", facts=facts)
    return to_person(standing.subject, person, title, text)
