"""Drafts: a first format as files: the format with its comments, the mail as its sample. Knows folders, no words."""

import re
import shutil
from collections.abc import Collection
from pathlib import Path
from zoneinfo import available_timezones

import yaml

from tocsin.cli.output import sentence
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import BadInput, Refused, fault
from tocsin.core.kernel.value import Value
from tocsin.core.translation.drafting import Draft, draft
from tocsin.core.translation.reading.document import Document, Unreadable
from tocsin.core.translation.reading.read import read

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")


class Drafted(Value):
    """The format's folder, the place for the expected result of its sample, and the labels left unread."""

    home: Path
    expected: Path
    unread: tuple[str, ...]


def write(
    message: Message, mail: Path, folder: Path, *, name: str, zone: str, kinds: Collection[str], over: bool
) -> Drafted:
    """Write the format. Raises Refused when there is one of that name, BadInput for what can't be used."""
    document = _document(message, mail)
    home = folder / _name(name or _of_sender(document))
    if home.exists() and not over:
        raise Refused("cli.formats.new_exists", folder=str(home))
    if zone not in available_timezones():
        raise BadInput([fault("cli.formats.new_zone", field="--zone", zone=zone)])
    made = draft(document, kinds, zone=zone)
    samples = home / "samples"
    shutil.rmtree(home, ignore_errors=True)
    samples.mkdir(parents=True)
    sample = samples / f"{_plain(mail.stem)}{mail.suffix or '.eml'}"
    shutil.copyfile(mail, sample)
    (home / "format.yaml").write_text(_text(made), encoding="utf-8")
    return Drafted(home=home, expected=sample.with_name(f"{sample.stem}.expected.yaml"), unread=made.unread)


def _document(message: Message, mail: Path) -> Document:
    try:
        return read(message)[-1]
    except Unreadable as wrong:
        raise BadInput([fault("cli.formats.new_unreadable", file=str(mail), reason=wrong.why)]) from wrong


def _of_sender(document: Document) -> str:
    labels = document.sender.rpartition("@")[2].split(".")
    return _plain(labels[-2] if len(labels) > 1 else labels[0])


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9_-]+", "-", text.lower()).strip("-_") or "provider"


def _name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise BadInput([fault("fault.key", field="--name", key=name)])
    return name


def _text(made: Draft) -> str:
    head = sentence("cli.formats.new_head")
    parts = [f"# {line}" for line in head.splitlines()]
    for key, value in made.spec.items():
        parts.append(
            str(yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=110)).rstrip()
        )
    if made.unread:
        parts.append("# " + sentence("cli.formats.new_unread", labels=made.unread))
    return "\n".join(parts) + "\n"
