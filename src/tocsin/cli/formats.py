"""tocsin formats: test the samples of formats, try a message, list what is there. Needs no database."""

import io
import json
import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

import click
import yaml

from tocsin.cli import drafts
from tocsin.cli.examples import example
from tocsin.cli.output import as_option, language_option, locale_language, sentence
from tocsin.connectors.feed import mbox
from tocsin.connectors.files import spec as files_spec
from tocsin.connectors.files import tree
from tocsin.connectors.kit.handed import read_handed
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import BadInput, Fault, fault
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.translation import samples
from tocsin.core.translation.formats import Formats, compile_formats, faults_of
from tocsin.core.translation.translate import explain, rivals, translate
from tocsin.core.translation.values import Status
from tocsin.flow import clock

FORMAT_FILE = "format.yaml"
_KINDS_FILE = "kinds.yaml"
_MOST_YAML, _MOST_MAIL = 2 * 2**20, 48 * 2**20  # bytes; an mbox may hold several mails


@click.group()
def formats() -> None:
    """Test the samples of formats, try a message, list formats.

    A format says in YAML how the messages of a source are said again in our words (docs/formats).
    """


@formats.command()
@click.argument("directories", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@as_option
def test(directories: tuple[Path, ...], output: str) -> None:
    """Translate every sample and compare it with what is expected. Exit 1 on a difference.

    A sample is a message (NAME.eml, NAME.json ...) in the samples folder of a format, with
    NAME.expected.yaml beside it. Only what is written there is compared.
    """
    results = [result for folder in directories or (_example(),) for result in _tested(folder)]
    if output == "json":
        click.echo(json.dumps(results, indent=2, ensure_ascii=False))
    else:
        _show(results)
    if any(result["difference"] for result in results):
        sys.exit(1)


@formats.command(name="try")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path, allow_dash=True))
@click.option(
    "--formats",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the formats are.",
    show_default="those around the sample FILE, else examples/cachemire/formats",
)
@click.option(
    "--source", default="try", show_default=True, help="Name of the source that would have sent it."
)
@language_option("en")
@as_option
def try_(file: Path, folder: Path | None, source: str, language: Language, output: str) -> None:
    """Explain step by step what the message in FILE would become; - is standard input.

    A mail is tried as received at its Date, anything else as received now: ``received_at`` in the result says so.
    FILE is a mail, JSON, JSON lines, CSV, iCalendar, HTML or text by the end of its name, or an mbox. Ends with the
    result as a sample writes it: what to save as NAME.expected.yaml if it is right.
    """
    compiled = load(folder or _around(file))
    for number, message in enumerate(_messages(file, source), 1):
        steps = [render_why(why, language) for why in explain(message, compiled)]
        result = samples.shown(translate(message, compiled)) | samples.received(message)
        if output == "json":
            click.echo(json.dumps({"steps": steps, "result": result}, indent=2, ensure_ascii=False))
            continue
        if number > 1:
            click.secho(f"\n--- message {number} ---\n", bold=True)
        for position, step in enumerate(steps, 1):
            click.echo(f"{position:>3}. {step}".replace("\n", "\n     "))
        click.echo("\n" + as_yaml(result))


@formats.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--formats",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where formats are: the folder formats of your organisation.",
)
@click.option("--name", default="", help="Of the format.", show_default="the sender's domain")
@click.option(
    "--zone", default="Europe/Paris", show_default=True, help="Time zone of the times that the mail writes."
)
@click.option("--replace", "over", is_flag=True, help="Write over a format of that name, and its samples.")
def new(file: Path, folder: Path, name: str, zone: str, over: bool) -> None:
    """Write a first format out of the mail in FILE, by its own labels or table, with the mail as its sample.

    A beginning: the words that it took for yours are guesses. Correct the file, and look at what comes out with
    'tocsin formats try'. A format that exists is not written over, unless --replace is said.
    """
    (message,) = list(_messages(file, "try"))[:1]
    drafted = drafts.write(
        message, file, folder, name=name, zone=zone, kinds=_kinds_beside(folder), over=over
    )
    result = samples.shown(translate(message, load(drafted.home)))
    drafted.expected.write_text(as_yaml(result), encoding="utf-8")
    click.echo(sentence("cli.formats.new", file=str(drafted.home / FORMAT_FILE)))
    if drafted.unread:
        click.echo(sentence("cli.formats.new_unread", labels=drafted.unread))
    click.echo("\n" + as_yaml(result))


