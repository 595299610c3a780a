"""tocsin doctor: is everything that Tocsin needs there, and does it flow?"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click
import msgspec

from tocsin.cli import people, ready, waits
from tocsin.cli.findings import Finding
from tocsin.cli.output import as_option, locale_language, print_json, sentence
from tocsin.core.kernel.errors import TocsinError, Unavailable

if TYPE_CHECKING:
    from tocsin.connectors.kit.connector import Connector
    from tocsin.core.organisation.values import Source


@click.command()
@as_option
def doctor(output: str) -> None:
    """Look at every part and say what is wrong with it.

    The database, its tables, the clock, the organisation, its people, sources, queues and the mail relay. Mailboxes and the
    relay are logged in to, with the secrets of this environment; nothing is read or sent. Exit code 1 if one is bad.
    """
    findings = list(_examine())
    if output == "json":
        print_json([finding._asdict() for finding in findings])
    else:
        for finding in findings:
            colour = {"ok": "green", "note": "yellow", "bad": "red"}[finding.state]
            click.echo(
                f"{click.style(f'{finding.state:>4}', fg=colour)}  {finding.part:<17} {finding.message}"
            )
    raise click.exceptions.Exit(1 if any(finding.state == "bad" for finding in findings) else 0)


def _examine() -> Iterator[Finding]:
    from tocsin.settings.database import is_embedded
    from tocsin.settings.place import data_folder

    yield Finding("data folder", "ok", str(data_folder()))
    try:
        ready.database()
    except TocsinError as error:
        yield Finding("database", "bad", error.sentence(locale_language("en")))
        return
    yield Finding("database", "ok", sentence("doctor.embedded" if is_embedded() else "doctor.own_database"))
    for look in (_clock, _organisation, _people, _sources, _counterparts, *waits.LOOKS, _relay):
        yield from _safely(look)


def _safely(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from look()
    except TocsinError as error:
        yield Finding(look.__name__.strip("_"), "bad", error.sentence(locale_language("en")))


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


def _people() -> Iterator[Finding]:
    """What files cannot say: who is on duty and has answered on no way."""
    found = people.unverified()
    yield Finding(
        "people", "note" if found else "ok", people.unverified_sentence(found, locale_language("en"))
    )


def _sources() -> Iterator[Finding]:
    from tocsin.store import sources

    troubled = {key: health for key, health in sources.all_health().items() if health.state in _TROUBLED}
    for key, health in troubled.items():
        state = sentence(f"doctor.source.{health.state}", since=f"{health.since:%Y-%m-%d %H:%M} UTC")
        yield Finding(f"source {key}", "bad", f"{state}: {health.error}" if health.error else state)
    if not troubled:
        yield Finding("sources", "ok", sentence("doctor.sources"))


_TROUBLED = ("silent", "unreachable")


def _counterparts() -> Iterator[Finding]:
    """Every source whose counterpart can be asked is asked now, with the settings and secrets of this environment."""
    from tocsin.flow.channels import CHANNELS
    from tocsin.flow.organisation import snapshot

    for source in snapshot().sources.values():
        connector = CHANNELS.get(source.channel)
        if connector is not None and connector.look is not None:
            yield _looked_at(source, connector)


def _looked_at(source: "Source", connector: "Connector") -> Finding:
    from tocsin.flow.sources import lines

    part = f"source {source.key}"
    try:
        lines.look(source, connector)
    except KeyError as missing:
        return Finding(part, "bad", sentence("doctor.secret", name=missing.args[0]))
    except (OSError, msgspec.ValidationError) as wrong:
        return Finding(part, "bad", str(wrong))
    except Unavailable as away:
        return Finding(part, "bad", away.sentence(locale_language("en")))
    return Finding(part, "ok", sentence("doctor.logged_in"))


def _relay() -> Iterator[Finding]:
    """The relay is greeted, asked for TLS and logged in to as for a notice; nothing is sent."""
    from tocsin.connectors.smtp import Sender, SendFailed
    from tocsin.settings.mail import relay_settings

    relay = relay_settings()
    if relay is None:
        yield Finding("mail relay", "note", sentence("doctor.no_relay"))
        return
    place = f"{relay.host}:{relay.port}"
    try:
        with Sender(relay).open():
            yield Finding("mail relay", "ok", f"{place}: {sentence('doctor.logged_in')}")
    except SendFailed as refused:
        yield Finding("mail relay", "bad", f"{place}: {refused.reply}")
