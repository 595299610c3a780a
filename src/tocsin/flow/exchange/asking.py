"""Asking: what people ask of an exchange: the same locks and the same judgement as everything that happens to it."""

from django.db import transaction

from tocsin.core.exchange import asking as a
from tocsin.core.exchange import happenings as h
from tocsin.core.exchange.bond import MOST_FILE, Bond, ChannelName, File
from tocsin.core.exchange.choosing import ticket_channel
from tocsin.core.exchange.cost import call_cost
from tocsin.core.incident.assessment import accountable
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.errors import NotFound, Refused
from tocsin.flow import access, clock
from tocsin.flow.exchange import writing
from tocsin.flow.exchange.bonds import begin, judge, root_of
from tocsin.flow.organisation import company
from tocsin.flow.supplier_channels import healths
from tocsin.store import bonds, locks
from tocsin.store.models import Account


def ask(
    account: Account, incident_id: int, asked: a.AnyAsked, file: tuple[str, str, bytes] | None = None
) -> Bond:
    """Carry out what an account asks, if it may: the exchange after it.

    ``file``: name, media type and content, for what is written. Raises NotFound, NotAllowed or Refused.
    """
    with transaction.atomic():
        locks.incidents()
        incident = root_of(incident_id)
        access.require_act(account, incident, company().organisation)
        by = access.actor(account)
        if isinstance(asked, a.OpenTicket):
            return open_ticket(incident, supplier_of(incident, asked.supplier), by, asked.text)
        if isinstance(asked, a.LogCall):
            return _log(incident, asked, by)
        bond = bonds.load(asked.bond, locked=True)
        if bond is None or bond.incident != incident.id:
            raise NotFound("error.no_exchange")
        return judge(bond.id, _happening(asked, by, _kept(file)))


def open_ticket(incident: Incident, supplier: str, by: str, text: str = "") -> Bond:
    """A ticket at this supplier, under the incidents' lock: one that lives there already is the only one."""
    if not incident.open:
        raise Refused(f"incident.refused.{incident.state.value}", number=incident.number)
    for bond in _going_on(incident, supplier):
        if bond.channel != "phone" and not bond.blocked:
            raise Refused("exchange.refused.open_already", ticket=bond.their_reference or bond.reference)
    channel = _channel(incident, supplier)
    return begin(incident, supplier, channel, text or writing.text_for(incident, supplier), by)


def _going_on(incident: Incident, supplier: str) -> list[Bond]:
    """The exchanges with this supplier about the incident that are not over, the oldest first."""
    known = bonds.of_incidents([incident.id])
    return [bond for bond in known if bond.supplier == supplier and not bond.over]


def supplier_of(incident: Incident, named: str = "") -> str:
    """The supplier (key) that answers for the incident, else the one that is named. Raises Refused where there is none."""
    organisation = company().organisation
    key = incident.supplier or named or accountable(organisation, incident.cause)
    if key not in organisation.suppliers:
        raise Refused("incident.refused.no_supplier", number=incident.number)
    return key


def _channel(incident: Incident, supplier: str) -> ChannelName:
    """By which of the channels that Tocsin writes to itself. Raises Refused where there is none."""
    organisation = company().organisation
    known = organisation.suppliers[supplier]
    channel = ticket_channel(
        known, incident.priority, healths(known, organisation), organisation.calendars, now=clock.now()
    )
    if not channel:
        raise Refused("exchange.refused.no_channel", supplier=supplier)
    return channel


def _log(incident: Incident, asked: a.LogCall, by: str) -> Bond:
    """A call belongs to the exchange that there is; it begins one where there is none."""
    supplier = supplier_of(incident, asked.supplier)
    known = _going_on(incident, supplier)
    bond = known[-1] if known else begin(incident, supplier, "phone", "", by)
    called = h.Called(
        by=by,
        text=asked.text,
        duration_s=asked.minutes * 60,
        cost=call_cost(company().organisation.suppliers[supplier], asked.minutes),
        their_reference=asked.reference,
        acknowledged=bool(asked.reference),
    )
    return judge(bond.id, called)


def _kept(file: tuple[str, str, bytes] | None) -> File | None:
    if file is None:
        return None
    name, media_type, content = file
    if len(content) > MOST_FILE:
        raise Refused("exchange.refused.large", name=name, most=MOST_FILE // 2**20)
    return File(name=name, size=len(content), media_type=media_type, digest=bonds.keep_file(content))


def _happening(asked: a.AnyAsked, by: str, file: File | None) -> h.Happening:
    match asked:
        case a.Write(text=text):
            if not (text or file):
                raise Refused("exchange.refused.empty")
            return h.Say(by=by, text=text, file=file)
        case a.KeepNote(text=text):
            return h.Note(by=by, text=text)
        case a.ChangeState(to=to, text=text):
            return h.Move(by=by, to=to, text=text)
        case a.SendAgain(number=number):
            return h.TryAgain(by=by, number=number)
        case a.GiveUp(number=number):
            return h.Drop(by=by, number=number)
    raise TypeError(f"no rule for {type(asked).__name__}")
