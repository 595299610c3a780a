"""Authentication: what our mail relay found out about a sender (RFC 8601). Checks no signature itself."""

import re
from collections.abc import Iterator, Sequence

_PIECE = re.compile(r"\"(?:[^\"\\]|\\.)*(?:\"|$)|[()]|\\.|[^\"()\\]+|\\$", re.S)
_UNSAFE = re.compile(r"[;=\s]")
_MAX_FIELDS = 50


def proven(results: Sequence[str], host: str, domain: str) -> bool:
    """Does ``host`` say that a mail is of ``domain``? ``results``: the Authentication-Results fields, the topmost first.

    Only the topmost field of that host counts: the host writes its field above what came in, and fields below may be forged
    in its name. DMARC must pass for the domain; or DKIM or SPF, for the domain or one above it.
    """
    own = next(
        (parts for field in results[:_MAX_FIELDS] if (parts := _parts(field))[0] == [host.lower()]), None
    )
    return bool(domain) and own is not None and any(_passes(part, domain.lower()) for part in own[1:])


def found(results: Sequence[str], host: str) -> str:
    """What the host says, in short, for people; empty when it says nothing."""
    own = next(
        (parts for field in results[:_MAX_FIELDS] if (parts := _parts(field))[0] == [host.lower()]), []
    )
    return ", ".join(part[0] for part in own[1:] if part)[:200]


def _parts(field: str) -> list[list[str]]:
    """The host, then each result as its words: ``[["mx.example"], ["dkim=pass", "header.d=host.example"]]``."""
    bare = "".join(_without_comments(field)).lower()
    parts = [re.sub(r"\s*=\s*", "=", part).split() for part in bare.split(";")]
    return [parts[0][:1], *parts[1:]]  # behind the host, its version


def _without_comments(field: str) -> Iterator[str]:
    """The text without comments; what a quoted text holds can't be taken for another result."""
    depth = 0
    for piece in _PIECE.findall(field):
        if piece in ("(", ")"):
            depth = max(0, depth + (1 if piece == "(" else -1))
            yield " "
        elif depth == 0:
            yield _UNSAFE.sub("_", piece.strip('"')) if piece.startswith('"') else piece


def _passes(part: list[str], domain: str) -> bool:
    """Is this result a pass for the domain?"""
    method, _, outcome = (part[0] if part else "").partition("=")
    properties = {
        name.rpartition(".")[2]: value for name, _, value in (word.partition("=") for word in part[1:])
    }
    if outcome != "pass":
        return False
    match method.partition("/")[0].strip():
        case "dmarc":
            return properties.get("from", "") == domain
        case "dkim":
            return _covers(properties.get("d") or properties.get("i", ""), domain)
        case "spf":
            return _covers(properties.get("mailfrom", ""), domain)
    return False


def _covers(proved: str, domain: str) -> bool:
    """The domain itself, or a domain above it; a name without a dot is no domain."""
    above = proved.rpartition("@")[2].strip(".")
    return "." in above and (domain == above or domain.endswith(f".{above}"))
