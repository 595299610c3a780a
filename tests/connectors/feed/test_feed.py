"""Feeding by hand: every form of file, and what is wrong with some."""

import io
import mailbox
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.connectors.feed import measure, read_files
from tocsin.connectors.feed.mbox import entries
from tocsin.connectors.kit import mail as mails
from tocsin.core.event.message import Message
from tocsin.core.kernel.errors import Fault

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def mail(number: int, body: str = "lost") -> bytes:
    return f"Subject: Alarm {number}\nMessage-ID: <{number}@host.example>\n\n{body}\n".encode()


def read(*paths: Path | str, max_bytes: int = 1_000_000) -> tuple[list[Message], list[Fault]]:
    faults: list[Fault] = []
    names = [str(path) for path in paths]
    messages = read_files(names, source="host", now=lambda: NOON, report=faults.append, max_bytes=max_bytes)
    return list(messages), faults


@contextmanager
def stdin(content: bytes) -> Iterator[None]:
    """Standard input holds this."""
    kept, (reading, writing) = os.dup(0), os.pipe()
    os.write(writing, content)
    os.close(writing)
    os.dup2(reading, 0)
    try:
        yield
    finally:
        os.dup2(kept, 0)
        os.close(kept)
        os.close(reading)


def test_one_mail(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(1))
    (message,), faults = read(tmp_path / "a.eml")
    assert not faults
    assert message.body == mail(1)
    assert (message.source, message.channel, message.media_type) == ("host", "feed", "message/rfc822")
    assert message.envelope == {"file": str(tmp_path / "a.eml")}


def test_an_mbox_as_a_mail_program_writes_it(tmp_path: Path) -> None:
    box = mailbox.mbox(str(tmp_path / "box"))
    written = [mail(1), mail(2, "text\n\nFrom here on\n>From there\n\nend"), mail(3)]
    for content in written:
        box.add(content)
    box.close()
    messages, faults = read(tmp_path / "box")
    assert not faults
    assert [message.body for message in messages][::2] == [mail(1), mail(3)]
    assert b"\n\nFrom here on\n" in messages[1].body
    assert messages[0].envelope["line"] == "1"


def test_a_maildir_without_what_is_still_being_written(tmp_path: Path) -> None:
    box = mailbox.Maildir(str(tmp_path / "box"))
    for number in (1, 2):
        box.add(mail(number))
    (tmp_path / "box" / "tmp" / "draft").write_bytes(mail(3))
    messages, _ = read(tmp_path / "box")
    assert sorted(message.body for message in messages) == [mail(1), mail(2)]


def test_a_folder_of_files_in_order(tmp_path: Path) -> None:
    for name, content in (("b.eml", mail(2)), ("a.json", b'{"kind": "x"}'), ("c/d.eml", mail(3))):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    messages, _ = read(tmp_path)
    assert [message.body for message in messages] == [b'{"kind": "x"}', mail(2), mail(3)]


@pytest.mark.parametrize(
    ("name", "content", "bodies"),
    [
        ("a.json", b'[{"a": 1},\n {"b": 2}]\n', [b'[{"a": 1},\n {"b": 2}]\n']),
        ("unnamed", b'{\n"a": 1\n}\n', [b'{\n"a": 1\n}\n']),
        ("a.jsonl", b'{"a": 1}\n\n{"b": 2}\r\n', [b'{"a": 1}', b'{"b": 2}']),
        ("unnamed", b'{"a": 1}\n{"b": 2}', [b'{"a": 1}', b'{"b": 2}']),
    ],
)
def test_json(tmp_path: Path, name: str, content: bytes, bodies: list[bytes]) -> None:
    (tmp_path / name).write_bytes(content)
    messages, faults = read(tmp_path / name)
    assert ([message.body for message in messages], faults) == (bodies, [])
    assert {message.media_type for message in messages} == {"application/json"}


@pytest.mark.parametrize(
    ("content", "count"),
    [
        (mail(1), 1),
        (b"From x\n" + mail(1) + b"\nFrom y\n" + mail(2), 2),
        (b'{"a":1}\n{"b":2}\n{"c":3}', 3),
        (b"", 0),
    ],
    ids=["mail", "mbox", "lines", "nothing"],
)
def test_standard_input_of_any_form(content: bytes, count: int) -> None:
    with stdin(content):
        messages, _ = read("-")
    assert len(messages) == count
    assert all(message.envelope["file"] == "-" for message in messages)


