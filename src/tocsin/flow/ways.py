"""Ways by which people are reached: added, verified by a code or a link that was answered, removed; all in the audit.

A code goes by the way itself: by mail, or by the gateway of its kind. A telephone number is verified by a colleague, who
asks for the code and reads it out.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

import tocsin.core.duty.sentences_ways  # noqa: F401  a refusal can be said wherever it is made
from tocsin.core.duty.ways import CODE_LASTS, MAIL, MOST_TRIES, PHONE, Way, checked
from tocsin.core.kernel.errors import NotFound, Refused
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.mail import MailDue
from tocsin.core.notice.values import Delivery
from tocsin.flow import access, clock
from tocsin.flow.accounts.audit import Action, record
from tocsin.flow.notices import mailing
from tocsin.flow.organisation import snapshot
from tocsin.store import deliveries, ways
from tocsin.store.models import Account

_SALT = "tocsin.way"


def add(account: Account, person: str, kind: str, address: str) -> int:
    """A further way; its number. Raises NotAllowed, NotFound, or Refused with what to correct."""
    _require(account, person)
    kind, address = checked(kind, address)
    if kind not in (MAIL, PHONE, *snapshot().gateways):
        raise Refused("way.refused.no_gateway", text=kind, gateways=sorted(snapshot().gateways) or ["-"])
    number = ways.add(
        Way(id=0, person=person, kind=kind, address=address), access.actor(account), clock.now()
    )
    record(Action.WAY_ADDED, actor=account.username, subject=f"{person} {kind} {address}")
    return number


def ask_code(account: Account, number: int) -> str:
    """Give a code out by the way itself, and then the answer is empty; else the code, for a colleague to read out.

    Raises NotAllowed, NotFound or Refused.
    """
    way = _known(number)
    _require(account, way.person)
    sends = way.kind == MAIL or way.kind in snapshot().gateways
    if not sends and account.person == way.person:
        raise Refused("way.refused.own_code")
    code, now = f"{secrets.randbelow(10**6):06}", clock.now()
    ways.give_code(number, _digest(number, code), now)
    if way.kind == MAIL:
        mailing.queue([_mail(way, code)], now)
    elif sends:
        deliveries.add(_message(way, code), now, now)
    return "" if sends else code


def answer(account: Account, number: int, code: str) -> None:
    """The person gives their code. Raises Refused where it is wrong, too old or tried too often, or is another's."""
    way = _known(number)
    if account.person != way.person:
        raise Refused("way.refused.own_answer")
    kept = ways.try_code(number, MOST_TRIES, clock.now() - CODE_LASTS)
    if not kept or not constant_time_compare(kept, _digest(number, "".join(code.split()))):
        raise Refused("way.refused.code")
    _verified(way, account.username)


def linked(token: str) -> Way:
    """The way that a link in a mail is about; nothing is done by looking. Raises Refused where it is no longer good."""
    try:
        found = signing.loads(token, salt=_SALT, max_age=CODE_LASTS)
    except signing.BadSignature as wrong:
        raise Refused("way.refused.code") from wrong
    way = ways.load(int(found["way"]))
    if way is None or way.address != found["address"]:
        raise Refused("way.refused.code")
    return way


def answer_link(token: str) -> Way:
    """Whoever got the mail has pressed its button. Raises Refused."""
    way = linked(token)
    _verified(way, way.person)
    return way


def remove(account: Account, number: int) -> None:
    """It is used no more. Raises NotAllowed or NotFound."""
    way = _known(number)
    _require(account, way.person)
    ways.remove(number, access.actor(account), clock.now())
    record(Action.WAY_REMOVED, actor=account.username, subject=f"{way.person} {way.kind} {way.address}")


def may_change(account: Account, person: str) -> bool:
    """Whether the account may change how this person (key) is reached: the person, and who may declare them away."""
    return account.person == person or access.may_declare(account, person, snapshot())


def _require(account: Account, person: str) -> None:
    if person not in snapshot().persons:
        raise NotFound()
    if account.person != person:
        access.require_roster(account, person, snapshot())


def _known(number: int) -> Way:
    way = ways.load(number)
    if way is None:
        raise NotFound("way.gone")
    return way


def _verified(way: Way, by: str) -> None:
    ways.verify(way.id, clock.now())
    record(Action.WAY_VERIFIED, actor=by, subject=f"{way.person} {way.kind} {way.address}")


def _digest(number: int, code: str) -> str:
    return salted_hmac(_SALT, f"{number}:{code}", algorithm="sha256").hexdigest()


def _message(way: Way, code: str) -> Delivery:
    language: Language = snapshot().persons[way.person].language
    title = render_why(Why(code="way.mail.title"), language)
    text = render_why(Why(code="way.message.text", facts={"code": code}), language)
    return Delivery(
        subject=Subject.way(way.id),
        channel=way.kind,
        address=way.address,
        payload={"title": title, "text": text},
    )


def _mail(way: Way, code: str) -> MailDue:
    language: Language = snapshot().persons[way.person].language
    token = signing.dumps({"way": way.id, "address": way.address}, salt=_SALT)
    facts = {"code": code, "link": f"{settings.BASE_URL}/ways/confirm/{token}"}
    return MailDue(
        subject=Subject.way(way.id),
        to=way.address,
        title=render_why(Why(code="way.mail.title"), language),
        text=render_why(Why(code="way.mail.text", facts=facts), language),
    )
