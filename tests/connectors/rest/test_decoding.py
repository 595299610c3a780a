"""What an answer says, as it is declared: XML that an attacker wrote, streams that were cut, and texts in other charsets."""

import pytest

from tocsin.connectors.rest import paths
from tocsin.connectors.rest.decoding import NotDecoded, decoded
from tocsin.connectors.rest.selecting import Unselected, selected
from tocsin.connectors.rest.settings import Endpoint, Resource
from tocsin.connectors.rest.transport import Answer
from tocsin.connectors.rest.xml_tree import read_xml

_LAUGHS = b"".join(b'<!ENTITY l%d "&l%d;&l%d;">' % (n + 1, n, n) for n in range(40))


def answer(body: bytes, media_type: str = "") -> Answer:
    return Answer(200, {"content-type": media_type}, body, "https://api.example/")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'<!DOCTYPE a [<!ENTITY l0 "ha">' + _LAUGHS + b"]><a>&l40;</a>", "document type"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "document type"),
        (b'<!DOCTYPE a SYSTEM "http://elsewhere.example/a.dtd"><a/>', "document type"),
        (b"<!DOCTYPE html><html><body>Maintenance</body></html>", "document type"),
        (b"<a>" * 5000 + b"</a>" * 5000, "within each other"),
        (b"<a>" + b"<b/>" * 300_001 + b"</a>", "more than 300000"),
        (b"<a " + b" ".join(b'b%d=""' % n for n in range(300_001)) + b"/>", "more than 300000"),
        (b"<a><b></a>", "no XML: mismatched tag"),
        (b"<a>cut", "no XML"),
        (b"", "no XML: no element found"),
        (b"<a>&eacute;</a>", "no XML: undefined entity"),
        (b'{"a": 1}', "no XML"),
        (b"<alarm>\x00</alarm>", "no XML"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_xml_that_only_an_attack_needs_is_refused(body, says):
    with pytest.raises(NotDecoded, match=says):
        decoded(answer(body), "xml")


def test_attributes_texts_and_repeated_elements():
    body = b'<r xmlns:v="urn:v"><v:a id="1">x<b/></v:a><a>&lt;&#233;<![CDATA[<y>]]></a><c z="1"/></r>'
    assert read_xml(body) == {
        "r": {"a": [{"@id": "1", "b": "", "#text": "x"}, "<é<y>"], "c": {"@z": "1"}}
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("<a>é</a>".encode(), "text/xml"),
        ("<a>é</a>".encode("latin-1"), "text/xml; charset=ISO-8859-1"),
        (
            "<?xml version='1.0' encoding='windows-1252'?><a>é</a>".encode("cp1252"),
            "text/xml; charset=windows-1252",
        ),
        ("<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>".encode("latin-1"), "application/xml"),
        ("﻿<a>é</a>".encode(), "application/xml"),
        ("<?xml version='1.0' encoding='utf-16'?><a>é</a>".encode("utf-16"), "application/xml"),
    ],
)
def test_xml_in_the_charset_of_its_sender(body, media_type):
    assert decoded(answer(body, media_type), "xml") == {"a": "é"}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'{"a": 1}\n{"a": 2}\n{"a"', "line 3 of 3"),
        (b'{"a": 1}\n<html>', "line 2 of 2"),
        (b"1\n" * 100_001, "more than 100000 lines"),
    ],
)
def test_a_stream_that_was_cut_is_no_short_list(body, says):
    with pytest.raises(NotDecoded, match=says):
        decoded(answer(body), "jsonl")


def test_lines_with_marks_and_blanks():
    assert decoded(answer(b'\x1e{"a": 1}\r\n\r\n\x1e{"a": 2}\n'), "jsonl") == [{"a": 1}, {"a": 2}]
    assert decoded(answer(b""), "jsonl") == []


def resource(selector: str, **endpoint: object) -> Resource:
    declared = Endpoint(path="a", data_selector=selector, **endpoint)  # type: ignore[arg-type]
    return Resource(name="r", primary_key="id", endpoint=declared)