def test_what_is_wrong_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(
        b'{"a": 1}\n{"a": \n' + b"[" * 100_000 + b'\n{"b": 2}\n"' + b"x" * 2_000_000
    )
    (tmp_path / "b.eml").write_bytes(b"no header at all\n")
    (tmp_path / "c.eml").write_bytes(mail(1))
    messages, faults = read(tmp_path / "a.jsonl", tmp_path / "b.eml", tmp_path / "none", tmp_path / "c.eml")
    assert [message.body for message in messages] == [b'{"a": 1}', b'{"b": 2}', mail(1)]
    assert [(Path(fault.file).name, fault.line, fault.message("en")) for fault in faults] == [
        ("a.jsonl", 2, "not JSON"),
        ("a.jsonl", 3, "not JSON"),
        ("a.jsonl", 5, "over 1000000 bytes"),
        ("b.eml", None, "neither a mail nor JSON"),
        ("none", None, "can't be read: No such file or directory"),
    ]


def test_a_mail_over_the_limit_is_reported_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(b"From x\n" + mail(1, "x\n" * 10_000) + b"\nFrom y\n" + mail(2))
    messages, faults = read(tmp_path / "box", max_bytes=1_000)
    assert [message.body for message in messages] == [mail(2)]
    assert [(fault.line, fault.message("en")) for fault in faults] == [(1, "over 1000 bytes")]


def test_the_work_ahead_is_known_for_a_progress_bar(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(1))
    (tmp_path / "b.eml").write_bytes(mail(2))
    done: list[int] = []
    list(
        read_files(
            [str(tmp_path)], source="host", now=lambda: NOON, report=lambda _: None, advance=done.append
        )
    )
    assert sum(done) == measure([str(tmp_path)]) == len(mail(1)) * 2
    assert measure(["-", str(tmp_path / "none")]) == 0


class TestIdentity:
    def test_a_mail_is_the_same_from_a_file_and_from_the_wire(self) -> None:
        wire = b"Received: by mx\r\n" + mail(1).replace(b"\n", b"\r\n") + b"\r\n"
        assert mails.key(wire) == mails.key(mail(1))

    def test_one_message_id_for_two_mails(self) -> None:
        assert mails.key(mail(1, "lost")) != mails.key(mail(1, "restored"))

    def test_a_folded_message_id(self) -> None:
        folded = mail(1).replace(b"Message-ID: ", b"Message-Id:\n\t")
        assert mails.key(folded) == mails.key(mail(1))

    def test_another_subject_or_date_is_another_mail(self) -> None:
        changed = [
            mail(1).replace(b"Subject: ", b"Subject: other "),
            b"Date: Mon, 1 Jan 2024 00:00:00 +0000\n" + mail(1),
        ]
        assert mails.key(mail(1)) not in map(mails.key, changed)

    @pytest.mark.parametrize("head", [b"", b"Message-ID:\n", b"Message-ID: <>\n"])
    def test_without_a_message_id_nothing_is_a_repeat(self, head: bytes) -> None:
        assert mails.key(head + b"Subject: x\n\nMessage-ID: <1@x>\n") == ""


@given(st.binary(max_size=300))
def test_no_content_is_too_strange(content: bytes) -> None:
    mails.key(content)
    mails.loop_reason(content)
    assert all(line > 0 for line, _ in entries(io.BytesIO(content), 100))


def test_a_file_of_json_fed_again_repeats_itself_and_a_file_written_anew_does_not(tmp_path: Path) -> None:
    """Two equal lines of one file are two messages: problem, recovery, problem."""
    file = tmp_path / "a.jsonl"
    file.write_text('{"a": 1}\n{"a": 2}\n{"a": 1}\n')
    first, again = (read(file)[0] for _ in range(2))
    assert len({message.key for message in first}) == 3
    assert [message.key for message in first] == [message.key for message in again]
    os.utime(file, ns=(1, 1))
    assert not {message.key for message in read(file)[0]} & {message.key for message in first}


def test_what_comes_by_standard_input_has_no_identity_of_its_own() -> None:
    with stdin(b'{"a": 1}\n'):
        (message,), _ = read("-")
    assert message.key == ""
