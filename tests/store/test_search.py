"""The search over all rows: by number, title, reference and notes, in French and English, however a name is written."""

import pytest
from django.db import connection

from tests.web import seed
from tocsin.core.incident import commands as c
from tocsin.core.search.asking import asked
from tocsin.flow.incidents.commands import act
from tocsin.store.models import SearchEntry
from tocsin.store.read.search import ROW_KINDS, rows_of


@pytest.fixture
def seeded(db):
    seed.everything()


def found(text: str) -> list[tuple[str, int]]:
    return [(row.kind, row.of) for row in rows_of(asked(text).terms, ROW_KINDS, 20)]


TYPED = [
    ("INC-45", 45),
    ("entrepots", 45),
    ("ENTREPÔTS", 45),
    ("entrepôt", 45),
    ("warehouses", 45),
    ("warehouse", 45),
    ("srv-wms-01", 45),
    ("srv wms 01", 45),
    ("srv_wms", 45),
    ("srv-wms", 45),
    ("wms-0", 45),
    ("VAL-2026-118342", 42),
    ("118342", 42),
    ("val-2026", 42),
    ("par1.s1.r05", 42),
    ("sans courant salle", 42),
    ("courants", 42),
    ("without power", 42),
    ("l’Ibérie", 48),
    ("l'iberie", 48),
    ("temperatures", 49),
    ("27,5", 49),
    ("disjoncteur déclenché", 42),
    ("DISJONCTEURS", 42),
    ("baie disjoncteur", 42),
    ("injoig", 45),
    ("njoignabl", 45),
    ("storage arrays", 44),
    ("ms-01 injoign", 45),
]


def test_what_a_person_types_finds_it(seeded):
    missed = [text for text, incident in TYPED if incident not in [number for _, number in found(text)]]
    assert missed == []


def test_what_is_nowhere_finds_nothing_and_breaks_nothing(seeded):
    for text in ("nulle-part", "srv-wms-02", "'; drop table incident; --", "&|!()", "%", "\\"):
        terms = asked(text).terms
        assert (rows_of(terms, ROW_KINDS, 20) if terms else []) == [], text


def test_a_ticket_of_the_provider_leads_to_its_incident(seeded):
    assert ("ticket", 42) in found("T-2026-0042")


def test_a_note_is_found_as_soon_as_it_is_written(seeded):
    act(45, c.Comment(note="Carte réseau échangée par l'équipe de nuit."), "karim.haddad")
    assert found("cartes reseau")[0] == ("incident", 45)


def test_a_reference_that_is_noted_later_is_found_and_what_was_noted_before_stays(seeded):
    act(45, c.Comment(note="Alimentation suspecte."), "karim.haddad")
    act(45, c.NoteReference(reference="ZX-77-ALPHA"), "karim.haddad")
    assert found("zx-77-alpha") == [("incident", 45)]
    assert ("incident", 45) in found("alimentation suspecte")


def test_a_long_quarrel_on_a_timeline_does_not_make_its_row_endless(seeded):
    for number in range(40):
        act(45, c.Comment(note=" ".join(f"mot{number}x{word}" for word in range(400))), "karim.haddad")
    with connection.cursor() as cursor:
        cursor.execute("select length(body) from search where kind = 'incident' and id = 45")
        assert cursor.fetchone()[0] < 12_000


def test_every_incident_problem_works_and_ticket_has_its_row(seeded):
    with connection.cursor() as cursor:
        for kind, table in (
            ("incident", "incident"),
            ("problem", "problem"),
            ("intervention", "intervention"),
            ("ticket", "bond"),
        ):
            cursor.execute(f"select count(*) from {table}")
            assert SearchEntry.objects.filter(kind=kind).count() == cursor.fetchone()[0], kind
