"""Mail: a mail that has to be sent after a decision, and the forms in which suppliers want theirs. Sends nothing."""

import re
from collections.abc import Mapping

from msgspec.structs import replace

from tocsin.core.kernel.sentences import Language, declare, render_why
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.sites import AccessTerms, FormName, SiteChannel
from tocsin.core.organisation.values import Person, Supplier, Team

declare(
    {
        "site.call.title": ("Appeler {supplier} : {title}", "Call {supplier}: {title}"),
        "site.call.text": (
            "Appelez {supplier} au {phone}, contrat {contract}, et dites :\n\n{text}\nNotez ensuite sur la page de {number}"
            " qui a répondu et ce qui a été dit : c'est la preuve.",
            "Call {supplier} on {phone}, contract {contract}, and say:\n\n{text}\nThen note on the page of {number} who"
            " answered and what was said: it is the proof.",
        ),
    }
)
_BLANK = re.compile(r"\{([a-z_]+)\}")


class MailDue(Value):
    """A mail to ``to`` about a subject; it leaves after the commit. ``title`` is its subject line.

    ``supplier`` (key): it goes to that supplier, and its delivery is the proof; empty: to our own people.
    ``ticket``: not as a mail, but as a ticket at the supplier's desk; ``fields`` are further pieces that its form wants.
    """

    subject: Subject
    to: str
    title: str
    text: str
    supplier: str = ""
    ticket: bool = False
    fields: dict[str, str] = {}


class Asking(Value):
    """Something that is asked of a supplier: ``to`` whom, by its terms' channel, as this ``title`` and ``text``.

    ``mails``: what leaves for it. By phone, that is a mail to our team, which calls and reads out the text.
    """

    to: str
    title: str
    text: str
    channel: SiteChannel
    mails: tuple[MailDue, ...]


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
    organisation: Organisation,
) -> Asking:
    """What is asked in the supplier's own form, else in ours (sentences ``STAGE.mail.FORM.subject`` and ``.text``).

    Our number stands in its title whatever the form says: by it an answer finds its subject again.
    """
    terms, language = (
        supplier.site_access or AccessTerms(teams=(), desk=""),
        language_of(supplier, organisation),
    )
    own = terms.forms.get(form)
    title = own.subject if own else render_why(Why(code=f"{stage}.mail.{form}.subject"), language)
    text = own.text if own else render_why(Why(code=f"{stage}.mail.{form}.text"), language)
    filled = _one_line(_filled(title, words))
    numbered = filled if subject.number in filled else f"{filled} ({subject.number})"
    body = _filled(text, words).rstrip() + "\n"
    to = _address(supplier, terms)
    asking = Asking(to=to, title=numbered, text=body, channel=terms.channel, mails=())
    if terms.channel == "phone":
        return replace(asking, mails=_to_be_called(subject, supplier, terms, asking, words, organisation))
    ticket = terms.channel == "api"
    fields = {name: words[name] for name in ("contract", "place") if name in words} if ticket else {}
    mail = MailDue(
        subject=subject, to=to, title=numbered, text=body, supplier=supplier.key, ticket=ticket, fields=fields
    )
    return replace(asking, mails=(mail,))


def _address(supplier: Supplier, terms: AccessTerms) -> str:
    if terms.channel == "mail":
        return terms.address
    return next((known.address for known in supplier.channels if known.name == terms.channel), "")


def _to_be_called(
    subject: Subject,
    supplier: Supplier,
    terms: AccessTerms,
    asking: Asking,
    words: Mapping[str, str],
    organisation: Organisation,
) -> tuple[MailDue, ...]:
    team = organisation.teams.get(terms.desk)
    facts = {
        "supplier": supplier.name,
        "phone": asking.to,
        "contract": words.get("contract", "") or "-",
        "title": asking.title,
        "text": asking.text,
        "number": subject.number,
    }
    title, text = Why(code="site.call.title", facts=facts), Why(code="site.call.text", facts=facts)
    return to_team(subject, team, title, text) if team else ()


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