@pytest.mark.parametrize(
    ("selector", "content"),
    [
        ("$.groups[*].alarms[*]", {"groups": []}),
        ("$.groups[*].alarms[*]", {"groups": [{"alarms": []}, {"alarms": []}]}),
        ("$.data.*[*]", {"data": {}}),
        ("$.data.*[*]", {"data": {"srv-1": []}}),
        ("$[?@.type=='alarm']", [{"type": "end"}]),
        ("$[?@.type=='alarm']", []),
    ],
)
def test_nothing_where_all_has_its_place_is_an_empty_list(selector, content):
    assert selected(resource(selector), content) == []


@pytest.mark.parametrize(
    ("selector", "content"),
    [
        ("$.groups[*].alarms[*]", {"groups": [{"error": "no right"}]}),
        ("$.groups[*].alarms[*]", {"error": "no right"}),
        ("$.data.*[*]", {"error": {"code": 1}}),
        ("$[?@.type=='alarm']", "maintenance"),
        ("$._embedded.alarms", {"page": {}}),
    ],
)
def test_nothing_in_an_answer_of_another_form_is_a_failure(selector, content):
    with pytest.raises(Unselected):
        selected(resource(selector, count_path="$.page.totalElements"), content)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"<alarms/>", []),
        (b"<alarms count='0'></alarms>", []),
        (b"<alarms><alarm id='1'/></alarms>", [{"@id": "1"}]),
        (b"<alarms><alarm>text</alarm></alarms>", [{"#text": "text"}]),
        (b"<alarms><count>0</count></alarms>", []),
    ],
)
def test_the_elements_of_xml_be_they_none_one_or_many(body, found):
    declared = resource("$.alarms.alarm[*]", decoder="xml", count_path="$.alarms.count")
    assert selected(declared, decoded(answer(body), "xml")) == found


@pytest.mark.parametrize(
    "body",
    [b"<error/>", b"<alarms>no right</alarms>", b"<alarms><error>no right</error></alarms>", b"<alarm/>"],
)
def test_an_error_in_xml_is_no_empty_list(body):
    with pytest.raises(Unselected, match="nothing at"):
        selected(resource("$.alarms.alarm", decoder="xml"), decoded(answer(body), "xml"))


@pytest.mark.parametrize(
    ("selector", "content", "found"),
    [
        ("$", [4711, "T-2"], [{"value": 4711}, {"value": "T-2"}]),
        ("$.ids", {"ids": []}, []),
        ("$.*", {"db": "UP", "disk": {"state": "DOWN"}}, [{"value": "UP", "name": "db"}, {"state": "DOWN", "name": "disk"}]),
    ],
)  # fmt: skip
def test_a_text_or_a_number_is_the_value_of_an_item(selector, content, found):
    assert selected(resource(selector, key_field="name" if "*" in selector else ""), content) == found


@pytest.mark.parametrize(
    "content", ["Internal error", {"items": "no right"}, {"items": None}, {"items": [None]}]
)
def test_a_text_in_the_place_of_a_list_is_a_failure(content):
    with pytest.raises(Unselected):
        selected(resource("$.items" if isinstance(content, dict) else "$"), content)


def test_rows_of_another_length_than_their_columns_are_a_failure():
    declared = resource("$.rows", columns_path="$.columns")
    assert selected(declared, {"columns": ["id"], "rows": []}) == []
    assert selected(declared, {"columns": ["id", "at"], "rows": [[1, 2]]}) == [{"id": 1, "at": 2}]
    with pytest.raises(Unselected, match="another length"):
        selected(declared, {"columns": ["id"], "rows": [[1, 2]]})


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("@id", ["1"]),
        ("$.@id", ["1"]),
        ("$.a.#text", ["x"]),
        ("$.b[?@.@kind=='lost'].@at", ["5"]),
        ("$['@id']", ["1"]),
    ],
)
def test_attributes_and_texts_are_named_as_they_stand(path, found):
    item = {
        "@id": "1",
        "a": {"#text": "x"},
        "b": [{"@kind": "lost", "@at": "5"}, {"@kind": "ok", "@at": "6"}],
    }
    assert paths.is_path(path)
    assert paths.found(path, item) == found
