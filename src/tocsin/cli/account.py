"""tocsin account: who may log in, from the command line."""

import secrets

import click

from tocsin.cli import ready

_ROLES = ["reader", "technician", "manager", "administrator"]


@click.command()
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), default="reader", show_default=True)
@click.option("--person", default="", help="Key of the person in the organisation.")
@click.option("--region", default="", help="Key of their region; empty: the group.")
def account(name: str, role: str, person: str, region: str) -> None:
    """Create the account NAME, or set its role and a new password, which is printed once."""
    ready.database()
    from tocsin.store.models import Account

    password = secrets.token_urlsafe(12)
    found, created = Account.objects.get_or_create(username=name)
    found.role, found.person, found.region = role, person or found.person, region or found.region
    found.set_password(password)
    found.save()
    click.echo(f"{'Created' if created else 'Changed'} {name} ({role}). Password: {password}")
