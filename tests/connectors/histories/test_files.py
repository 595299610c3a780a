"""Files that are packed twice, logs with lists and empty traces, and files that hold no table at all."""

import bz2
import gzip
import io
import zipfile
from pathlib import Path

import pytest

from tocsin.connectors.histories.rows import rows_of
from tocsin.core.history.mapping import FileOptions
from tocsin.core.kernel.errors import BadInput


def rows(folder: Path, content: bytes, name: str = "log"):
    file = folder / name
    file.write_bytes(content)
    return list(rows_of(file, FileOptions()))


def zipped(*parts: tuple[str, bytes]) -> bytes:
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return packed.getvalue()


CSV = b"number,state\n1,new\n"


@pytest.mark.parametrize(
    "content",
    [
        zipped(("a.csv.gz", gzip.compress(CSV))),
        gzip.compress(zipped(("a.csv", CSV))),
        zipped(("b.zip", zipped(("a", CSV)))),
    ],
)
def test_however_it_is_packed_it_is_read(tmp_path, content):
    assert [row.cells for row in rows(tmp_path, content)] == [{"number": "1", "state": "new"}]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'[\n  {"id": 1}]', "no_table"),
        (b'{"tickets": [{"id": 1}]}', "no_table"),
        (b"%PDF-1.4\n1 0 obj", "no_table"),
        (bz2.compress(CSV), "no_table"),
        (zipped(("mimetype", b"x"), ("content.xml", b"<x/>")), "old_workbook"),
        (zipped(("[Content_Types].xml", b"<x/>"), ("xl/workbook.bin", b"x")), "old_workbook"),
        (zipped(), "empty"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "no_log"),
    ],
)
def test_what_is_no_table_is_not_read_as_one(tmp_path, content, code):
    with pytest.raises(BadInput) as wrong:
        rows(tmp_path, content)
    assert wrong.value.faults[0].why.code == f"fault.history.{code}"


def test_a_log_keeps_lists_and_traces_without_events(tmp_path):
    log = b"""<log xmlns="http://www.xes-standard.org/"><trace><string key="concept:name" value="T1"/>
      <list key="tags"><values><string key="tag" value="vpn"/><string key="tag" value="crm"/></values></list>
      <event><string key="state" value="new"><string key="why" value="x"/></string></event></trace>
      <trace><string key="concept:name" value="T2"/></trace></log>"""
    first, second = rows(tmp_path, log)
    assert first.cells == {"case:concept:name": "T1", "case:tags": "vpn, crm", "state": "new"}
    assert (second.cells, second.line) == ({"case:concept:name": "T2"}, 4)


def test_each_of_several_columns_of_one_name_can_be_read(tmp_path):
    (row,) = rows(tmp_path, b"Key,Comment,Labels,Comment,Comment\nA1,,crm,second,third\n")
    assert row.cells == {
        "key": "A1",
        "comment": "second",
        "labels": "crm",
        "comment (2)": "second",
        "comment (3)": "third",
    }
    assert row.headings == ["Key", "Comment", "Labels", "Comment (2)", "Comment (3)"], (
        "what is left aside is named"
    )


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (b'"number","state","closed"\n"1","say \\"hi\\", ok",\\N\n', 'say "hi", ok'),
        (b'number,state\n1,"C:\\logs\\"\n2,"a ""b"""\n', "C:\\logs\\"),
        (b'number, state\n1, "a, b"\n', "a, b"),
        (b'"sep=;"\r\nnumber;state\r\n1;a, b\r\n', "a, b"),
        ("number,state\n1,été\n".encode() + b"2,\xe9t\xe9\n", "été"),
        ("number,state\n1,été\n".encode("cp1252"), "été"),
        (b"number,state\n1,new\n\x1a", "new"),
    ],
)
def test_cells_are_read_however_a_program_writes_delimited_text(tmp_path, content, title):
    assert rows(tmp_path, content)[0].cells == {"number": "1", "state": title}
