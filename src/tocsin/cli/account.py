"""tocsin account: who may log in, from the command line."""

import secrets
from collections.abc import Mapping

import click

from tocsin.cli import ready
from tocsin.cli.output import spoken, told
from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.organisation.mistakes import near

_ROLES = ["reader", "technician", "manager", "administrator"]


@click.command()
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), help="What they may do; a new account's: reader.")
@click.option("--person", metavar="KEY", help="Who they are in the organisation.")
@click.option("--region", metavar="KEY", help="Their region; '': the group.")
def account(name: str, **said: str | None) -> None:
    """Create an account, or change it; prints its new password.

    What is not said of an account that exists stays as it is.
    """
    ready.database()
    from tocsin.flow.organisation import snapshot
    from tocsin.store.models import Account

    given = {field: value for field, value in said.items() if value is not None}
    _refuse_unknown(given, {"person": snapshot().persons, "region": snapshot().regions})
    _refuse_bad_name(name)
    found = Account.objects.filter(username=name).first() or Account(username=name)
    created = found.pk is None
    for field, value in given.items():
        setattr(found, field, value)
    password = secrets.token_urlsafe(12)
    found.set_password(password)
    found.save()
    code = "cli.account.created" if created else "cli.account.changed"
    click.echo(told(code, name=name, role=found.role, password=password))


def _refuse_unknown(given: Mapping[str, str], known: Mapping[str, Mapping[str, object]]) -> None:
    faults = [
        fault("fault.unknown", near(given[field], keys), field=field, what=field, key=given[field])
        for field, keys in known.items()
        if given.get(field) and given[field] not in keys
    ]
    if faults:
        raise BadInput(faults)


def _refuse_bad_name(name: str) -> None:
    from django.core.exceptions import ValidationError
    from django.utils import translation

    from tocsin.store.models import Account

    try:
        with translation.override(spoken("en")):
            Account._meta.get_field("username").clean(name, None)
    except ValidationError as wrong:
        raise BadInput(
            [fault("fault.said", field="username", said=said) for said in wrong.messages]
        ) from wrong
