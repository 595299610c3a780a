"""tocsin: one command line. Commands load only what they need."""

import importlib
import sys

import click

from tocsin import __version__
from tocsin.core.kernel.errors import BadInput, NotFound, TocsinError, Unavailable

EXIT_CODES = """\b
Exit codes:
  0  done
  1  done, and what was checked is not right (check, formats test, doctor)
  2  the input or the command line is wrong; the mistakes are listed
  3  no such thing
  4  a part that is needed (the database, a mail server) does not answer
  5  refused by the rules"""

_COMMANDS = {
    "up": "run",
    "web": "run",
    "worker": "run",
    "migrate": "database",
    "doctor": "doctor",
    "account": "account",
    "check": "organisation",
    "apply": "organisation",
    "export": "organisation",
    "feed": "feed",
    "formats": "formats",
    "why": "why",
    "demo": "demo",
    "world": "demo",
}


class _Commands(click.Group):
    """Sub-commands by name, imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"tocsin.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(cls=_Commands, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tocsin")
def tocsin() -> None:
    """The client's side of an outsourced IT infrastructure.

    Tocsin hears what the hosting provider, the monitoring servers and the ticket desks say, says it in the
    company's words, works out what is down and for whom, makes one incident of it, gives it to one team under
    both commitments, and explains every step (tocsin why INC-42).

    \b
    Start here:
      tocsin demo                     a simulated company, in a browser
      tocsin check DIR                is this organisation right?
      tocsin apply DIR                take it over
      tocsin up                       everything in one process tree

    \b
    Environment:
      TOCSIN_DATA      where the embedded database and the secret key live
      DATABASE_URL     a PostgreSQL (15 or later) of your own instead
      TOCSIN_URL       the address that people use, for the links in notices
      TOCSIN_HOSTS     host names that the web server answers to, comma-separated
    """


def main(arguments: list[str] | None = None) -> None:
    """The entry point: errors of ours become one clear message and a documented exit code."""
    try:
        sys.exit(tocsin.main(args=arguments, prog_name="tocsin", standalone_mode=False))
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except TocsinError as error:
        click.echo(f"tocsin: {error}", err=True)
        sys.exit(_exit_code(error))


def _exit_code(error: TocsinError) -> int:
    codes: list[tuple[type[TocsinError], int]] = [(BadInput, 2), (NotFound, 3), (Unavailable, 4)]
    return next((code for kind, code in codes if isinstance(error, kind)), 5)
