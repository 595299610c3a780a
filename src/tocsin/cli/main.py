"""tocsin: one command line. Commands load only what they need."""

import importlib
import sys
from keyword import iskeyword
from typing import NoReturn

import click

from tocsin import __version__
from tocsin.cli.output import locale_language
from tocsin.core.kernel.errors import BadInput, NotFound, TocsinError, Unavailable

EXIT_CODES = """\b
Exit codes:
  0  done
  1  done, and not all is right: a mistake (check, formats test), a bad part (doctor), a file (feed)
  2  the command line, a variable or the input is wrong; the mistakes are listed, nothing was done
  3  no such thing
  4  a part that is needed (the database, a folder, a mail server) does not answer
  5  refused by the rules
130  interrupted"""

_UNAVAILABLE = 4
_COMMANDS = {
    "up": "tocsin.cli.run",
    "web": "tocsin.cli.run",
    "worker": "tocsin.cli.run",
    "migrate": "tocsin.cli.database",
    "backup": "tocsin.cli.backup",
    "restore": "tocsin.cli.backup",
    "doctor": "tocsin.cli.doctor",
    "account": "tocsin.cli.account",
    "accounts": "tocsin.cli.account",
    "check": "tocsin.cli.organisation",
    "apply": "tocsin.cli.organisation",
    "export": "tocsin.cli.organisation",
    "import": "tocsin.cli.importing",
    "history": "tocsin.cli.history",
    "feed": "tocsin.cli.feed",
    "formats": "tocsin.cli.formats",
    "sources": "tocsin.cli.sources",
    "why": "tocsin.cli.why",
    "work": "tocsin.cli.work",
    "search": "tocsin.cli.search",
    "figures": "tocsin.cli.figures",
    "commitments": "tocsin.cli.commitments",
    "user-reports": "tocsin.cli.user_reports",
    "major": "tocsin.cli.major",
    "access": "tocsin.cli.access",
    "statement": "tocsin.cli.statement",
    "duty": "tocsin.cli.duty",
    "what-if": "tocsin.cli.what_if",
    "handbook": "tocsin.cli.handbook",
    "providers": "tocsin.cli.providers",
    "announce": "tocsin.cli.announce",
    "demo": "tocsin.demo.command",
    "world": "tocsin.demo.command",
    "provider": "tocsin.demo.provider.command",
    "telephones": "tocsin.demo.telephones",
}


class _Commands(click.Group):
    """Sub-commands by name, imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(_COMMANDS[cmd_name])
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name.replace("-", "_")
        command: click.Command = getattr(module, name)
        return command


@click.group(
    cls=_Commands,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="tocsin")
def tocsin() -> None:
    """The client's side of an outsourced IT infrastructure.

    Tocsin receives the messages of the hosting provider, the monitoring servers and the ticket desks, translates
    them into the company's vocabulary, and works out what is down and for whom. It opens one incident for each
    failure, assigns it to one team, measures it against the commitments of the company and of its suppliers,
    and gives the reasons of every step (tocsin why INC-42).

    \b
    Start here:
      tocsin demo                     a simulated company, in a browser
      tocsin check DIR                is this organisation right?
      tocsin migrate                  make the tables
      tocsin apply DIR                take it over
      tocsin account ME --role administrator
      tocsin up                       everything in one process tree
      tocsin COMMAND --help           the manual page of a command

    \b
    Environment:
      TOCSIN_DATA      where the embedded database and the secret key live
      DATABASE_URL     a PostgreSQL (15 or later) of your own instead
      TOCSIN_URL       the address that people use, for the links in notices
      TOCSIN_HOSTS     host names that the web server answers to, comma-separated
      TOCSIN_RELAY     the mail server that takes our notices: smtp+starttls://user:password@host
      TOCSIN_LOG       text or json; all others: docs/guide/operator.md
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
        _end(_exit_code(error), _sentence(error))
    except OSError as error:
        _end(_UNAVAILABLE, ": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
    except Exception as error:  # the outermost edge: the database may go at any moment of a command
        if not _is_of_the_database(error):
            raise
        _end(_UNAVAILABLE, _sentence(Unavailable("error.database_away", reason=str(error).strip())))


def _end(code: int, text: str) -> NoReturn:
    click.echo(f"tocsin: {text}", err=True)
    sys.exit(code)


def _sentence(error: TocsinError) -> str:
    """In the language of the locale; ``flow`` knows the sentences of every stage."""
    importlib.import_module("tocsin.flow.sentences")
    faults = error.faults if isinstance(error, BadInput) else ()
    return "\n".join(
        [error.sentence(locale_language("en")), *(fault.sentence(locale_language("en")) for fault in faults)]
    )


def _is_of_the_database(error: Exception) -> bool:
    """Whether the database went away in the middle of a command."""
    from tocsin.store.failure import FAILURES, is_transient

    return isinstance(error, FAILURES) and is_transient(error)


def _exit_code(error: TocsinError) -> int:
    codes: list[tuple[type[TocsinError], int]] = [(BadInput, 2), (NotFound, 3), (Unavailable, _UNAVAILABLE)]
    return next((code for kind, code in codes if isinstance(error, kind)), 5)
