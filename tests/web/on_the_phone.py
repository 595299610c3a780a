"""Valmont, asked about its site on the phone or by mail again: ``python -m tests.web.on_the_phone phone|mail``."""

import os
import sys

import django
import msgspec
from msgspec.structs import replace

from tocsin.core.organisation.objects import Object, Section


def on_the_phone(declared: Object) -> Object:
    """What is declared; of Valmont, that it is asked on the phone."""
    if declared.identity != (Section.SUPPLIER, "valmont"):
        return declared
    spec = msgspec.json.decode(msgspec.json.encode(declared.spec))
    spec["site_access"] |= {"channel": "phone", "address": ""}
    return replace(declared, spec=spec)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.settings.test")
    django.setup()
    from tocsin.demo.command import company
    from tocsin.flow import organisation

    change = on_the_phone if sys.argv[1] == "phone" else lambda declared: declared
    organisation.apply([change(declared) for declared in company(0)], by="test")
