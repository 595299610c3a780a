"""How commands print: for people, or as JSON with -o json."""

from typing import Any

import click
import msgspec

as_option = click.option(
    "-o",
    "--output",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)


def print_json(data: Any) -> None:
    """Print the data as indented JSON."""
    click.echo(msgspec.json.format(msgspec.json.encode(data), indent=2).decode())
