"""The ready message: in the provider's words, and read back by its own format as the very place."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tocsin.flow.sentences  # noqa: F401  declares every reason that is rendered here
from tocsin.connectors.files.read import read_directory
from tocsin.core.company import Company, compiled
from tocsin.core.event.message import Message
from tocsin.core.exchange.card import provider_card
from tocsin.core.exchange.values import ProviderCard
from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import Holder, Incident, IncidentKind, SupplierReference, Turn
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.organisation.objects import Concern, Object, Section
from tocsin.core.organisation.values import Label
from tocsin.core.translation.translate import translate

NOW = datetime(2026, 11, 28, 2, tzinfo=UTC)  # a Saturday, three in the morning in Paris
OUTLET = "par1.s1.r07.pdu-a.o12"
KINDS = {
    "outlet": "power.outlet.lost",
    "pdu": "power.pdu.lost",
    "feed": "power.feed.lost",
    "rack": "power.lost",
}


@cache
def declared() -> tuple[Object, ...]:
    objects, mistakes = read_directory(Path("examples/cachemire"))
    assert not mistakes
    return tuple(objects)


@cache
def cachemire() -> Company:
    return compiled(None, dict.fromkeys(Concern, 1), declared(), tuple(Concern))


def company(*more: Object) -> Company:
    changed = {declaration.identity: declaration for declaration in (*declared(), *more)}
    return compiled(None, dict.fromkeys(Concern, 1), changed.values(), tuple(Concern))


def incident(cause: str, kind: str = "power.outlet.lost", **changes: object) -> Incident:
    values = {
        "priority": Priority.P1, "reported_at": NOW, "turns": (Turn(at=NOW, holder=Holder.SUPPLIER),),
        "title": Label(fr="Prise hors tension", en="Outlet dead"), **changes,
    }  # fmt: skip
    return Incident(
        id=42, kind=IncidentKind.OUTAGE, effect=Effect.DOWN, peak=Effect.DOWN, criticality=Criticality.HIGH,
        cause=cause, cause_kind=kind, owner_team="systems", opened_at=NOW, since=NOW, last_at=NOW, **values,
    )  # fmt: skip


def card(
    cause: str, kind: str = "power.outlet.lost", here: Company | None = None, **changes: object
) -> ProviderCard:
    found = provider_card(incident(cause, kind, **changes), here or cachemire(), now=NOW)
    assert found is not None
    return found


def read_by_them(
    ready: ProviderCard, source: str = "valmont", sender: str = "supervision@valmont-dc.example"
) -> str:
    """The item that the provider's own format finds in the message, had they sent it themselves."""
    text = f"From: {sender}\nSubject: {ready.message.subject}\nContent-Type: text/plain; charset=utf-8\n\n"
    message = Message(
        source=source, channel="imap", received_at=NOW, media_type="message/rfc822",
        body=(text + ready.message.text).encode(),
    )  # fmt: skip
    here = cachemire()
    (event,) = translate(message, here.formats, allowed=here.organisation.sources[source].formats).events
    return here.resolver.resolve(event.place, source=source, kind=event.kind).item


def test_an_outlet_is_reported_in_their_words_with_their_number_and_the_contract() -> None:
    message = card(OUTLET, reference="VDC-104512").message
    assert message.checked
    assert message.to == "support@valmont-dc.example"
    assert "Perte d'alimentation prise - PAR1 / Salle S1 / Baie R07 / PDU A / Prise 12" in message.subject
    for line in ("Localisation : PAR1 / Salle S1 / Baie R07 / PDU A / Prise 12", "État : Déclenchée",
                 "Ticket : VDC-104512", "Contrat n° VDC-2026-0417.", "INC-42"):  # fmt: skip
        assert line in message.text


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_what_their_format_reads_in_it_is_the_place(data: st.DataObject) -> None:
    """For every item that the provider's format can name: written backwards, read forwards, the same item."""
    known = cachemire().organisation
    theirs = [item for item in known.items.values() if known.supplier_of(item.key) == "valmont"]
    items = [item for item in theirs if item.type.value in KINDS]
    item = data.draw(st.sampled_from(items))
    ready = card(item.key, KINDS[item.type.value])
    assert ready.message.checked
    assert read_by_them(ready) == item.key


def test_what_their_format_cannot_name_is_marked_as_partly_in_their_words() -> None:
    message = card("par1.s1.ups-a", "power.lost").message
    assert not message.checked
    assert message.why.code == "exchange.message.partly"
    assert message.place == "PAR1 / Salle S1 / Salle 1, onduleur A"


def test_a_line_is_its_operators_and_named_by_the_operators_number() -> None:
    found = card("wan-mad1", "network.down")
    assert (found.supplier, found.contract) == ("ligne-claire", "LC-88213")
    assert "LC-40231" in found.message.text
    assert found.message.why.code == "exchange.message.our_words"


def test_a_device_of_ours_has_no_provider_and_no_card() -> None:
    assert provider_card(incident("srv-crm-01", "device.down"), cachemire(), now=NOW) is None


