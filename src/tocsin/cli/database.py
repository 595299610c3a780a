"""tocsin migrate: the tables as this version needs them."""

import click

from tocsin.cli import ready
from tocsin.cli.output import sentence


@click.command()
def migrate() -> None:
    """Create or update the tables; safe to repeat.

    Run it before the first start and after an upgrade; several hosts may run it at once.
    """
    ready.database(migrated=False)
    apply_migrations()
    click.echo(sentence("cli.migrated"))


def apply_migrations() -> None:
    """Run Django's migrations under a lock, so that several hosts may start at once, then make the partitions.

    Raises Unavailable if a later version has run its own."""
    from django.core.management import call_command
    from django.db import connection

    from tocsin.flow.intake.deposit import ensure_partitions

    ready.refuse_later_version()
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s, 0)", [0x70C50])
        try:
            call_command("migrate", verbosity=0, interactive=False)
        finally:
            cursor.execute("select pg_advisory_unlock(%s, 0)", [0x70C50])
    ensure_partitions()
