"""tocsin sources: look once at a source with a person, and show what its messages would become."""

from pathlib import Path

import click
import msgspec

from tocsin.cli import formats, ready
from tocsin.cli.output import language_option, sentence
from tocsin.connectors.files.read import read_section
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import BadInput, Fault, fault
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.organisation.check import check
from tocsin.core.organisation.decoding import decode
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.values import Source
from tocsin.core.translation import samples
from tocsin.core.translation.formats import Formats
from tocsin.core.translation.translate import explain, translate

_SHOWN = 3


@click.group()
def sources() -> None:
    """Sources: who sends us messages, and how they are read."""


@sources.command(name="try")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", "key", help="Which source of FILE.", show_default="the only one that can be tried")
@click.option(
    "--formats",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the formats are.",
    show_default="formats beside FILE",
)
@click.option("--messages", "count", default=_SHOWN, show_default=True, help="How many messages to explain.")
@language_option("en")
def try_(file: Path, key: str | None, folder: Path | None, count: int, language: Language) -> None:
    """Look once at a source of FILE (as sources.yaml), and explain what it would become. Nothing is kept.

    For a REST API: a login and the first page of each resource. These calls count in the budget of the contract.
    """
    ready.database()
    from tocsin.flow.channels import CHANNELS
    from tocsin.flow.sources.lines import sample

    source = _chosen(file, key)
    try:
        found = sample(source, CHANNELS[source.channel])
    except (KeyError, OSError, msgspec.ValidationError) as missing:
        raise BadInput([fault("cli.sources.secret", file=str(file), reason=str(missing))]) from missing
    click.echo(sentence("cli.sources.found", count=len(found), source=source.key))
    compiled = formats.load(folder or file.parent / "formats")
    for message in found[:count]:
        _show(message, compiled, language)


def _chosen(file: Path, key: str | None) -> Source:
    objects, mistakes = read_section(file, Section.SOURCE)
    if mistakes:
        raise BadInput(list(mistakes))
    wanted = [declared for declared in objects if key in (None, declared.key) and _can_be_tried(declared)]
    if len(wanted) != 1:
        names = [declared.key for declared in objects if _can_be_tried(declared)]
        raise BadInput([fault("cli.sources.which", file=str(file), names=names)])
    wrong = _faults(wanted[0])
    if wrong:
        raise BadInput(wrong)
    found = decode(wanted[0])
    assert isinstance(found, Source)
    return found


def _can_be_tried(declared: Object) -> bool:
    from tocsin.flow.channels import CHANNELS

    connector = CHANNELS.get(str(declared.spec.get("channel")))
    return connector is not None and connector.sample is not None


def _faults(declared: Object) -> list[Fault]:
    from tocsin.flow.channels import CHANNELS

    return list(check([declared], CHANNELS, unread=set(Section))[0])


def _show(message: Message, compiled: Formats, language: Language) -> None:
    click.secho(f"\n--- {message.envelope.get('resource', message.source)} ---\n", bold=True)
    click.echo(msgspec.json.format(message.body, indent=2).decode())
    for position, why in enumerate(explain(message, compiled), 1):
        click.echo(f"{position:>3}. {render_why(why, language)}".replace("\n", "\n     "))
    click.echo("\n" + formats.as_yaml(samples.shown(translate(message, compiled))))
