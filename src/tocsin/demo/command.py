"""tocsin demo: a simulated company in a process tree of its own, with sixty days of past and stories to watch."""

import os
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from tocsin.cli import ready
from tocsin.cli.examples import example
from tocsin.cli.output import language_option
from tocsin.connectors.files import read_directory
from tocsin.core.kernel.errors import Refused
from tocsin.core.kernel.sentences import Language, declare
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.objects import Object
from tocsin.core.organisation.values import own_label
from tocsin.demo.preparing import Preparing
from tocsin.demo.words import Words, words
from tocsin.demo.world.company import (
    REPORTS_WITH,
    SECRETS,
    SUPPLIER_DOMAIN,
    playable,
    with_everybodys_turns,
)
from tocsin.demo.world.nights import NIGHTS
from tocsin.demo.world.people import TELEPHONES
from tocsin.demo.world.stories import STORIES
from tocsin.demo.world.story import Story
from tocsin.demo.world.transmission import Mail, Post

if TYPE_CHECKING:
    from tocsin.demo.world.player import Player

_DAYS = 60
_MAILS = own_label(fr="Courriels reçus par les équipes", en="Mails that the teams received")
_QUIET = own_label(
    fr="Démonstration : rien n'est prévu pour l'instant", en="Demo: nothing is about to happen"
)
_NOTE = "demo.json"  # in the data folder: marks it as a demo's, and has its addresses

declare(
    {
        "error.not_a_demo": (
            "{folder} contient une installation qui n'est pas une démo : videz TOCSIN_DATA ou choisissez un autre dossier.",
            "{folder} holds an installation that is no demo: unset TOCSIN_DATA or choose another folder.",
        ),
    }
)

_STORY = click.option("--story", type=click.Choice(list(STORIES)), help="Play this one story only.")
_SPEED = click.option(
    "--speed", type=click.FloatRange(0.1, 50), default=1.0, show_default=True, help="2: twice as fast."
)


class Note(Value):
    """The file of a demo in its data folder. ``laid``: its past is complete."""

    laid: bool = False
    host: str = ""
    http_port: int = 0
    smtp_port: int = 0
    mailbox_port: int = 0  # where the teams' mails can be read
    provider_port: int = 0  # where the provider's API and page are
    phones_port: int = 0  # where the SMS gateway and its telephones are


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Of the pages and API."
)
@_STORY
@click.option("--nights", is_flag=True, help="Play the untidy nights only, one after the other.")
@click.option("--list", "list_", is_flag=True, help="Name the stories and end.")
@_SPEED
@click.option("--fresh", is_flag=True, help="Lay the sixty days of past down anew.")
@click.option("--no-play", is_flag=True, help="Only the past: nothing happens but signs of life.")
@language_option("fr")
def demo(
    host: str,
    port: int,
    story: str | None,
    nights: bool,
    list_: bool,
    speed: float,
    fresh: bool,
    no_play: bool,
    language: Language,
) -> None:
    """Watch a simulated company's mails become incidents.

    Its data live apart from any real installation (TOCSIN_DATA, else a folder tocsin-demo of its own). While a
    demo runs, `tocsin demo --story NAME` in another terminal plays a story into it.
    """
    texts = words(language)
    if list_:
        _list(texts)
        return
    _settle_apart()
    from tocsin.cli.tree import running

    scenes = _scenes(story, nights, no_play)
    if (story or nights) and running():
        _replay(scenes, speed, texts)
        return
    if not running():
        _check_port(host, port, texts)
    click.echo(texts.again if _noted().laid and not fresh else texts.starting)
    _run(host, port, fresh, scenes, ["--speed", str(speed), "--language", texts.language], texts)


def _list(texts: Words) -> None:
    for story in STORIES.values():
        click.echo(f"{story.name:<14}{getattr(story.title, texts.language)}")
        click.echo(f"{'':<14}  {getattr(story.look, texts.language)}")


def _settle_apart() -> None:
    """Use the demo's own data folder and database, even if the environment names real ones."""
    from tocsin.settings.place import data_folder

    os.environ.pop("DATABASE_URL", None)
    if "TOCSIN_DATA" not in os.environ:
        os.environ["TOCSIN_DATA"] = str(data_folder().with_name("tocsin-demo"))
    if (data_folder() / "postgresql").exists() and not (data_folder() / _NOTE).exists():
        raise Refused("error.not_a_demo", folder=str(data_folder()))


def _check_port(host: str, port: int, texts: Words) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as taken:
            raise click.UsageError(texts.refused(host, port, taken)) from taken


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _scenes(story: str | None, nights: bool, no_play: bool) -> list[str]:
    if story or no_play:
        return [story] if story else []
    return list(NIGHTS if nights else STORIES)