@formats.command(name="list")
@click.argument("directories", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@as_option
def list_(directories: tuple[Path, ...], output: str) -> None:
    """The formats in the order in which they are tried, and how many samples each has."""
    rows = []
    for folder in directories or (_example(),):
        for format_ in load(folder).ordered:
            count = len(_samples(_home(folder, format_.name)))
            rows.append({"format": format_.name, "priority": format_.priority, "samples": count})
    if output == "json":
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{row['format']:<28} priority {row['priority']:>4}   {row['samples']:>3} samples")


def load(folder: Path) -> Formats:
    """The formats of a directory: FOLDER/NAME/format.yaml, or FOLDER/format.yaml alone. Raises BadInput with
    every mistake of every file, by line. Kinds are those of the organisation that the directory is part of, if it is."""
    faults: list[Fault] = []
    kinds = _kinds_beside(folder)
    specs: dict[str, dict[str, Any]] = {}
    for file in _files(folder):
        spec, found = _read(file, kinds)
        faults += found
        specs[file.parent.name] = spec
    if not specs:
        faults.append(fault("cli.formats.none", file=str(folder), name=FORMAT_FILE))
    if faults:
        raise BadInput(faults)
    return compile_formats(specs, kinds=kinds)


def _kinds_beside(folder: Path) -> tuple[str, ...]:
    """The kinds of the organisation: ORGANISATION/formats, or ORGANISATION/formats/NAME, is the folder."""
    for above in (folder.resolve().parent, folder.resolve().parent.parent):
        file = above / _KINDS_FILE
        if file.is_file():
            return tuple(branch.key for branch in tree.parse(_text(file), str(file)).branches)
    return ()


def _files(folder: Path) -> list[Path]:
    own = folder / FORMAT_FILE
    return [own.resolve()] if own.exists() else sorted(folder.glob(f"*/{FORMAT_FILE}"))


def _home(folder: Path, name: str) -> Path:
    return folder if (folder / FORMAT_FILE).exists() else folder / name


def _around(file: Path) -> Path:
    """The formats among which a sample lies: FORMATS/NAME/samples/FILE."""
    return file.resolve().parents[2] if file.parent.name == "samples" else _example()


def _example() -> Path:
    return example("cachemire", "formats")


def _read(file: Path, kinds: tuple[str, ...]) -> tuple[dict[str, Any], list[Fault]]:
    """The data of a format file, and its mistakes with their lines."""
    spec, lines, faults = parsed(file)
    return spec, faults or [located(fault, file, lines) for fault in faults_of(file.parent.name, spec, kinds)]


def parsed(file: Path) -> tuple[dict[str, Any], dict[str, int], list[Fault]]:
    """The data of a YAML file, the line of every path in it, and what keeps it from being read."""
    return files_spec.parsed(_text(file), str(file))


def _text(file: Path) -> str:
    return read_handed(file, _MOST_YAML).decode("utf-8", errors="replace")


def located(found: Fault, file: Path, lines: dict[str, int]) -> Fault:
    """The mistake with the file and the line of its path."""
    return files_spec.located(found, str(file), lines)


def _samples(folder: Path) -> list[Path]:
    files = sorted((folder / "samples").glob("*"))
    return [file for file in files if file.is_file() and not file.name.endswith((".yaml", ".md"))]


def _tested(folder: Path) -> list[dict[str, Any]]:
    compiled = load(folder)
    return [
        {"format": name, "sample": file.name, **_outcome(name, file, compiled)}
        for name in compiled.names
        for file in _samples(_home(folder, name))
    ]


def _outcome(name: str, file: Path, compiled: Formats) -> dict[str, Any]:
    """The lines that differ, none if the sample becomes what is expected; and who else would take it."""
    path = file.with_name(file.stem + ".expected.yaml")
    if not path.exists():
        lacking = sentence("cli.formats.lacking", name=path.name, file=str(file))
        return {"difference": [lacking], "rivals": ()}
    wanted, lines, faults = parsed(path)
    faults = faults or [located(fault, path, lines) for fault in samples.mistakes(wanted)]
    if faults:
        return {"difference": [fault.sentence(locale_language("en")) for fault in faults], "rivals": ()}
    message = samples.message(
        file.name,
        read_handed(file, _MOST_MAIL),
        "sample",
        now=clock.now(),
        received_at=str(wanted.pop("received_at", "")),
        envelope={key: str(value) for key, value in wanted.pop("envelope", {}).items()},
    )
    if wanted.get("status") not in (Status.UNTRANSLATED, Status.QUARANTINED):
        wanted.setdefault("format", name)
    found = samples.alike(samples.shown(translate(message, compiled)), wanted)
    return {"difference": _difference(wanted, found), "rivals": rivals(message, compiled)}


def _difference(wanted: Any, found: Any) -> list[str]:
    if found == wanted:
        return []
    before, after = as_yaml(wanted).splitlines(), as_yaml(found).splitlines()
    return list(unified_diff(before, after, "expected", "found", lineterm="", n=2))


def _messages(file: Path, source: str) -> Iterator[Message]:
    """The message of a file, or each mail of an mbox."""
    content = read_handed(file, _MOST_MAIL)
    mails = [content]
    if file.suffix.lower() == ".mbox" or (content.startswith(b"From ") and file.suffix.lower() != ".eml"):
        mails = [mail for _, mail in mbox.entries(io.BytesIO(content), len(content))]
    return (samples.message(file.name, mail, source, now=clock.now()) for mail in mails)


def as_yaml(value: Any) -> str:
    """A value as the samples write it."""
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110))


def _show(results: list[dict[str, Any]]) -> None:
    failed = [result for result in results if result["difference"]]
    for result in failed:
        click.secho(f"✗ {result['format']}/{result['sample']}", fg="red", bold=True)
        for line in result["difference"]:
            colour = {"-": "red", "+": "green"}.get(line[:1])
            click.secho(f"    {line}", fg=colour)
    for result in results:
        if result["rivals"]:
            sample = f"{result['format']}/{result['sample']}"
            click.secho(sentence("cli.formats.rivals", sample=sample, names=result["rivals"]), fg="yellow")
    by_format: dict[str, int] = {}
    for result in results:
        by_format[result["format"]] = by_format.get(result["format"], 0) + (not result["difference"])
    for name, good in by_format.items():
        total = sum(result["format"] == name for result in results)
        click.echo(f"{'✓' if good == total else '✗'} {name:<28} {good}/{total}")
    click.echo(sentence("cli.formats.count", good=len(results) - len(failed), total=len(results)))
