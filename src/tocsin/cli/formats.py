"""tocsin formats: test the samples of formats, try a message, list what is there. Needs no database."""

import json
import sys
from difflib import unified_diff
from pathlib import Path
from typing import Any

import click
import yaml

from tocsin.connectors.files import tree
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import BadInput, Fault
from tocsin.core.kernel.sentences import Language, say
from tocsin.core.translation import samples
from tocsin.core.translation.formats import Formats, compile_formats, faults_of
from tocsin.core.translation.translate import explain, translate
from tocsin.core.translation.values import Translation

DEFAULT = "examples/cachemire/formats"
FORMAT_FILE = "format.yaml"


@click.group()
def formats() -> None:
    """Formats: how the messages of a source are said again in our words (docs/formats)."""


@formats.command()
@click.argument("directories", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def test(directories: tuple[Path, ...], output: str) -> None:
    """Translate every sample and compare it with what is expected. Exit 1 on a difference.

    A sample is a message (NAME.eml, NAME.json ...) in the samples folder of a format, with
    NAME.expected.yaml beside it. Only what is written there is compared.
    """
    results = [one for folder in directories or (Path(DEFAULT),) for one in _tested(folder)]
    if output == "json":
        click.echo(json.dumps(results, indent=2, ensure_ascii=False))
    else:
        _show(results)
    if any(one["difference"] for one in results):
        sys.exit(1)


@formats.command(name="try")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--formats", "folder", default=DEFAULT, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option(
    "--source", default="try", show_default=True, help="Name of the source that would have sent it."
)
@click.option("--lang", type=click.Choice(["fr", "en"]), default="en", show_default=True)
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def try_(file: Path, folder: Path, source: str, lang: Language, output: str) -> None:
    """Explain step by step what the message in FILE would become.

    Ends with the result as a sample writes it: what to save as NAME.expected.yaml if it is right.
    """
    compiled = load(folder)
    message = _message(file, source)
    result = translate(message, compiled)
    if output == "json":
        steps = [say(why, lang) for why in explain(message, compiled)]
        click.echo(
            json.dumps({"steps": steps, "result": samples.shown(result)}, indent=2, ensure_ascii=False)
        )
        return
    for number, why in enumerate(explain(message, compiled), 1):
        click.echo(f"{number:>3}. {say(why, lang)}".replace("\n", "\n     "))
    click.echo("\n" + _yaml(samples.shown(result)))


@formats.command(name="list")
@click.argument("directories", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
def list_(directories: tuple[Path, ...], output: str) -> None:
    """The formats in the order in which they are tried, and how many samples each has."""
    rows = []
    for folder in directories or (Path(DEFAULT),):
        for one in load(folder).ordered:
            count = len(_samples(_home(folder, one.name)))
            rows.append({"format": one.name, "priority": one.priority, "samples": count})
    if output == "json":
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{row['format']:<28} priority {row['priority']:>4}   {row['samples']:>3} samples")


def load(folder: Path) -> Formats:
    """The formats of a directory: FOLDER/NAME/format.yaml, or FOLDER/format.yaml alone. Raises BadInput with
    every mistake of every file, by line."""
    faults: list[Fault] = []
    specs: dict[str, dict[str, Any]] = {}
    for file in _files(folder):
        spec, found = _read(file)
        faults += found
        specs[file.parent.name] = spec
    if not specs:
        faults.append(Fault(message="no format here", remedy=f"write NAME/{FORMAT_FILE}", file=str(folder)))
    if faults:
        raise BadInput(faults)
    return compile_formats(specs)


def _files(folder: Path) -> list[Path]:
    own = folder / FORMAT_FILE
    return [own.resolve()] if own.exists() else sorted(folder.glob(f"*/{FORMAT_FILE}"))


def _home(folder: Path, name: str) -> Path:
    return folder if (folder / FORMAT_FILE).exists() else folder / name


def _read(file: Path) -> tuple[dict[str, Any], list[Fault]]:
    """The data of a format file, and its mistakes with their lines."""
    found = tree.parse(file.read_text(encoding="utf-8"), str(file))
    spec = {branch.key: branch.value for branch in found.branches}
    lines: dict[str, int] = {}
    for branch in found.branches:
        lines[branch.key] = branch.line
        for path, line in branch.lines.items():
            lines[branch.key + ("" if path.startswith("[") else ".") + path] = line
    if found.faults:
        return spec, list(found.faults)
    faults = faults_of(file.parent.name, spec)
    return spec, [_located(one, str(file), lines) for one in faults]


def _located(fault: Fault, file: str, lines: dict[str, int]) -> Fault:
    path = fault.field
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return Fault(
        message=fault.message, remedy=fault.remedy, field=fault.field, file=file, line=lines.get(path, 1)
    )


def _samples(folder: Path) -> list[Path]:
    files = sorted((folder / "samples").glob("*"))
    return [one for one in files if one.is_file() and not one.name.endswith((".yaml", ".md"))]


def _tested(folder: Path) -> list[dict[str, Any]]:
    compiled = load(folder)
    results = []
    for name in compiled.names:
        results += [
            {"format": name, "sample": file.name, "difference": _difference(file, compiled)}
            for file in _samples(_home(folder, name))
        ]
    return results


def _difference(file: Path, compiled: Formats) -> list[str]:
    """The lines that differ; none: the sample becomes what is expected."""
    path = file.with_name(file.stem + ".expected.yaml")
    if not path.exists():
        return [f"{path.name} is missing: see what `tocsin formats try {file}` prints at its end"]
    expected = tree.parse(path.read_text(encoding="utf-8"), str(path))
    if expected.faults:
        return [str(one) for one in expected.faults]
    wanted = {branch.key: branch.value for branch in expected.branches}
    result: Translation = translate(_message(file, "sample", wanted), compiled)
    wanted.pop("received_at", None)
    wanted.pop("envelope", None)
    found = samples.alike(samples.shown(result), wanted)
    if found == wanted:
        return []
    before, after = _yaml(wanted).splitlines(), _yaml(found).splitlines()
    return list(unified_diff(before, after, "expected", "found", lineterm="", n=2))


def _message(file: Path, source: str, wanted: dict[str, Any] | None = None) -> Message:
    content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    said = wanted or {}
    return samples.message(
        file.name, content, source, str(said.get("received_at", "")), dict(said.get("envelope", {}))
    )


def _yaml(value: Any) -> str:
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110))


def _show(results: list[dict[str, Any]]) -> None:
    failed = [one for one in results if one["difference"]]
    for one in failed:
        click.secho(f"✗ {one['format']}/{one['sample']}", fg="red", bold=True)
        for line in one["difference"]:
            colour = {"-": "red", "+": "green"}.get(line[:1])
            click.secho(f"    {line}", fg=colour)
    by_format: dict[str, int] = {}
    for one in results:
        by_format[one["format"]] = by_format.get(one["format"], 0) + (not one["difference"])
    for name, good in by_format.items():
        total = sum(one["format"] == name for one in results)
        click.echo(f"{'✓' if good == total else '✗'} {name:<28} {good}/{total}")
    click.echo(f"{len(results) - len(failed)} of {len(results)} samples become what is expected.")
