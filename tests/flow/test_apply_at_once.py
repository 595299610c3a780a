"""Two people apply at the same moment: one after the other, never a mixture of both."""

import threading
from collections.abc import Sequence

from django.db import connection

from tests.architecture.source import ROOT
from tests.flow.house import House
from tocsin.connectors.files import read_directory
from tocsin.core.organisation.objects import Object, Section
from tocsin.flow import organisation
from tocsin.store import declared

BASE, _ = read_directory(ROOT / "examples" / "first-mailbox")
ROUNDS = 5


def test_what_two_apply_at_once_is_what_one_of_them_applied(shared_house: House) -> None:
    variants = [[*BASE, _kind(key)] for key in ("ours.x", "theirs.x")]
    for _ in range(ROUNDS):
        organisation.apply(BASE, by="base")
        _at_once(variants)
        kept = {declaration.identity for declaration in declared.objects()}
        assert kept in [{declaration.identity for declaration in variant} for variant in variants]


def _kind(key: str) -> Object:
    spec = {"label": {"fr": key, "en": key}, "domain": "power", "effect": "down"}
    return Object(section=Section.KIND, key=key, spec=spec)


def _at_once(variants: Sequence[Sequence[Object]]) -> None:
    together = threading.Barrier(len(variants))

    def put(objects: Sequence[Object]) -> None:
        try:
            together.wait()
            organisation.apply(objects, by="one of them")
        finally:
            connection.close()

    threads = [threading.Thread(target=put, args=(variant,)) for variant in variants]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