def _run(host: str, port: int, fresh: bool, scenes: list[str], play: list[str], texts: Words) -> None:
    smtp_port, sink_port, mailbox_port = _free_port(), _free_port(), _free_port()
    provider_port, support_port, phones_port = _free_port(), _free_port(), _free_port()
    os.environ |= {
        "TOCSIN_SMTP_PORT": str(smtp_port),
        "TOCSIN_RELAY": f"smtp://127.0.0.1:{sink_port}",
        "TOCSIN_URL": f"http://{host}:{port}",
        **SECRETS,
    }
    os.environ.setdefault("TOCSIN_LOG_LEVEL", "warning")
    ready.configure()
    from tocsin.cli.tree import Tree, single_instance

    with single_instance(), Tree() as tree:
        _prepare(tree, fresh, texts, provider_port, phones_port)
        if tree.stopping:
            return
        doors = Note(
            laid=True, host=host, http_port=port, smtp_port=smtp_port, mailbox_port=mailbox_port,
            provider_port=provider_port, phones_port=phones_port,
        )  # fmt: skip
        _note(doors)
        tree.add(
            "provider", "provider", "--host", host, "--port", str(provider_port), "--smtp-port", str(support_port),
            "--mail-to", str(smtp_port), "--file", str(_kept_by_provider()), "--language", texts.language,
        )  # fmt: skip
        callback = f"http://{host}:{port}/api/gateways/sms?token={REPORTS_WITH}"
        tree.add(
            "telephones", "telephones", "--port", str(phones_port), "--key", SECRETS["SMS_KEY"], "--callback", callback
        )  # fmt: skip
        tree.add("web", "web", "--host", host, "--port", str(port))
        tree.add("worker", "worker")
        tree.add(
            "world", "world", "--http-port", str(port), "--smtp-port", str(smtp_port), "--sink-port", str(sink_port),
            "--mailbox-port", str(mailbox_port), "--provider-port", str(provider_port), "--phones-port", str(phones_port),
            "--support-port", str(support_port), "--host", host, *play, *scenes,
        )  # fmt: skip
        coming = [STORIES[name] for name in scenes]
        texts.welcome(
            f"http://{host}:{port}", smtp_port, _mailbox(doors), _provider(doors), _phones(doors), coming
        )
        tree.watch()
    click.echo(texts.stopped, err=True)


def _prepare(tree: Any, fresh: bool, texts: Words, provider_port: int, phones_port: int) -> None:
    """Prepare database, company, accounts and, the first time, the past, with progress in the terminal."""
    from tocsin.cli.database import apply_migrations
    from tocsin.demo import past, tables
    from tocsin.flow import clock

    laid = _noted().laid and not fresh
    _note(Note(laid=laid))
    database, employing, laying = texts.preparing
    with Preparing() as progress:
        with progress.step(database):
            tree.start_database()
            if not laid:
                tables.wipe()
                _kept_by_provider().unlink(missing_ok=True)
                apply_migrations()
        with progress.step(employing):
            objects = with_everybodys_turns(company(provider_port, phones_port))
            begin = clock.now() - timedelta(days=_DAYS)
            with clock.moved(clock.now() if laid else begin - timedelta(hours=1)):
                past.employ(objects)
        if laid:
            past.greet()
        else:
            _lay(tree, objects, progress, laying)


def _lay(tree: Any, objects: list[Object], progress: Preparing, laying: str) -> None:
    from tocsin.core.organisation.organisation import Organisation
    from tocsin.demo import past, problem, sites, statement
    from tocsin.demo.world.floor import Floor
    from tocsin.demo.world.life import life
    from tocsin.flow import clock

    now = clock.now()
    batches = life(Floor(Organisation.of(objects)), now - timedelta(days=_DAYS), now, witnessed=True)
    with progress.step(laying, sum(len(batch.transmissions) for batch in batches)) as advance:

        def lived(messages: int) -> bool:
            advance(messages)
            return bool(tree.stopping)

        if past.lay(batches, lived):
            sites.agree(now)
            statement.send(now)
            problem.confirm(now)
            past.answer_on_telephones(now)


def company(provider_port: int = 0, phones_port: int = 0) -> list[Object]:
    """The example company as the demo plays it; ``provider_port`` 0: its provider has no API."""
    objects, _ = read_directory(example("cachemire"))
    return playable(objects, provider_port, phones_port)


def _kept_by_provider() -> Path:
    """The file of the provider's own."""
    from tocsin.settings.place import data_folder

    return data_folder() / "provider.json"


def _noted() -> Note:
    from tocsin.settings.place import data_folder

    try:
        return msgspec.json.decode((data_folder() / _NOTE).read_bytes(), type=Note)
    except (FileNotFoundError, msgspec.DecodeError):
        return Note()


