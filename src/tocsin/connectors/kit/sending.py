"""Sending: what a channel's sender guarantees, and after which failures a delivery is unsent, or uncertain."""

from collections.abc import Callable
from enum import StrEnum

from tocsin.connectors.kit.mail import printable
from tocsin.core.kernel.errors import TocsinError
from tocsin.core.kernel.sentences import declare
from tocsin.core.notice.values import Delivery

declare(
    {
        "delivery.temporary": (
            "Le serveur n'a pas accepté la notification ({reply}) : nouvel essai plus tard.",
            "The server did not accept the notification ({reply}): it will be tried again.",
        ),
        "delivery.permanent": (
            "Le serveur refuse la notification : {reply}.",
            "The server refuses the notification: {reply}.",
        ),
        "delivery.ambiguous": (
            "Connexion perdue pendant l'envoi ({reply}) : la notification est peut-être partie, elle n'est pas renvoyée.",
            "Connection lost while sending ({reply}): the notification may have been sent, it is not sent again.",
        ),
    }
)

# Sends one delivery, and returns the counterpart's answer. Calls its second argument, once, just before the content
# leaves: the outbox commits "sending" there, and an error of it must end the delivery unsent. Raises SendFailed.
Send = Callable[[Delivery, Callable[[], None]], str | None]


class Outcome(StrEnum):
    """What a failure means for the delivery."""

    TEMPORARY = "temporary"  # not sent; try again later
    PERMANENT = "permanent"  # not sent; trying again is useless
    AMBIGUOUS = "ambiguous"  # perhaps sent; trying again might send it twice


class SendFailed(TocsinError):
    """A delivery was not, or perhaps not, accepted. ``reply`` is the counterpart's answer."""

    def __init__(self, outcome: Outcome, reply: str) -> None:
        self.outcome = outcome
        self.reply = printable(reply)
        super().__init__(f"delivery.{outcome}", reply=self.reply)


_REFUSED_US = (401, 403, 407, 408, 425, 429)  # the fault is not in the message
_BEHIND = (502, 504)  # a proxy got no answer: what stands behind it may have taken the message


def outcome_of(status: int) -> Outcome:
    """What an HTTP status that is no success means for the delivery."""
    if status in _BEHIND:
        return Outcome.AMBIGUOUS
    return Outcome.TEMPORARY if status in _REFUSED_US or status >= 500 else Outcome.PERMANENT
