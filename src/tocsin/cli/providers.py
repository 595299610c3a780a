"""tocsin providers: how suppliers' channels are now, what their contracts leave, and which channel reported first."""

from datetime import datetime

import click
import msgspec

from tocsin.cli import ready
from tocsin.cli.output import as_option, language_option, print_json
from tocsin.core.exchange.channels import ChannelState
from tocsin.core.exchange.comparing import render_comparison
from tocsin.core.exchange.cost import money
from tocsin.core.exchange.speed import Speed
from tocsin.core.exchange.watch import SupplierWatch, WatchedChannel
from tocsin.core.kernel.errors import NotFound
from tocsin.core.kernel.sentences import Language, render_why
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.rendering import render_named
from tocsin.core.sla.durations import span

_COLOURS = {ChannelState.OPEN: "green", ChannelState.CUT: "red", ChannelState.SILENT: "yellow"}


@click.command()
@click.argument("key", required=False)
@language_option("en")
@as_option
def providers(key: str | None, language: Language, output: str) -> None:
    """How each provider's channels are, and the calls left.

    Whether they answer, since when and why not; how fast; which is best now; what lies there; this month's cost; works to
    come; mail and API side by side.

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
        print_json([_whole(watch, here.organisation) for watch in found])
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
    for choice in (watch.urgent, watch.ordinary):
        for why in filter(None, (choice.why, *choice.passed)):
            click.echo(f"  {render_named(why, organisation, language)}")
    _print_standing(watch, organisation, language)
    for pair in watch.comparisons:
        for sentence in render_comparison(pair, organisation, language):
            click.echo(f"  {sentence}")


def _whole(watch: SupplierWatch, organisation: Organisation) -> dict[str, object]:
    """The watch with what lies there and the works to come, as the API has them."""
    from tocsin.flow import suppliers
    from tocsin.store.read import exchanges

    return {
        **msgspec.structs.asdict(watch),
        "lying": exchanges.lying(watch.supplier),
        "works": suppliers.works(watch.supplier, organisation),
    }


def _print_standing(watch: SupplierWatch, organisation: Organisation, language: Language) -> None:
    from tocsin.flow import suppliers
    from tocsin.store.read import exchanges

    for row in exchanges.lying(watch.supplier):
        theirs = next((clock for clock in row.clocks if clock.side == "supplier"), None)
        click.echo(
            "  "
            + _word(
                "cli.providers.lying", language, number=f"INC-{row.id}", priority=row.priority,
                title=row.title.get(language, ""), holder=_word(f"cli.providers.holder.{row.acting.value}", language),
                ticket=(row.exchange.their_reference or row.exchange.reference) if row.exchange else "-",
                due=_time(theirs.due_at) if theirs and theirs.due_at else "-",
            )
        )  # fmt: skip
    spent = watch.spending
    facts = {
        "cost": money(spent.cost, language),
        "spared": spent.spared,
        "saved": money(spent.spared_cost, language),
    }
    click.echo("  " + _word("cli.providers.spent", language, **facts))
    for works in suppliers.works(watch.supplier, organisation):
        what = works.title or works.reference
        until = _time(works.ends_at) if works.ends_at else "?"
        click.echo(f"  {works.subject.number} {_time(works.starts_at)} - {until} {what}")


def _channel(channel: WatchedChannel, language: Language) -> str:
    name = f"{channel.word} {channel.key}".strip()
    state = _word(f"cli.providers.{channel.state}", language) + _speed(channel.speed, language)
    if channel.state is not ChannelState.CUT:
        return f"{name}: {state}"
    facts = {"since": _time(channel.since), "reason": channel.reason, "next": _time(channel.next_at)}
    return f"{name}: {state} " + _word("cli.providers.cut_why", language, **facts)


def _speed(speed: Speed, language: Language) -> str:
    """Empty for a channel by which nothing has gone."""
    uses = speed.acknowledged + speed.waiting
    if not uses:
        return ""
    longer = f"> {span(speed.longest_s, language)}"
    facts = {
        "n": speed.acknowledged,
        "median": longer if speed.median_s is None else span(speed.median_s, language),
        "p90": longer if speed.p90_s is None else span(speed.p90_s, language),
    }
    return _word(f"cli.providers.speed{'' if speed.enough else '.few'}", language, **facts)


def _time(instant: datetime | None) -> str:
    return f"{instant.astimezone():%Y-%m-%d %H:%M:%S}" if instant else "?"


def _word(code: str, language: Language, **facts: object) -> str:
    return render_why(Why(code=code, facts=facts), language)