def _note(note: Note) -> None:
    from tocsin.settings.place import data_folder

    (data_folder() / _NOTE).write_bytes(msgspec.json.encode(note))


def _replay(scenes: Sequence[str], speed: float, texts: Words) -> None:
    """Play stories into the demo that runs."""
    note = _noted()
    with _player(note, speed, texts) as player:
        _play_scenes(player, scenes, _mailbox(note))


@click.command(hidden=True)
@click.option("--host", default="127.0.0.1")
@click.option("--http-port", required=True, type=int)
@click.option("--smtp-port", required=True, type=int)
@click.option("--sink-port", required=True, type=int)
@click.option("--mailbox-port", required=True, type=int)
@click.option("--provider-port", required=True, type=int)
@click.option("--phones-port", required=True, type=int)
@click.option("--support-port", required=True, type=int)
@click.argument("scenes", nargs=-1, type=click.Choice(list(STORIES)))
@_SPEED
@language_option("fr")
def world(
    host: str, http_port: int, smtp_port: int, sink_port: int, mailbox_port: int, provider_port: int,
    phones_port: int, support_port: int, scenes: tuple[str, ...], speed: float, language: Language,
) -> None:  # fmt: skip
    """Play the world of the demo, in a process of its own (started by `tocsin demo`)."""
    from tocsin.demo.world.mailbox import Mailbox
    from tocsin.demo.world.sink import Forward, Sink
    from tocsin.flow import clock

    texts = words(language)
    doors = Note(
        host=host, http_port=http_port, smtp_port=smtp_port, mailbox_port=mailbox_port,
        provider_port=provider_port, phones_port=phones_port,
    )  # fmt: skip
    sink = Sink(
        sink_port, texts.notice, clock.now, forward=Forward(domain=SUPPLIER_DOMAIN, port=support_port)
    )
    mailbox = Mailbox(sink, mailbox_port, texts.language, host)
    sink.start()
    mailbox.start()
    with _player(doors, speed, texts) as player:
        _play_scenes(player, scenes, _mailbox(doors))
        if scenes and not player.stopping:
            texts.over()
        player.live_on()
    mailbox.stop()
    sink.stop()


def _mailbox(doors: Note) -> str:
    """Where a browser reads the teams' mails."""
    return f"http://{doors.host}:{doors.mailbox_port}/"


def _provider(doors: Note) -> str:
    """Where a person plays the provider."""
    return f"http://{doors.host}:{doors.provider_port}/"


def _phones(doors: Note) -> str:
    """Where a browser reads short messages, and answers them."""
    return f"http://127.0.0.1:{doors.phones_port}/"


def _play_scenes(player: "Player", scenes: Sequence[str], mailbox: str) -> None:
    """Play them; then say on the pages that nothing is about to happen, as before."""
    from tocsin.flow import announcement

    player.play([STORIES[name] for name in scenes])
    if player.stopping:
        announcement.withdraw()
    else:
        announcement.announce(announcement.Announcement(title=_QUIET, link=_MAILS, address=mailbox))


@contextmanager
def _player(note: Note, speed: float, texts: Words) -> Iterator["Player"]:
    """A player that sends to the demo at that address, until this process is asked to stop."""
    from tocsin.cli.run import end_with_parent, stop_on_signal
    from tocsin.core.organisation.organisation import Organisation
    from tocsin.demo.world.floor import Floor
    from tocsin.demo.world.player import Player
    from tocsin.demo.world.sender import Doors, World, wait_for
    from tocsin.flow import clock
    from tocsin.settings import logs

    logs.configure()
    stop = threading.Event()
    stop_on_signal(stop)
    end_with_parent()
    doors = Doors(host=note.host, smtp_port=note.smtp_port, http_port=note.http_port)
    wait_for(doors, stop)
    world = World(doors, stop)
    rooms = World(Doors(host=note.host, smtp_port=0, http_port=note.provider_port), stop)
    phones = World(Doors(host="127.0.0.1", smtp_port=0, http_port=note.phones_port), stop)

    def send(wire: Mail | Post) -> None:
        (phones if wire.source == TELEPHONES else world).send(wire)

    floor = Floor(Organisation.of(company()))
    announce = partial(_announce, texts, _mailbox(note))
    yield Player(floor, send, rooms.send, announce, clock.now, stop, speed=speed)
    for sending in (rooms, phones, world):
        sending.close()


def _announce(texts: Words, mailbox: str, story: Story) -> None:
    """Say what comes next, in the terminal and on the pages."""
    from tocsin.flow import announcement

    texts.scene(story)
    announcement.announce(
        announcement.Announcement(title=story.title, detail=story.look, link=_MAILS, address=mailbox)
    )
