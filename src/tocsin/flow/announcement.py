"""Announcement: what the operator announces above every page, kept in the data folder. Knows no page and no demo."""

from pathlib import Path

import msgspec

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.values import Label
from tocsin.settings.place import data_folder


class Announcement(Value):
    """A line above every page, in both languages; a second line with details, if there are any; and where to read
    on (``address``, http or https), with ``link`` as the link's text."""

    title: Label
    detail: Label | None = None
    link: Label | None = None
    address: str = ""


def announce(announcement: Announcement) -> None:
    """Show it above every page from now on, in place of any other."""
    written = _file().with_suffix(".new")
    written.write_bytes(msgspec.json.encode(announcement))
    written.replace(_file())


def withdraw() -> None:
    """Announce nothing any more."""
    _file().unlink(missing_ok=True)


def current() -> Announcement | None:
    """The announcement in force; None where there is none, or where its file can't be read."""
    try:
        return msgspec.json.decode(_file().read_bytes(), type=Announcement)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def _file() -> Path:
    return data_folder() / "announcement.json"
