"""Mail: a mail that has to be sent after a decision, and the forms in which suppliers want theirs. Sends nothing."""

import re
from collections.abc import Mapping

from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.sites import FormName
from tocsin.core.organisation.values import Person, Supplier, Team

_BLANK = re.compile(r"\{([a-z_]+)\}")


class MailDue(Value):
    """A mail to ``to`` about a subject; it leaves after the commit. ``title`` is its subject line.

    ``supplier`` (key): it goes to that supplier, and its delivery is the proof; empty: to our own people.
    """

    subject: Subject
    to: str
    title: str
    text: str
    supplier: str = ""


def blanks(text: str) -> set[str]:
    """The names of the blanks of a form."""
    return set(_BLANK.findall(text))


def language_of(supplier: Supplier, organisation: Organisation) -> Language:
    """The language that the supplier prefers, else the group's first."""
    return next(iter((*supplier.languages, *organisation.settings.languages)), "en")


def to_supplier(
    subject: Subject,
    supplier: Supplier,
    stage: str,
    form: FormName,
    words: Mapping[str, str],
    language: Language,
) -> MailDue:
    """The mail in the supplier's own form, else in ours (sentences ``STAGE.mail.FORM.subject`` and ``.text``).

    Our number stands in its subject whatever the form says: by it an answer finds its subject again.
    """
    own = supplier.site_access.forms.get(form) if supplier.site_access else None
    title = own.subject if own else render_why(Why(code=f"{stage}.mail.{form}.subject"), language)
    text = own.text if own else render_why(Why(code=f"{stage}.mail.{form}.text"), language)
    filled = _one_line(_filled(title, words))
    number = subject.number
    return MailDue(
        subject=subject,
        to=supplier.site_access.address if supplier.site_access else "",
        title=filled if number in filled else f"{filled} ({number})",
        text=_filled(text, words).rstrip() + "\n",
        supplier=supplier.key,
    )


def to_team(subject: Subject, team: Team, title: Why, text: Why) -> tuple[MailDue, ...]:
    """The mail to each of the team's addresses, in its language."""
    return tuple(_ours(subject, address, team.language, title, text) for address in team.notices)


def to_person(subject: Subject, person: Person, title: Why, text: Why) -> MailDue:
    """The mail to one of our people, in their language."""
    return _ours(subject, person.email, person.language, title, text)


def _ours(subject: Subject, to: str, language: Language, title: Why, text: Why) -> MailDue:
    line = _one_line(f"[{subject.number}] {render_why(title, language)}")
    return MailDue(subject=subject, to=to, title=line, text=f"{render_why(text, language)}\n")


def _filled(text: str, words: Mapping[str, str]) -> str:
    """Only blanks of the form are filled: what people wrote may hold braces."""
    return _BLANK.sub(lambda blank: words.get(blank[1], blank[0]), text)


def _one_line(text: str) -> str:
    return " ".join(text.replace("=?", "= ?").split())
