"""What the demo prints, in French and in English; it knows no process."""

import os
import shlex
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from errno import EADDRINUSE
from pathlib import Path
from shutil import which

import click

from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.typography import typeset
from tocsin.demo.world.story import Story

_FR = {
    "starting": "Tocsin : la démo se prépare (base de données, entreprise Cachemire, comptes) ...",
    "again": "Tocsin : la démo reprend où elle en était (`--fresh` refait son passé) ...",
    "database": "Base de données",
    "company": "L'entreprise Cachemire et ses comptes",
    "laying": "Soixante jours de passé",
    "stopped": "Tout est arrêté. Le passé est gardé : `tocsin demo` repart d'ici, `--fresh` le refait.",
    "address": "Ouvrez",
    "logins": "Comptes (mot de passe pour tous : {password})",
    "mail": "courrier entrant :",
    "mailbox": "Courriels reçus par les équipes :",
    "provider": "Jouer l'hébergeur :",
    "phones": "Téléphones (SMS) :",
    "coming": "Ce qui va se passer, en {minutes} min environ ; annoncé ici et sur les pages",
    "end": "Ctrl-C arrête tout. Dans un autre terminal :",
    "once_more": "une histoire à part",
    "chain": "pourquoi un incident est ainsi",
    "over": "C'est joué. La démo reste ouverte ; pour revoir une histoire : {again}",
    "name": "NOM",
    "look": "à voir :",
    "notice": "notification",
    "port_taken": "{host}:{port} est déjà pris par un autre programme. Choisissez-en un autre : --port {other}",
    "port_refused": "Impossible d'écouter sur {host}:{port} ({reason}). Choisissez-en un autre : --port {other}",
}
_EN = {
    "starting": "Tocsin: preparing the demo (database, the Cachemire company, accounts) ...",
    "again": "Tocsin: the demo goes on from where it was (`--fresh` lays its past down anew) ...",
    "database": "Database",
    "company": "The Cachemire company and its accounts",
    "laying": "Sixty days of past",
    "stopped": "All stopped. The past is kept: `tocsin demo` goes on from here, `--fresh` lays it down anew.",
    "address": "Open",
    "logins": "Accounts (password of all: {password})",
    "mail": "incoming mail:",
    "mailbox": "Mails that the teams received:",
    "provider": "Play the provider:",
    "phones": "Telephones (SMS):",
    "coming": "What is about to happen, in about {minutes} min; announced here and on the pages",
    "end": "Ctrl-C stops everything. In another terminal:",
    "once_more": "one story by itself",
    "chain": "why an incident is as it is",
    "over": "That was all. The demo stays open; to see a story again: {again}",
    "name": "NAME",
    "look": "look at:",
    "notice": "notification",
    "port_taken": "{host}:{port} is taken by another program. Choose another one: --port {other}",
    "port_refused": "Can't listen on {host}:{port} ({reason}). Choose another one: --port {other}",
}
_ROLES = {
    "reader": ("lecture", "reader"),
    "technician": ("technicien", "technician"),
    "manager": ("responsable", "manager"),
    "administrator": ("administration", "administrator"),
}
_REGIONS = {"": ("groupe", "group"), "fr": ("France", "France"), "es": ("Ibérie", "Iberia")}


def words(language: Language) -> "Words":
    """The words in this language."""
    return Words(language)


class Words:
    """Prints, one whole line at a time, from any thread."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._texts = {name: typeset(text) for name, text in _FR.items()} if language == "fr" else _EN
        self._index = 0 if language == "fr" else 1
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def starting(self) -> str:
        """Before anything."""
        return self._texts["starting"]

    @property
    def again(self) -> str:
        """Before anything, when the past is there already."""
        return self._texts["again"]

    @property
    def preparing(self) -> tuple[str, str, str]:
        """The labels of the progress bars: database, company, past."""
        return self._texts["database"], self._texts["company"], self._texts["laying"]

    @property
    def stopped(self) -> str:
        """At the end."""
        return self._texts["stopped"]

    def refused(self, host: str, port: int, why: OSError) -> str:
        """The address cannot be listened on."""
        text = self._texts["port_taken" if why.errno == EADDRINUSE else "port_refused"]
        return text.format(host=host, port=port, other=port + 1, reason=why.strerror)

    def welcome(
        self, address: str, smtp_port: int, mailbox: str, provider: str, phones: str, coming: Sequence[Story]
    ) -> None:
        """Addresses, logins, and the coming stories."""
        from tocsin.demo.past import LOGINS, PASSWORD

        click.echo()
        click.secho(f"  {self._texts['address']} {address}", bold=True)
        click.echo(f"  {self._texts['mailbox']} {mailbox}")
        click.echo(f"  {self._texts['provider']} {provider}")
        click.echo(f"  {self._texts['phones']} {phones}")
        click.echo(f"  ({self._texts['mail']} SMTP 127.0.0.1:{smtp_port})")
        click.echo(f"\n  {self._texts['logins'].format(password=PASSWORD)}")
        for login in LOGINS:
            role, region = _ROLES[login.role][self._index], _REGIONS[login.region][self._index]
            click.echo(f"    {login.username:<10}{role}, {region}")
        if coming:
            minutes = -(-sum(story.lasts_s for story in coming) // 60)
            click.echo(f"\n  {self._texts['coming'].format(minutes=minutes)}")
        for story in coming:
            click.echo(f"    {story.name:<14}{getattr(story.title, self.language)}")
        click.echo(f"\n  {self._texts['end']}")
        click.echo(f"    {self._again()}   {self._texts['once_more']}")
        click.echo(f"    {_called('why INC-42')}   {self._texts['chain']}\n")

    def scene(self, story: Story) -> None:
        """A story begins."""
        with self._lock:
            click.secho(f"\n▶ {story.name}: {getattr(story.title, self.language)}", bold=True)
            click.echo(f"  {self._texts['look']} {getattr(story.look, self.language)}")

    def notice(self, recipient: str, subject: str) -> None:
        """A team got a notice."""
        with self._lock:
            self._counts[recipient] += 1
            click.secho(
                f"  ✉ {self._texts['notice']} {self._counts[recipient]} → {recipient}: {subject}", dim=True
            )

    def over(self) -> None:
        """All was played."""
        with self._lock:
            click.secho(f"\n{self._texts['over'].format(again=self._again())}", bold=True)

    def _again(self) -> str:
        return _called(f"demo --story {self._texts['name']}")


def _called(arguments: str) -> str:
    """The command line that reaches this demo from another terminal in the same folder."""
    from tocsin.settings.place import data_folder

    program = str(Path(sys.executable).with_name("tocsin"))
    shown = "tocsin" if which("tocsin") == program else os.path.relpath(program)
    return f"TOCSIN_DATA={shlex.quote(str(data_folder()))} {shown} {arguments}"
