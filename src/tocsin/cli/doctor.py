"""tocsin doctor: is everything that Tocsin needs there, and does it flow?"""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

import click

from tocsin.cli import ready
from tocsin.cli.output import as_option, print_json
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
        yield Finding("database", "bad", str(error))
        return
    yield Finding("database", "ok", "embedded PostgreSQL" if is_embedded() else "PostgreSQL of DATABASE_URL")
    for look in (_clock, _organisation, _sources, _messages, _notices, _relay):
        yield from _safely(look)


def _safely(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except TocsinError as error:
        yield Finding(look.__name__.strip("_"), "bad", str(error))


def _clock() -> Iterator[Finding]:
    from django.db import connection

    from tocsin.flow import clock

    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - clock.now()).total_seconds())
    message = f"{apart:.1f} s apart from the database's"
    yield Finding("clock", "ok" if apart < 5 else "bad", message)


def _organisation() -> Iterator[Finding]:
    from tocsin.flow.organisation import company

    organisation = company().organisation
    if not organisation.items:
        yield Finding("organisation", "note", "none yet: tocsin apply DIR")
        return
    counts = f"{len(organisation.items)} items, {len(organisation.applications)} applications"
    yield Finding("organisation", "ok", f"{organisation.settings.name}: {counts}")


def _sources() -> Iterator[Finding]:
    from tocsin.store import sources

    wrong = [
        f"{key} {health.state}" for key, health in sources.all_health().items() if health.state in _TROUBLED
    ]
    yield Finding("sources", "bad" if wrong else "ok", ", ".join(wrong) or "none is silent or unreachable")


_TROUBLED = ("silent", "unreachable")


def _messages() -> Iterator[Finding]:
    count, age = _scalar(
        "select count(*), coalesce(extract(epoch from now() - min(received_at)), 0) from message where status = 'new'"
    )
    late = count and age > 60
    yield Finding("messages", "bad" if late else "ok", f"{count} waiting, the oldest for {age:.0f} s")
    queued, _ = _scalar(
        "select count(*), 0 from message where status in ('untranslated', 'partial', 'quarantined')"
    )
    yield Finding("queue", "note" if queued else "ok", f"{queued} message(s) for a person to look at")


def _notices() -> Iterator[Finding]:
    failed, unconfirmed = _scalar(
        "select count(*) filter (where state = 'failed'), count(*) filter (where state = 'unconfirmed') from notice"
    )
    state: Literal["ok", "note"] = "note" if failed or unconfirmed else "ok"
    yield Finding("notices", state, f"{failed} given up, {unconfirmed} unconfirmed")


def _relay() -> Iterator[Finding]:
    from tocsin.settings.mail import relay_settings

    relay = relay_settings()
    if relay is None:
        yield Finding("mail relay", "note", "TOCSIN_RELAY is not set: notices stay in the outbox")
    else:
        yield Finding("mail relay", "ok", f"{relay.host}:{relay.port}")


def _scalar(statement: str) -> tuple[float, float]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        first, second = cursor.fetchone()
    return first, second
