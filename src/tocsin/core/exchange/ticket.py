"""Ticket: what a desk's own record says, read whole. Values; every connector fills them, no connector is known here."""

from tocsin.core.kernel.value import Value


class Remark(Value):
    """A comment as the desk has it. ``internal``: theirs alone, which we must not show."""

    id: str
    author: str
    text: str
    at: str = ""
    internal: bool = False


class RemoteFile(Value):
    """A file as the desk has it. ``media_type`` is what the desk says that it is."""

    id: str
    name: str
    size: int = 0
    author: str = ""
    media_type: str = ""


class Ticket(Value):
    """A ticket as the desk has it now. ``reference`` is its own number, ``our_reference`` what it keeps of ours, if that
    can be read. ``updated`` grows with every change. ``moved_to``: the ticket that goes on for it. ``allowed``: states
    that it may go to, in the desk's words. ``state_by``: who brought it into its state, as far as the desk says so."""

    reference: str
    state: str
    state_by: str = ""
    updated: str = ""
    our_reference: str = ""
    moved_to: str = ""
    created: str = ""
    page: str = ""
    remarks: tuple[Remark, ...] = ()
    files: tuple[RemoteFile, ...] = ()
    allowed: tuple[str, ...] = ()


class Taken(Value):
    """What a desk answered to a write: its id of what it took, if it gave one, and what it said."""

    remote: str = ""
    said: str = ""


class NewTicket(Value):
    """What a ticket is opened with. ``fields`` are further pieces that a desk's form may want: place, kind, contract ..."""

    reference: str
    subject: str
    text: str
    priority: str
    fields: dict[str, str] = {}
