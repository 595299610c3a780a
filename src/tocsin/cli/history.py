"""tocsin history: incidents that another program has kept become imported history, by a mapping of their columns."""

from collections import Counter
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click
import msgspec
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

import tocsin.cli.sentences_history  # noqa: F401  declared when imported
from tocsin.cli import ready
from tocsin.cli.formats import as_yaml, located, parsed
from tocsin.cli.output import as_option, locale_language, print_json, sentence
from tocsin.connectors.histories.rows import digest_of, headings_of, rows_of, sheets_left
from tocsin.core.history.mapping import Mapping, compiled_mapping
from tocsin.core.history.values import Made, Refusal
from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.kernel.sentences import render_why
from tocsin.core.translation.language.pieces import header_word

if TYPE_CHECKING:
    from tocsin.store.histories import Progress as Imported

_TRIED = 500  # rows
_SHOWN = 3  # incidents
_REFUSED_SHOWN = 10
_mapping = click.option(
    "--mapping",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the columns mean (YAML).",
)
_origin = click.option(
    "--origin",
    default="",
    help="The program that kept the incidents.",
    show_default="the mapping's file name",
)
_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def history() -> None:
    """Take over the incidents that another program has kept."""


@history.command(name="try")
@_file
@_mapping
@_origin
@click.option("--rows", default=_TRIED, show_default=True, help="How many rows are tried.")
@click.option("--show", default=_SHOWN, show_default=True, help="How many incidents are shown.")
@as_option
def try_(file: Path, mapping: Path, origin: str, rows: int, show: int, output: str) -> None:
    """Show what the first rows of FILE (CSV, XLSX, XES; also .gz, .zip) would become. Nothing is written."""
    ready.database()
    from tocsin.flow.histories.making import tried

    read = _compiled(mapping)
    unused, absent = _columns(file, read)
    found = tried(read, origin or mapping.stem, rows_of(file, read.file), rows)
    words = Counter(f"{remark.field}: {remark.text}" for remark in found.remarks)
    if output == "json":
        print_json(
            {
                "incidents": [_as_data(each) for each in found.made],
                "refused": [_refusal(each) for each in found.refusals],
            }
        )
        return
    click.echo(sentence("cli.history.columns", used=sorted(read.columns - set(absent)), unused=unused))
    if absent:
        click.secho(sentence("cli.history.absent", columns=absent), fg="yellow")
    for each in found.made[:show]:
        click.echo("\n" + as_yaml(_as_data(each)).rstrip())
    click.echo()
    for refusal in found.refusals[:_REFUSED_SHOWN]:
        click.secho(f"{file}:{refusal.line}: {refusal.field}: {_reason(refusal)}", fg="yellow")
    if words:
        click.echo(
            sentence(
                "cli.history.left_out", words=[f"{word} ({count})" for word, count in words.most_common(20)]
            )
        )
    click.echo(
        sentence(
            "cli.history.tried",
            rows=found.rows,
            incidents=len(found.made),
            refused=len(found.refusals),
            left_aside=found.left_aside,
        )
    )


@history.command()
@_file
def propose(file: Path) -> None:
    """Print a mapping for FILE, from its headings and its first rows: to be corrected, then tried."""
    ready.database()
    from tocsin.flow.histories.prepared import proposed

    click.echo(proposed(file, str(file)), nl=False)


@history.command(name="import")
@_file
@_mapping
@_origin
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where refused rows are listed (CSV).",
    show_default="FILE.refused.csv",
)
@as_option
def import_(file: Path, mapping: Path, origin: str, report: Path | None, output: str) -> None:
    """Import the incidents of FILE (CSV, XLSX, XES; also .gz, .zip), as the mapping reads them.

    They count in lists, figures, recurrence and likeness; they start no clock, notify nobody, and take part in no
    correlation. A second import of the same origin changes what has changed, and doubles nothing. An import that is
    interrupted goes on where it was when the same command is given again. Exit code 1 if rows were refused.
    """
    ready.database()
    from tocsin.flow.histories.importing import Import
    from tocsin.flow.histories.refused import write_report

    read, listed = _compiled(mapping), report or file.with_name(f"{file.name}.refused.csv")
    _columns(file, read)
    digest = f"{digest_of(file)}-{digest_of(mapping)}"
    asked = Import(read, origin or mapping.stem, file.name, digest)
    started = monotonic()
    with _Bar() as bar:
        done = asked.run(rows_of(file, read.file), bar.show)
    write_report(done.id, listed, locale_language("en"))
    _print(done, listed, round(monotonic() - started, 1), output)
    raise click.exceptions.Exit(1 if done.counts.get("refused") else 0)


