"""tocsin providers: how suppliers' channels are now, what their contracts leave, and which channel reported first."""

from datetime import datetime

import click

from tocsin.cli import ready
from tocsin.cli.output import as_option, language_option, print_json
from tocsin.core.exchange.comparing import render_comparison
from tocsin.core.exchange.watch import ChannelState, SupplierWatch, WatchedChannel
from tocsin.core.kernel.errors import NotFound
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation

_COLOURS = {ChannelState.OPEN: "green", ChannelState.CUT: "red", ChannelState.SILENT: "yellow"}


@click.command()
@click.argument("key", required=False)
@language_option("en")
@as_option
def providers(key: str | None, language: Language, output: str) -> None:
    """How each provider's channels are, and the calls left.

    Whether they answer, since when and why not; mail and API side by side.

    KEY is one provider's. Exit code 1 if a channel is cut or silent.
    """
    ready.database()
    from tocsin.flow import suppliers
    from tocsin.flow.organisation import company

    here = company()
    known = here.organisation.suppliers
    if key is not None and key not in known:
        raise NotFound()
    found = [suppliers.watched(supplier, here) for supplier in known.values() if key in (None, supplier.key)]
    if output == "json":
        print_json(found)
    else:
        for watch in found:
            _print(watch, here.organisation, language)
    troubled = {ChannelState.CUT, ChannelState.SILENT}
    raise click.exceptions.Exit(
        1 if any(channel.state in troubled for watch in found for channel in watch.channels) else 0
    )


def _print(watch: SupplierWatch, organisation: Organisation, language: Language) -> None:
    click.secho(organisation.suppliers[watch.supplier].name, bold=True)
    for channel in watch.channels:
        click.secho(f"  {_channel(channel, language)}", fg=_COLOURS.get(channel.state))
        for line in channel.budget:
            facts = {
                "limit": line.limit,
                "interval_s": line.interval_s,
                "left": line.left,
                "burst": line.burst,
            }
            click.echo("    " + _word("cli.providers.line", language, **facts))
    for pair in watch.comparisons:
        for sentence in render_comparison(pair, organisation, language):
            click.echo(f"  {sentence}")


def _channel(channel: WatchedChannel, language: Language) -> str:
    name = f"{channel.word} {channel.key}".strip()
    state = _word(f"cli.providers.{channel.state}", language)
    if channel.state is not ChannelState.CUT:
        return f"{name}: {state}"
    facts = {"since": _time(channel.since), "reason": channel.reason, "next": _time(channel.next_at)}
    return f"{name}: {state} " + _word("cli.providers.cut_why", language, **facts)


def _time(instant: datetime | None) -> str:
    return f"{instant.astimezone():%Y-%m-%d %H:%M:%S}" if instant else "?"


def _word(code: str, language: Language, **facts: object) -> str:
    return render_why(Why(code=code, facts=facts), language)