SPELT_OTHERWISE = {
    "one pattern for the whole place": {
        "recognise": {"from": "@valmont-dc.example"},
        "fields": {"what": {"label": "Alarm"}, "at": {"label": "Location"}, "state": {"label": "State"}},
        "patterns": [{"in": "at", "pattern": r"^(?P<room>S\d+)-(?P<rack>R\d+)(?:-(?P<pdu>[AB])(?P<outlet>\d+))?$"}],
        "tables": {"kind": {"Outlet dead": "power.outlet.lost"}, "state": {"raised": "firing"}},
        "event": {"kind": "{what}", "state": "{state}", "place": {
            "text": "{at}", "site": "PAR1", "room": "{room}", "rack": "{rack}", "pdu": "{pdu}", "outlet": "{outlet}"}},
    },
    "a label a piece, and tables of their names": {
        "recognise": {"from": "@valmont-dc.example"},
        "fields": {"what": {"label": "Alarm"}, "hall": {"label": "Hall"}, "rack": {"label": "Cabinet"},
                   "side": {"label": "Side"}, "plug": {"label": "Socket"}},
        "tables": {"kind": {"Outlet dead": "power.outlet.lost"}, "room": {"Blue hall": "S1", "Green hall": "S2"},
                   "pdu": {"left": "A", "right": "B"}, "rack": {"K-7": "R07"}},
        "event": {"kind": "{what}", "state": "firing", "place": {
            "site": "PAR1", "room": "{hall}", "rack": "{rack}", "pdu": "{side}", "outlet": "{plug}"}},
    },
    "a place in words": {
        "recognise": {"from": "@valmont-dc.example"},
        "fields": {"what": {"label": "Alarm"}, "at": {"label": "Location"}},
        "tables": {"kind": {"Outlet dead": "power.outlet.lost"}},
        "event": {"kind": "{what}", "state": "firing", "place": {"text": "{at}"}},
    },
}  # fmt: skip


@pytest.mark.parametrize("name", SPELT_OTHERWISE)
def test_other_formats_are_read_backwards_as_well(name: str) -> None:
    here = company(Object(section=Section.FORMAT, key="valmont", spec=SPELT_OTHERWISE[name]))
    message = card(OUTLET, here=here).message
    assert message.checked, message.text
    assert "Alarm : Outlet dead" in message.text
    if "tables" in name:
        assert "Hall : Blue hall" in message.text
        assert "Cabinet : K-7" in message.text


def test_a_word_that_names_another_thing_is_not_chosen() -> None:
    """The table has a word for the loss of feed A and one for that of feed B: both mean the loss of a feed."""
    table = {"Perte voie A": "power.feed.lost", "Perte voie B": "power.feed.lost"}
    spec = {**cachemire().organisation.formats["valmont"]}
    spec["tables"] = {**spec["tables"], "kind": table}
    here = company(Object(section=Section.FORMAT, key="valmont", spec=spec))
    assert card("par1.s1.feed-a", "power.feed.lost", here=here).message.kind == "Perte voie A"
    assert card("par1.s1.feed-b", "power.feed.lost", here=here).message.kind == "Perte voie B"


def test_what_a_person_taught_is_the_spelling_where_the_file_has_none() -> None:
    spec = {**SPELT_OTHERWISE["a place in words"], "tables": {}}
    taught = {"format": "valmont", "table": "kind", "word": "Plug lost", "ours": "power.outlet.lost"}
    here = company(
        Object(section=Section.FORMAT, key="valmont", spec=spec),
        Object(section=Section.CORRESPONDENCE, key="taught", spec=taught),
    )
    assert "Alarm : Plug lost" in card(OUTLET, here=here).message.text


def test_the_place_is_written_as_they_have_written_it_where_they_have() -> None:
    written_place = "Salle S1, baie R07 (rangée A), PDU A, prise n° 12"
    found = provider_card(incident(OUTLET), cachemire(), now=NOW, written_place=written_place)
    assert found is not None
    assert found.message.place == written_place


@pytest.mark.parametrize(
    "written_place",
    [
        "Salle S1\r\nBcc: x@y.example",
        "=?utf-8?q?=0ABcc:_x=40y.example?=",
        "\u2028" * 3,
        "x" * 5000,
        "{where} {0} %s",
    ],
)
def test_what_a_source_wrote_of_a_place_begins_no_header_and_breaks_nothing(written_place: str) -> None:
    found = provider_card(incident(OUTLET), cachemire(), now=NOW, written_place=written_place)
    assert found is not None
    assert len(found.message.subject.splitlines()) == 1
    assert "=?" not in found.message.subject


def test_english_is_written_to_a_supplier_that_reads_english() -> None:
    spec = next(
        declaration.spec
        for declaration in declared()
        if declaration.identity == (Section.SUPPLIER, "ligne-claire")
    )
    here = company(Object(section=Section.SUPPLIER, key="ligne-claire", spec={**spec, "languages": ["en"]}))
    text = card("wan-mad1", "network.down", here=here).message.text
    assert text.startswith("Hello,")
    assert "Place: " in text


def test_references_are_on_the_card() -> None:
    given_by = (SupplierReference(text="VDC-1", by="valmont", at=NOW),)
    assert card(OUTLET, reference="VDC-1", references=given_by).references == given_by
