"""Marks: the part of a notice's Message-ID that nobody can guess: an answer must repeat it. Knows no mail."""

from django.utils.crypto import constant_time_compare, salted_hmac

from tocsin.core.notice.values import Notice

_SALT = "tocsin.notice.mark"
_LONG = 32  # hexadecimal digits: 128 bits


def mark(notice: Notice) -> str:
    """The mark of the mails that this notice leads: the same however often they are tried."""
    return salted_hmac(_SALT, str(notice.id), algorithm="sha256").hexdigest()[:_LONG]


def is_marked(notice: Notice, repeated: str) -> bool:
    """Whether somebody who has such a mail repeats its mark."""
    return constant_time_compare(mark(notice), repeated)
