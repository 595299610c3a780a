"""tocsin search: what is found by a text, over everything."""

import click

from tocsin.cli import ready
from tocsin.cli.output import as_option, language_option, print_json
from tocsin.core.kernel.sentences import Language


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option("--most", type=click.IntRange(1, 200), default=20, show_default=True, help="Of each sort.")
@language_option("en")
@as_option
def search(text: tuple[str, ...], most: int, language: Language, output: str) -> None:
    """Incidents, tickets, problems, works, places, people by TEXT. # before it: incidents only, @: people, :: places."""
    ready.database()
    from tocsin.core.kernel.subject import Subject, SubjectKind
    from tocsin.flow.organisation import snapshot
    from tocsin.flow.searching import everything

    found = everything(" ".join(text), most)
    if output == "json":
        print_json({"rows": found.rows, "items": found.items, "entries": found.entries})
        return
    for row in found.rows:
        kind = SubjectKind.INCIDENT if row.kind == "ticket" else SubjectKind(row.kind)
        click.echo(f"{Subject(kind=kind, id=row.of).number}  {row.title.get(language, '')}")
    for key in found.items:
        click.echo(f"{key}  {snapshot().display_name(key)}")
    for entry in found.entries:
        click.echo(f"{entry.key}  {entry.name}  {entry.about}".rstrip())
