"""Site values: who may enter a supplier's rooms, in which forms that is asked for, and how a lost site is brought back."""

from typing import Literal

from tocsin.core.kernel.value import Value


class Form(Value):
    """A mail as a supplier wants it: its subject and its text, with ``{blanks}`` that are filled in."""

    subject: str
    text: str


FormName = Literal[
    "authorise", "extend", "remove", "declare", "prolong", "end", "cancel"
]  # what a supplier is asked, or informed of


SiteChannel = Literal["mail", "api", "phone"]


class AccessTerms(Value):
    """Who may enter a supplier's rooms, and how that is asked for.

    ``channel``: by mail to ``address``; as a ticket at the supplier's desk (``api``); or on the phone, by our team, which
    gets what to say. Members of ``teams`` alone may be authorised; with ``roles``, those alone of these roles.
    ``desk`` is our team (key) that follows the answers. An intervention is declared ``notice_s`` before it begins; what is
    unanswered for ``answer_s`` is sent again; the desk is warned ``warn_s`` before an authorisation ends.
    ``forms`` are mails in the supplier's own form; for what has none, ours is used.
    """

    teams: tuple[str, ...]
    desk: str
    channel: SiteChannel = "mail"
    address: str = ""
    roles: tuple[str, ...] = ()
    notice_s: int = 0
    answer_s: int = 86_400
    warn_s: int = 30 * 86_400
    forms: dict[FormName, Form] = {}


class RecoveryPlan(Value):
    """What a supplier does when a site is lost, and who may ask for it.

    ``callers`` (persons) give the ``code`` to ``phone``; the code is a reference, ``env:NAME`` or ``file:PATH``. ``items``
    are what it brings back, ``steps`` what is to be done, in order. It is tested every ``test_every_s``, and the callers
    are reminded ``remind_s`` before a test is due.
    """

    key: str
    name: str
    callers: tuple[str, ...]
    phone: str
    code: str
    items: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    test_every_s: int = 365 * 86_400
    remind_s: int = 30 * 86_400
