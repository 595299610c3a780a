"""Handed: a file that a person hands in, read up to its limit and no further. Knows sizes, not what is in the file."""

import sys
from pathlib import Path

from tocsin.core.kernel.errors import TooLarge
from tocsin.core.kernel.sentences import declare

STDIN = Path("-")

declare(
    {
        "error.file.too_large": (
            "{file} dépasse {limit} Mio, la limite de ce fichier : coupez-le, ou ôtez-en ce qui n'est pas utile.",
            "{file} is over {limit} MiB, the limit of such a file: split it, or take out what is not needed.",
        ),
    }
)


def read_handed(file: Path, most_bytes: int) -> bytes:
    """The content of a file (``-``: standard input), read no further than the limit. Raises TooLarge and OSError."""
    if file == STDIN:
        content = sys.stdin.buffer.read(most_bytes + 1)
    else:
        with file.open("rb") as opened:  # not by its size: a device or a pipe has none
            content = opened.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise TooLarge(code="error.file.too_large", file=str(file), limit=most_bytes // 2**20)
    return content
