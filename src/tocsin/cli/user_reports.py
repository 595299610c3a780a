"""tocsin user-reports: what users write and say, which incident it is about, and what they are answered."""

from typing import TYPE_CHECKING
from uuid import uuid4

import click

from tocsin.cli import ready
from tocsin.cli.output import as_option, language_option, print_json, sentence
from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.kernel.sentences import Language, declare, declare_faults, render_why
from tocsin.core.kernel.subject import SubjectKind, subject_in

if TYPE_CHECKING:
    from tocsin.core.userreport.values import UserReport

declare(
    {
        "cli.user_reports.recorded": ("enregistré", "recorded"),
        "cli.user_reports.opened": ("incident en cours", "an incident under way"),
        "cli.user_reports.corrected": ("correction", "correction"),
        "cli.user_reports.workaround": ("que faire en attendant", "what to do meanwhile"),
        "cli.user_reports.answered": ("réponse", "answer"),
        "cli.user_reports.resolved": ("résolu", "resolved"),
        "cli.user_reports.reopened": ("rouvert", "reopened"),
        "cli.user_reports.not_mailed": ("pas de courriel", "no mail"),
    }
)
declare_faults(
    {
        "cli.no_user_report": (
            "« {number} » n'est pas un signalement",
            "{number!r} is no user's report",
            "écrivez RPT-12",
            "write RPT-12",
        ),
    }
)
_AS = click.option(
    "--as", "account", required=True, metavar="ACCOUNT", help="Who acts: a user name of Tocsin."
)


@click.group(name="user-reports")
def user_reports() -> None:
    """What users write and say is wrong.

    Each report is linked to the incident that it is about, and its user is kept informed by mail. What the pages may do, an
    account may do here (--as).
    """


@user_reports.command(name="list")
@click.option("--incident", metavar="INC-42", help="Those about this incident only.")
@click.option("--most", type=click.IntRange(1, 1000), default=50, show_default=True)
@as_option
def list_(incident: str | None, most: int, output: str) -> None:
    """List the latest, newest first."""
    number = _incident(incident) if incident else None
    ready.database()
    from tocsin.store import userreports

    found = userreports.about([number]) if number else userreports.latest(most)
    if output == "json":
        print_json(found)
        return
    for report in found:
        _line(report)


@user_reports.command()
@click.argument("number", metavar="RPT-12")
@language_option("en")
@as_option
def show(number: str, language: Language, output: str) -> None:
    """Show one: what was said, which incident it is about and why, and what the user was mailed."""
    known = _number(number)
    ready.database()
    from tocsin.flow.userreports import records

    report = records.load(known)
    if output == "json":
        print_json(report)
        return
    _line(report)
    click.echo(f"  {report.text}")
    for why in report.judgement.reasons if report.judgement else ():
        click.echo(f"  {render_why(why, language)}")
    for had in report.informed:
        mailed = report.address if had.mailed else sentence("cli.user_reports.not_mailed")
        click.echo(f"  {had.at:%Y-%m-%d %H:%MZ} {sentence(f'cli.user_reports.{had.news.value}')}: {mailed}")


@user_reports.command()
@click.argument("text")
@click.option("--caller", required=True, help="A mail address, at which they are answered, or a name.")
@click.option("--place", default="", help="The application or place that they mean, by key or name.")
@click.option("--incident", metavar="INC-42", help="It is about this incident.")
@click.option("--opens", is_flag=True, help="It is a new trouble: open an incident.")
@_AS
def call(text: str, caller: str, place: str, incident: str | None, opens: bool, account: str) -> None:
    """Record a user's call: TEXT is what they say.

    Without --incident and --opens it is linked to the incident that it is certainly about, if there is one.
    """
    about = _incident(incident) if incident else None
    who = ready.account(account)
    from tocsin.flow.incidents import reporting
    from tocsin.flow.organisation import snapshot
    from tocsin.flow.userreports import records

    key = place if place in snapshot().items else ""
    item = reporting.item_of(key, place) if place else ""
    written = records.Call(text=text, caller=caller, key=uuid4().hex, item=item, incident=about, opens=opens)
    _line(records.record(who, written))


@user_reports.command()
@click.argument("number", metavar="RPT-12")
@click.argument("incident", metavar="INC-42")
@_AS
def link(number: str, incident: str, account: str) -> None:
    """Say which incident it is about; the user is informed of the correction."""
    _move(number, _incident(incident), account)


@user_reports.command()
@click.argument("number", metavar="RPT-12")
@_AS
def unlink(number: str, account: str) -> None:
    """Say that it is about no known incident."""
    _move(number, None, account)


@user_reports.command()
@click.argument("number", metavar="RPT-12")
@click.argument("note")
@_AS
def answer(number: str, note: str, account: str) -> None:
    """Mail NOTE to its user."""
    known, who = _number(number), ready.account(account)
    from tocsin.flow.userreports import records

    _line(records.answer(who, known, note))


@user_reports.command()
@click.argument("incident", metavar="INC-42")
@click.argument("note")
@_AS
def inform(incident: str, note: str, account: str) -> None:
    """Mail NOTE, what they can do meanwhile, to all who reported the incident; prints to how many."""
    number, who = _incident(incident), ready.account(account)
    from tocsin.flow.userreports import records

    click.echo(records.inform(who, number, note))


def _move(number: str, incident: int | None, account: str) -> None:
    known, who = _number(number), ready.account(account)
    from tocsin.flow.userreports import records

    _line(records.move(who, known, incident))


def _number(text: str) -> int:
    subject = subject_in(text)
    if subject is None or subject.kind is not SubjectKind.REPORT:
        raise BadInput([fault("cli.no_user_report", number=text)])
    return subject.id


def _incident(text: str) -> int:
    subject = subject_in(text)
    if subject is None or subject.kind is not SubjectKind.INCIDENT:
        raise BadInput([fault("cli.no_incident", incident=text)])
    return subject.id


def _line(report: "UserReport") -> None:
    about = f"INC-{report.incident}" if report.incident else "-"
    said = " ".join((report.title or report.text).split())[:60]
    click.echo(f"{report.subject.number:9} {report.at:%Y-%m-%d %H:%MZ} {about:9} {report.reporter:30} {said}")
