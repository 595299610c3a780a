"""Mails of a major incident: to its commander, to those called, and each update to its readers. Invents no update."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from tocsin.core.incident.values import NoticeDue, NoticeKind
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.mail import MailDue, to_person
from tocsin.core.major import values as v
from tocsin.core.major.commanding import Here
from tocsin.core.major.concerned import pages_of
from tocsin.core.major.informing import Reader, languages_of, on_pages, readers
from tocsin.core.major.private import private_in
from tocsin.core.major.values import Major, Update
from tocsin.core.organisation.majors import PlannedUpdate

_LONGEST = 4000  # characters of one text


class Mailing:
    """The mails of one decision, and whether an update may go out as it is written."""

    def __init__(self, here: Here, now: datetime, by: str) -> None:
        self._here, self._now, self._by = here, now, by

    def person(
        self, after: Major, person: str, code: str, facts: Mapping[str, object]
    ) -> tuple[MailDue, ...]:
        """To one person (key), if they can be written to."""
        known = self._here.organisation.persons.get(person)
        if known is None or not known.email:
            return ()
        filled = self._facts(after, facts)
        title = Why(code=f"major.mail.{code}", facts=filled)
        return (to_person(after.subject, known, title, Why(code=f"major.mail.{code}.text", facts=filled)),)

    def commander(self, after: Major, code: str, facts: Mapping[str, object]) -> tuple[MailDue, ...]:
        """To whoever commands it."""
        return self.person(after, after.commander, code, facts)

    def everybody(self, after: Major, people: Iterable[str]) -> tuple[MailDue, ...]:
        """To all these people (keys): nobody has the command."""
        return tuple(mail for person in people for mail in self.person(after, person, "called", {}))

    def _facts(self, after: Major, facts: Mapping[str, object]) -> dict[str, object]:
        persons = self._here.organisation.persons
        names = {
            name: persons[key].name if (key := str(value)) in persons else value
            for name, value in facts.items()
        }
        by = persons[self._by].name if self._by in persons else self._by
        return {"number": after.subject.number, "reason": after.reason, "by": by, "note": "", **names}

    def checked(self, known: Major, command: v.PostUpdate) -> Update:
        """The update that the command makes. Raises Refused where it lacks a language or says a private word."""
        fr, en = command.fr.strip()[:_LONGEST], command.en.strip()[:_LONGEST]
        if not fr and not en:
            raise Refused("major.refused.text")
        if command.audience == "public":
            self._check_public(known, {"fr": fr, "en": en})
        return Update(
            id=len(known.updates) + 1,
            at=self._now,
            by=self._by,
            audience=command.audience,
            phase=command.phase,
            fr=fr,
            en=en,
            updates=_chosen(known, command),
        )

    def _check_public(self, known: Major, texts: Mapping[Language, str]) -> None:
        organisation = self._here.organisation
        wanted = languages_of(pages_of(known, organisation.status_pages.values()))
        if missing := [language for language in wanted if not texts[language]]:
            raise Refused("major.refused.language", languages=", ".join(missing))
        private = [word for text in texts.values() for word in private_in(text, organisation)]
        if private:
            raise Refused("major.refused.private", words=", ".join(dict.fromkeys(private)))

    def update(self, after: Major, update: Update) -> Iterator[MailDue | NoticeDue]:
        """The update to the readers of each planned update that it is; each address gets it once."""
        seen: set[str] = set()
        for planned in after.plan.updates:
            if planned.name in update.updates:
                for reader in readers(planned, after, self._here, self._now):
                    if reader.address.casefold() not in seen:
                        seen.add(reader.address.casefold())
                        yield self._sent(after, update, planned, reader)

    def _sent(
        self, after: Major, update: Update, planned: PlannedUpdate, reader: Reader
    ) -> MailDue | NoticeDue:
        language: Language = planned.language or reader.language
        text = update.text(language)
        if planned.channel != "mail" and reader.person:
            return NoticeDue(
                subject=Subject.incident(after.incidents[0]),
                kind=NoticeKind.MAJOR,
                at=self._now,
                by=self._by,
                note=text,
                to=(reader.person,),
                channel=planned.channel,
            )
        facts = self._facts(after, {"phase": render_why(_phase(update), language)})
        title = render_why(Why(code="major.mail.update", facts=facts), language)
        foot = render_why(Why(code="major.mail.update.text", facts=facts), language)
        line = " ".join(f"[{after.subject.number}] {title}".split())
        return MailDue(subject=after.subject, to=reader.address, title=line, text=f"{text}\n\n{foot}\n")


def _phase(update: Update) -> Why:
    return Why(code=f"major.phase.{update.phase.value}")


def _chosen(known: Major, command: v.PostUpdate) -> tuple[str, ...]:
    """The planned updates that it is: those that were chosen, else all of its audience."""
    ours = [planned for planned in known.plan.updates if planned.audience == command.audience]
    if command.updates and not set(command.updates) <= {planned.name for planned in ours}:
        raise Refused("major.refused.planned", updates=", ".join(command.updates))
    chosen = [planned.name for planned in ours if not command.updates or planned.name in command.updates]
    always = [planned.name for planned in ours if on_pages(planned)]  # what is public stands on the pages
    return tuple(dict.fromkeys((*chosen, *always)))
