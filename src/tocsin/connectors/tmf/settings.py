"""The ``settings`` of a source whose supplier calls us, and which addresses of theirs may be called. Knows no protocol."""

from urllib.parse import SplitResult, urlsplit

from tocsin.core.kernel.value import Value

_PORTS = {"https": 443, "http": 80}


class TmfSettings(Value):
    """A supplier who calls us by TMF621 and TMF642, and where events may be sent to it.

    ``listeners``: the addresses agreed with it; a callback must begin with one of them, host, port and whole parts of the
    path. None: it registers none. ``listener_token`` is sent to them as a bearer token (a reference, ``env:NAME`` or
    ``file:PATH``). ``ca_file``: the authority that signed their certificate, if it is no public one.
    """

    listeners: tuple[str, ...] = ()
    listener_token: str = ""
    ca_file: str = ""


def agreed(settings: TmfSettings, callback: str) -> bool:
    """Whether a callback lies under one of the agreed addresses. Whatever two readers may read differently does not."""
    there = taken_apart(callback)
    return there is not None and any(
        _under(there, known) for known in map(taken_apart, settings.listeners) if known is not None
    )


def taken_apart(address: str) -> SplitResult | None:
    """The parts of an address; None: it is no plain address of HTTP."""
    if not address.isascii() or not address.isprintable() or any(sign in address for sign in '\\ "<>^`{|}'):
        return None
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  it is read to be checked
    except ValueError:
        return None
    whole = parts.scheme in _PORTS and bool(parts.hostname) and "@" not in parts.netloc and not parts.fragment
    dots = any(part in (".", "..") for part in parts.path.lower().replace("%2e", ".").split("/"))
    return parts if whole and not dots and "%2f" not in parts.path.lower() else None


def _under(there: SplitResult, known: SplitResult) -> bool:
    base = known.path.rstrip("/")
    return _place(there) == _place(known) and (there.path == base or there.path.startswith(f"{base}/"))


def _place(parts: SplitResult) -> tuple[str, str, int]:
    return parts.scheme, (parts.hostname or "").lower(), parts.port or _PORTS[parts.scheme]
