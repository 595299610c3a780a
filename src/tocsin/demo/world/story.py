"""Story: one scene, what it shows and where to look; and calls of users in several of them."""

from collections.abc import Callable, Iterable

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.values import Label
from tocsin.demo.world import monitors
from tocsin.demo.world.script import Script


class Story(Value):
    """A scene. ``look`` says what to look at, and where; ``lasts_s`` is its compressed length."""

    name: str
    title: Label
    look: Label
    lasts_s: int
    write: Callable[[Script], None]


def users_call(
    script: Script,
    seconds: float,
    applications: Iterable[str],
    state: str = "firing",
    kind: str = "application.down",
    saying: str = "ne répond plus",
) -> None:
    """The French ticket desk posts what users report about applications (keys)."""
    for number, key in enumerate(applications):
        name = script.floor.items[key].name
        about = {"text": name, "parts": {"application": name}}
        at = script.at(seconds + 3 * number)
        event = {
            "kind": kind,
            "state": state,
            "criticality": "high",
            "place": about,
            "summary": f"{name} {saying}",
        }
        script.add(monitors.own(at, "desk-fr", **event))
