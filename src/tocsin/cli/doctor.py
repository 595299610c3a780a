"""tocsin doctor: is everything that Tocsin needs there, and does it flow?"""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

import click

from tocsin.cli import ready
from tocsin.cli.output import as_option, print_json, sentence, spoken
from tocsin.core.kernel.errors import TocsinError


class Finding(NamedTuple):
    """One thing looked at. ``state``: ok, note (worth knowing), bad (does not work)."""

    part: str
    state: Literal["ok", "note", "bad"]
    message: str


@click.command()
@as_option
def doctor(output: str) -> None:
    """Look at every part and say what is wrong with it.

    The database, its tables, the clock, the organisation, sources, queues and the mail relay. Exit code 1 if one
    is bad.
    """
    findings = list(_examine())
    if output == "json":
        print_json([finding._asdict() for finding in findings])
    else:
        for finding in findings:
            colour = {"ok": "green", "note": "yellow", "bad": "red"}[finding.state]
            click.echo(
                f"{click.style(f'{finding.state:>4}', fg=colour)}  {finding.part:<13} {finding.message}"
            )
    raise click.exceptions.Exit(1 if any(finding.state == "bad" for finding in findings) else 0)


def _examine() -> Iterator[Finding]:
    from tocsin.settings.database import is_embedded
    from tocsin.settings.place import data_folder

    yield Finding("data folder", "ok", str(data_folder()))
    try:
        ready.database()
    except TocsinError as error:
        yield Finding("database", "bad", error.sentence(spoken("en")))
        return
    yield Finding("database", "ok", sentence("doctor.embedded" if is_embedded() else "doctor.own_database"))
    for look in (_clock, _organisation, _sources, _messages, _notices, _relay):
        yield from _safely(look)


def _safely(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except TocsinError as error:
        yield Finding(look.__name__.strip("_"), "bad", error.sentence(spoken("en")))


def _clock() -> Iterator[Finding]:
    from django.db import connection

    from tocsin.flow import clock

    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - clock.now()).total_seconds())
    yield Finding("clock", "ok" if apart < 5 else "bad", sentence("doctor.clock", apart=f"{apart:.1f}"))


def _organisation() -> Iterator[Finding]:
    from tocsin.flow.organisation import company

    organisation = company().organisation
    if not organisation.items:
        yield Finding("organisation", "note", sentence("doctor.no_organisation"))
        return
    counts = {"items": len(organisation.items), "applications": len(organisation.applications)}
    name = organisation.settings.name
    yield Finding("organisation", "ok", sentence("doctor.organisation", name=name, **counts))


def _sources() -> Iterator[Finding]:
    from tocsin.store import sources

    troubled = {
        key: health.state for key, health in sources.all_health().items() if health.state in _TROUBLED
    }
    wrong = [f"{key} {sentence(f'doctor.source.{state}')}" for key, state in troubled.items()]
    yield Finding("sources", "bad" if wrong else "ok", ", ".join(wrong) or sentence("doctor.sources"))


_TROUBLED = ("silent", "unreachable")


def _messages() -> Iterator[Finding]:
    count, age = _scalar(
        "select count(*), coalesce(extract(epoch from now() - min(received_at)), 0) from message where status = 'new'"
    )
    late = count and age > 60
    yield Finding(
        "messages", "bad" if late else "ok", sentence("doctor.messages", count=count, age=f"{age:.0f}")
    )
    queued, _ = _scalar(
        "select count(*), 0 from message where status in ('untranslated', 'partial', 'quarantined')"
    )
    yield Finding("queue", "note" if queued else "ok", sentence("doctor.queue", count=queued))


def _notices() -> Iterator[Finding]:
    failed, unconfirmed = _scalar(
        "select count(*) filter (where state = 'failed'), count(*) filter (where state = 'unconfirmed') from delivery"
    )
    state: Literal["ok", "note"] = "note" if failed or unconfirmed else "ok"
    yield Finding("notices", state, sentence("doctor.notices", failed=failed, unconfirmed=unconfirmed))


def _relay() -> Iterator[Finding]:
    from tocsin.settings.mail import relay_settings

    relay = relay_settings()
    if relay is None:
        yield Finding("mail relay", "note", sentence("doctor.no_relay"))
    else:
        yield Finding("mail relay", "ok", f"{relay.host}:{relay.port}")


def _scalar(statement: str) -> tuple[float, float]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        first, second = cursor.fetchone()
    return first, second
