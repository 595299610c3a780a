"""Reply: what a person's answer to a notice asks for. Only an answer that says nothing else counts."""

import re

from tocsin.core.kernel.value import Value

_ACK = re.compile(
    r"[^\w>|?]*(?:ack|pris|prise|pris en charge)\b[^\w?]*(?:inc[- ]?)?(?P<number>\d{1,18})?[^\w?]*",
    re.IGNORECASE,
)


class Reply(Value):
    """The person takes the incident of this number; 0: the one that the notice was about."""

    number: int = 0


def asked(text: str) -> Reply | None:
    """``ACK``, ``PRIS``, ``ack INC-42``, alone on the first line that is not blank; None: it asks for nothing."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    found = _ACK.fullmatch(first.strip())
    return Reply(number=int(found["number"] or 0)) if found else None
