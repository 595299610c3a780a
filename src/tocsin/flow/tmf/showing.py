"""Showing: a row as the supplier may see it, at its address, in the words of one version."""

from typing import Any

from django.conf import settings

from tocsin.core.tmf import tickets
from tocsin.core.tmf.apis import Api
from tocsin.flow.organisation import company
from tocsin.store import tmf as rows


def shown(row: rows.Row, api: Api) -> dict[str, Any]:
    """The resource; what is for us alone is not in it."""
    where = address(api, row.kind, row.name)
    if row.kind == rows.TICKET:
        whole = tickets.shown(row.value, company().organisation.settings.name, where)
        return api.write(row.kind, {**whole, "id": row.name, "href": where})
    number: int | str = int(row.name) if row.kind == rows.ALARM else row.name
    return api.write(row.kind, {**row.value, "id": number, "href": where})


def address(api: Api, kind: str, name: str = "") -> str:
    """Where a resource is."""
    return f"{settings.BASE_URL}/tmf-api/{api.path}/{kind}" + (f"/{name}" if name else "")
