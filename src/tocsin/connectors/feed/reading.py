"""Reading: turns mails, mbox, Maildir, JSON and JSON lines into messages. Knows their form, not their meaning."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import structs

from tocsin.connectors.feed import lines, mbox
from tocsin.connectors.kit import mail as mails
from tocsin.connectors.kit.handover import Now
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.sentences import declare_faults

CHANNEL = "feed"
STDIN = "-"
_MAX_BYTES = 50_000_000  # of one message

Entry = tuple[int | None, bytes]  # line where it begins, content


declare_faults(
    {
        "fault.feed.unreadable": (
            "illisible : {reason}",
            "can't be read: {reason}",
            "vérifiez le chemin et ses droits",
            "check the path and its rights",
        ),
        "fault.feed.too_large": (
            "plus de {limit} octets",
            "over {limit} bytes",
            "donnez-le en plusieurs parties",
            "feed it in parts",
        ),
        "fault.feed.not_json": (
            "ce n'est pas du JSON",
            "not JSON",
            "une valeur JSON par fichier, ou par ligne",
            "one JSON value a file, or a line",
        ),
        "fault.feed.neither": (
            "ni un courriel ni du JSON",
            "neither a mail nor JSON",
            "un courriel commence par ses en-têtes : From:, Subject: ...",
            "a mail begins with its headers: From:, Subject: ...",
        ),
    }
)


class _Form(Enum):
    MAIL = ".eml"
    MBOX = ".mbox"
    JSON = ".json"
    JSON_LINES = ".jsonl"


def measure(paths: Sequence[str]) -> int:
    """How many bytes ``read_files`` will read, for a progress bar; standard input does not count."""
    return sum(path.stat().st_size for path in _files(paths) if path is not None and path.is_file())


def read_files(
    paths: Sequence[str],
    *,
    source: str,
    now: Now,
    report: Callable[[Fault], None],
    advance: Callable[[int], None] = lambda _: None,
    max_bytes: int = _MAX_BYTES,
) -> Iterator[Message]:
    """Each mail, JSON file or line of JSON as one message, in order.

    What can't be read goes to ``report`` and is skipped. ``advance`` gets the bytes that a message, good
    or bad, took. A folder is a Maildir, or a folder of such files; ``-`` is standard input.
    """
    for path in _files(paths):
        name = STDIN if path is None else str(path)
        try:
            with _opened(path) as file:
                for line, content in _entries(path, file, max_bytes):
                    advance(len(content))
                    message = _message(name, line, content, source, now, report, max_bytes)
                    if message:
                        yield message if message.key or path is None else _known_again(message, path, file)
        except OSError as error:
            report(fault("fault.feed.unreadable", file=name, reason=error.strerror or str(error)))


def _files(paths: Iterable[str]) -> Iterator[Path | None]:
    for path in paths:
        if path == STDIN:
            yield None
        elif Path(path).is_dir():
            yield from _folder(Path(path))
        else:
            yield Path(path)


def _folder(folder: Path) -> Iterator[Path]:
    """The mails of a Maildir (what is in ``tmp`` is not there yet), or every file below a folder."""
    if (folder / "cur").is_dir() and (folder / "new").is_dir():
        mails_within = [*(folder / "cur").iterdir(), *(folder / "new").iterdir()]
        yield from sorted(mails_within, key=lambda path: path.name)
    else:
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _opened(path: Path | None) -> BinaryIO:
    return open(0, "rb", closefd=False) if path is None else path.open("rb")


def _entries(path: Path | None, file: BinaryIO, max_bytes: int) -> Iterator[Entry]:
    peek: bytes = file.peek(4096)[:4096]  # type: ignore[attr-defined]
    match _form(path, peek):
        case _Form.MBOX:
            return mbox.entries(file, max_bytes)
        case _Form.JSON_LINES:
            return lines.entries(file, max_bytes)
        case _:
            return iter([(None, file.read(max_bytes + 1))])


def _form(path: Path | None, peek: bytes) -> _Form:
    suffix = path.suffix.lower() if path else ""
    if suffix in (".jsonl", ".ndjson"):
        return _Form.JSON_LINES
    if suffix in (form.value for form in _Form):
        return _Form(suffix)
    if peek.startswith(b"From "):
        return _Form.MBOX
    if peek.lstrip()[:1] in (b"{", b"["):
        return _Form.JSON_LINES if _is_json(peek.lstrip().partition(b"\n")[0]) else _Form.JSON
    return _Form.MAIL


def _message(
    name: str,
    line: int | None,
    content: bytes,
    source: str,
    now: Now,
    report: Callable[[Fault], None],
    max_bytes: int,
) -> Message | None:
    """The message, or None once its mistake is reported."""
    envelope = {"file": mails.printable(name)} | ({"line": str(line)} if line else {})
    if len(content) > max_bytes:
        report(fault("fault.feed.too_large", file=name, line=line, limit=max_bytes))
    elif content.lstrip()[:1] in (b"{", b"["):
        if _is_json(content):
            return _json(source, now, content, envelope)
        report(fault("fault.feed.not_json", file=name, line=line))
    elif mails.looks_like_mail(content):
        return mails.message(source, CHANNEL, now(), content, envelope)
    else:
        report(fault("fault.feed.neither", file=name, line=line))
    return None


def _json(source: str, now: Now, content: bytes, envelope: dict[str, str]) -> Message:
    return Message(
        source=source,
        channel=CHANNEL,
        received_at=now(),
        media_type="application/json",
        body=content,
        envelope=envelope,
    )


def _known_again(message: Message, path: Path, file: BinaryIO) -> Message:
    """Give it the key of this line of this unchanged file: what was fed before is a repeat, also after a crash."""
    identity = f"{path.resolve()}:{message.envelope.get('line', '')}:{os.fstat(file.fileno()).st_mtime_ns}\n"
    key = blake2b(identity.encode(errors="surrogateescape") + message.body, digest_size=16).hexdigest()
    return structs.replace(message, key=key)


def _is_json(content: bytes) -> bool:
    try:
        msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return False
    return True