@history.command(name="list")
@as_option
def list_(output: str) -> None:
    """The imports, the newest first."""
    ready.database()
    from tocsin.store import histories

    imports = histories.imports()
    if output == "json":
        print_json(imports)
        return
    if not imports:
        click.echo(sentence("cli.history.none"))
    for each in imports:
        counts = "  ".join(f"{what} {count}" for what, count in sorted(each["counts"].items()))
        at = each["started_at"].strftime("%Y-%m-%d %H:%M")
        click.echo(f"{at}  {each['origin']:<16} {each['file']:<32} {each['state']:<8} {counts}")


class _Bar:
    """How far an import is, in the terminal."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}"), TimeElapsedColumn()
        )

    def __enter__(self) -> "_Bar":
        self._progress.start()
        self._task = self._progress.add_task(sentence("cli.history.reading"), total=None)
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show(self, done: "Imported") -> bool:
        """Rows read, then incidents written. Never stops the import."""
        written = sum(done.counts.get(what, 0) for what in ("new", "changed", "unchanged"))
        what = "reading" if done.state == "reading" else "writing"
        self._progress.update(
            self._task,
            description=sentence(f"cli.history.{what}"),
            completed=done.position if what == "reading" else written,
        )
        return True


def _compiled(file: Path) -> Mapping:
    """The mapping. Raises BadInput with every mistake, by line."""
    from tocsin.flow.organisation import snapshot

    spec, lines, faults = parsed(file)
    if faults:
        raise BadInput(faults)
    try:
        return compiled_mapping(spec, kinds=tuple(snapshot().kinds))
    except BadInput as wrong:
        raise BadInput([located(mistake, file, lines) for mistake in wrong.faults]) from wrong


def _columns(file: Path, mapping: Mapping) -> tuple[list[str], list[str]]:
    """The columns of the file that the mapping leaves aside, and those that it names and the file lacks. Raises BadInput if
    it finds none."""
    seen = headings_of(file, mapping.file)
    named, there = (
        {header_word(column) for column in mapping.columns},
        {header_word(column) for column in seen},
    )
    if left := sheets_left(file, mapping.file):
        click.secho(sentence("cli.history.sheets", sheets=list(left)), fg="yellow", err=True)
    if seen and not named & there:
        raise BadInput([fault("fault.history.no_column", file=str(file), seen=list(seen)[:40])])
    unused = [column for column in seen if column and header_word(column) not in named]
    return unused, sorted(column for column in mapping.columns if header_word(column) not in there)


def _print(done: "Imported", report: Path, seconds: float, output: str) -> None:
    if output == "json":
        print_json({"rows": done.position, "seconds": seconds, "report": str(report), **done.counts})
        return
    names = ("new", "changed", "unchanged", "refused", "left_aside", "repeats")
    counts = {name: done.counts.get(name, 0) for name in names}
    click.echo(sentence("cli.history.done", rows=done.position, seconds=seconds, **counts))
    if counts["refused"]:
        click.echo(sentence("cli.history.report", file=str(report)))


def _as_data(made: Made) -> dict[str, Any]:
    """An incident as people check it: what is empty is left out, frozen commitments are their keys."""
    data = msgspec.to_builtins(made.incident)
    data["title"] = made.incident.title.en
    data["terms"] = [term.spec.key for term in made.incident.terms]
    data["line"] = made.line
    data["steps"] = [f"{step.at.isoformat()} {step.state}" for step in made.steps]
    left = ("id", "peak", "holder", "turns", "priority_by", "last_at")
    return {name: value for name, value in data.items() if value and name not in left}


def _refusal(refusal: Refusal) -> dict[str, Any]:
    return {"line": refusal.line, "field": refusal.field, "text": refusal.text, "reason": _reason(refusal)}


def _reason(refusal: Refusal) -> str:
    return render_why(refusal.why, locale_language("en"))
