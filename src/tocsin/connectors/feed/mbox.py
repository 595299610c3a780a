"""mbox: knows where one mail ends and the next begins (mboxrd); not what a mail is."""

import re
from collections.abc import Iterator
from typing import BinaryIO

_QUOTED = re.compile(rb"^>(?=>*From )", re.M)


def entries(file: BinaryIO, max_bytes: int) -> Iterator[tuple[int, bytes]]:
    """(line number, mail) of each mail. A mail over ``max_bytes`` is cut just above it, which shows that it is too large."""
    begin, number, size, blank = 1, 0, 0, True
    kept: list[bytes] = []
    while line := file.readline(65_536):
        number += 1
        if blank and line.startswith(b"From "):
            if kept:
                yield begin, _unquoted(kept)
            begin, size, kept = number, 0, []
            continue
        blank = line in (b"\n", b"\r\n")
        if size <= max_bytes:
            kept.append(line)
        size += len(line)
    if kept:
        yield begin, _unquoted(kept)


def _unquoted(kept: list[bytes]) -> bytes:
    """The mail without the blank line that separates it from the next, "From " lines as they were."""
    if kept[-1] in (b"\n", b"\r\n") and len(kept) > 1:
        kept = kept[:-1]
    return _QUOTED.sub(b"", b"".join(kept))
