"""Narration: the scene that the demo plays now, kept in its data folder so that the pages can announce it."""

from pathlib import Path

import msgspec

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.values import Label
from tocsin.settings.place import data_folder


class Scene(Value):
    """What happens, and where to look."""

    title: Label
    look: Label


def announce(scene: Scene) -> None:
    """From now on this scene is played."""
    _file().write_bytes(msgspec.json.encode(scene))


def end() -> None:
    """Nothing is played any more."""
    _file().unlink(missing_ok=True)


def playing() -> Scene | None:
    """The scene that is played; None outside a demo, and once all was played."""
    try:
        return msgspec.json.decode(_file().read_bytes(), type=Scene)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _file() -> Path:
    return data_folder() / "scene.json"
