"""tocsin work: what concerns a person now, what runs out first before the others."""

import click

from tocsin.cli import ready
from tocsin.cli.output import as_option, language_option, print_json
from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.kernel.sentences import Language


@click.command()
@click.argument("person", metavar="PERSON")
@language_option("en")
@as_option
def work(person: str, language: Language, output: str) -> None:
    """Print the incidents of PERSON and of their teams.

    What runs out first comes first. PERSON is a key.
    """
    ready.database()
    from tocsin.core.organisation.rendering import render_named
    from tocsin.flow.organisation import snapshot
    from tocsin.flow.work import work_of

    organisation = snapshot()
    if person not in organisation.persons:
        raise BadInput([fault("cli.no_person", person=person)])
    tasks = work_of(person)
    if output == "json":
        print_json(
            [{"number": task.incident.number, "lists": task.lists, "first": task.first} for task in tasks]
        )
        return
    for task in tasks:
        first = (
            f"{task.first.at:%Y-%m-%d %H:%MZ} {render_named(task.first.why, organisation, language)}"
            if task.first
            else "-"
        )
        click.echo(
            f"{task.incident.number} {task.incident.priority.value} [{', '.join(task.lists)}] {first}\n"
            f"  {getattr(task.incident.title, language)}"
        )
