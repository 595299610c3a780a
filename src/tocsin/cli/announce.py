"""tocsin announce: one line above every page, for works on Tocsin itself or anything that everybody should know."""

import click

from tocsin.cli import ready
from tocsin.cli.output import sentence


@click.command()
@click.argument("text", default="")
@click.option("--en", default="", help="The same in English; without it everybody reads TEXT.")
@click.option("--end", is_flag=True, help="Announce nothing any more.")
def announce(text: str, en: str, end: bool) -> None:
    """Announce TEXT above every page, until --end.

    It is kept in the data folder (TOCSIN_DATA). Where several hosts serve pages, announce it on each.
    """
    if bool(text) is end:
        raise click.UsageError("give either a TEXT or --end")
    ready.configure()
    from tocsin.core.organisation.values import Label
    from tocsin.flow import announcement

    if end:
        announcement.withdraw()
    else:
        announcement.announce(announcement.Announcement(title=Label(fr=text, en=en or text)))
    click.echo(sentence("cli.announce.ended" if end else "cli.announce.done"))
