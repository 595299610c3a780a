"""tocsin what-if: who would be notified when, by which way and at what cost, if something failed at a given time."""

from datetime import datetime
from zoneinfo import ZoneInfo

import click

from tocsin.cli import ready
from tocsin.cli.output import as_option, language_option, print_json
from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.kernel.sentences import Language, declare

declare(
    {
        "cli.what_if.item": (
            "nommez une seule chose qui tombe : --rack, --room, --device, --application ou --item",
            "name the one thing that fails: --rack, --room, --device, --application or --item",
        ),
    }
)
_BY_NAME = ("site", "room", "rack", "pdu", "device", "application")


def _named(command: click.Command) -> click.Command:
    for name in reversed(_BY_NAME):
        command.params.insert(0, click.Option([f"--{name}"], help=f"Its name or key ({name})."))
    return command


@_named
@click.command("what-if")
@click.option("--item", help="The key of any item.")
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]),
    help="In the group's zone; without it: now.",
)
@click.option("--kind", default="", help="What is reported of it (kinds.yaml); without it: that it is down.")
@language_option("en")
@as_option
def what_if(
    item: str | None, at: datetime | None, kind: str, language: Language, output: str, **named: str | None
) -> None:
    """Who would be notified, if nobody took it for a day.

    By the rules, the policy and the roster of that time; nothing is written and nobody is notified.
    """
    ready.database()
    from tocsin.core.inventory.values import ItemType
    from tocsin.core.rehearsal.rendering import lines
    from tocsin.flow import clock, rehearsing
    from tocsin.flow.organisation import snapshot

    asked = {name: text for name, text in named.items() if text}
    if len(asked) + bool(item) != 1:
        raise BadInput([fault("cli.what_if.item", field="item")])
    if item:
        key = rehearsing.item_named(item)
    else:
        ((name, text),) = asked.items()
        key = rehearsing.item_named(text, ItemType(name))
    zone = ZoneInfo(snapshot().settings.zone)
    instant = at.replace(tzinfo=zone) if at else clock.now()
    course = rehearsing.what_if(key, instant, kind=kind)
    if output == "json":
        print_json(course)
        return
    for line in lines(course, snapshot(), language):
        click.echo(line)
