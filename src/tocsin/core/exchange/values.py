"""Exchange values: the provider's card of an incident, as one value that pages, mails and the API render."""

from datetime import datetime

from tocsin.core.incident.values import SupplierReference
from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.values import SupplierChannel


class Reach(Value):
    """Whom to ask for at this hour. ``open``: they work now; else ``opens_at`` (UTC), None: not within a month."""

    name: str
    why: Why
    role: str = ""
    phone: str = ""
    email: str = ""
    open: bool = True
    opens_at: datetime | None = None


class Rung(Value):
    """A rung of the supplier's ladder. ``due_at`` (UTC) is when it may be called, None: their clock does not run."""

    name: str
    after_s: int
    phone: str = ""
    email: str = ""
    due_at: datetime | None = None
    due: bool = False


class ReadyMessage(Value):
    """A mail to the supplier, ready to be sent. ``place`` and ``kind`` are in their words.

    ``checked``: the supplier's own format, ``format``, reads it back as this very place; ``why`` says so, or says what is
    missing.
    """

    to: str
    subject: str
    text: str
    language: Language
    place: str
    why: Why
    kind: str = ""
    format: str = ""
    checked: bool = False


_OBSTACLES = frozenset(f"exchange.passed.{name}" for name in ("cut", "closed", "closed_long", "slow"))


class Choice(Value):
    """The channel (name; empty: there is none) and why; of each other channel, why not."""

    channel: str = ""
    why: Why | None = None
    passed: tuple[Why, ...] = ()

    @property
    def obstacles(self) -> tuple[Why, ...]:
        """Why not those channels that are cut, closed or slow now."""
        return tuple(why for why in self.passed if why.code in _OBSTACLES)


class ProviderCard(Value):
    """All that is needed to deal with the supplier (key) that answers for an incident's cause.

    ``advised`` is the channel by which it is best reported now. ``rungs`` are in order of time.
    ``ticket_by`` is the channel by which Tocsin itself would open a ticket now: api, mail, or empty.
    ``contract`` is the number of the contract that holds the cause, ``code`` what a caller is known by there;
    ``zone`` (IANA) is where they work.
    """

    supplier: str
    name: str
    zone: str
    why: Why
    message: ReadyMessage
    contract: str = ""
    code: str = ""
    contract_name: str = ""
    references: tuple[SupplierReference, ...] = ()
    reference: str = ""
    reach: Reach | None = None
    channels: tuple[SupplierChannel, ...] = ()
    advised: Choice = Choice()
    ticket_by: str = ""
    rungs: tuple[Rung, ...] = ()

    @property
    def next_rung(self) -> Rung | None:
        """The first rung that is not due yet."""
        return next((rung for rung in self.rungs if not rung.due), None)

    @property
    def present_rung(self) -> Rung | None:
        """The highest rung that may be called by now."""
        return next((rung for rung in reversed(self.rungs) if rung.due), None)

    @property
    def phone(self) -> SupplierChannel | None:
        """How they are reached by phone, and what that costs."""
        return next((channel for channel in self.channels if channel.name == "phone"), None)

    @property
    def number(self) -> str:
        """The telephone number to call now: that of the contact of the hour, else the supplier's."""
        own = self.reach.phone if self.reach else ""
        return own or (self.phone.address if self.phone else "")
