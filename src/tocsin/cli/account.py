"""tocsin account, tocsin accounts: who may log in, from the command line."""

import getpass
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from tocsin.cli import ready
from tocsin.cli.output import as_option, locale_language, print_json, sentence
from tocsin.core.kernel.errors import BadInput, NotFound, fault
from tocsin.core.organisation.mistakes import near

if TYPE_CHECKING:
    from tocsin.store.models import Account

_ROLES = ["reader", "technician", "manager", "administrator"]


@click.command()
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), help="What they may do; a new account's: reader.")
@click.option("--person", metavar="KEY", help="Who they are in the organisation.")
@click.option("--region", metavar="KEY", help="Their region; '': the group.")
@click.option("--new-password", is_flag=True, help="Print a new password; sessions and tokens end.")
@click.option("--enable/--disable", "active", default=None, help="May they log in?")
@click.option("--delete", is_flag=True, help="Remove the account; what it did stays in the histories.")
def account(name: str, new_password: bool, active: bool | None, delete: bool, **options: str | None) -> None:
    """Create or change an account, and print its first password.

    What is not said of an account that exists stays as it is, its password too.
    """
    ready.database()
    from tocsin.flow.accounts.audit import coming_from

    with coming_from("command line"):
        if delete:
            _delete(name)
        else:
            given = {field: value for field, value in options.items() if value is not None}
            _keep(name, given, new_password=new_password, active=active)


@click.command()
@as_option
def accounts(output: str) -> None:
    """List the accounts."""
    ready.database()
    from tocsin.store.models import Account

    found = [
        {
            "name": account.username,
            "role": account.role,
            "region": account.region,
            "person": account.person,
            "enabled": account.is_active,
            "last_login": account.last_login,
        }
        for account in Account.objects.order_by("username")
    ]
    if output == "json":
        print_json(found)
        return
    for row in found:
        state = "" if row["enabled"] else sentence("cli.account.disabled")
        click.echo(
            f"{row['name']:24} {row['role']:14} {row['region'] or '-':8} {row['person'] or '-':20} {state}".rstrip()
        )


def _keep(name: str, given: Mapping[str, str], *, new_password: bool, active: bool | None) -> None:
    from tocsin.flow.accounts.audit import Action, record
    from tocsin.flow.accounts.ending import end_access
    from tocsin.flow.accounts.language import language_of
    from tocsin.flow.organisation import snapshot
    from tocsin.store.models import Account

    _refuse_unknown(given, {"person": snapshot().persons, "region": snapshot().regions})
    _refuse_bad_name(name)
    found = Account.objects.filter(username=name).first() or Account(username=name)
    made = found.pk is None
    if made:
        found.language = language_of(given.get("person", ""), given.get("region", ""), snapshot())
    for field, value in given.items():
        setattr(found, field, value)
    found.is_active = found.is_active if active is None else active
    password = _give_password(found) if made or new_password else ""
    found.save()
    if password or not found.is_active:
        end_access(found)
    if made or given or active is not None:
        action = Action.ACCOUNT_MADE if made else Action.ACCOUNT_CHANGED
        record(action, actor=_operator(), subject=name, **given, enabled=found.is_active)
    if new_password and not made:
        record(Action.PASSWORD_SET, actor=_operator(), subject=name)
    code = "cli.account.created" if made else "cli.account.changed"
    click.echo(sentence(code, name=name, role=found.role))
    if password:
        click.echo(sentence("cli.account.password", password=password))


def _give_password(found: "Account") -> str:
    password = secrets.token_urlsafe(12)
    found.set_password(password)
    found.must_change_password = True
    return password


def _delete(name: str) -> None:
    from tocsin.flow.accounts.audit import Action, record
    from tocsin.store.models import Account

    found = Account.objects.filter(username=name).first()
    if found is None:
        raise NotFound("cli.account.unknown", name=name)
    found.delete()
    record(Action.ACCOUNT_DELETED, actor=_operator(), subject=name)
    click.echo(sentence("cli.account.deleted", name=name))


def _operator() -> str:
    """Who runs the command, by the system's user name; not an account of ours."""
    return f"$ {getpass.getuser()}"


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
        with translation.override(locale_language("en")):
            Account._meta.get_field("username").clean(name, None)
    except ValidationError as wrong:
        raise BadInput(
            [fault("fault.said", field="username", said=complaint) for complaint in wrong.messages]
        ) from wrong
