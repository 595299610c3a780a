"""Mutants: real messages with something broken, as fuzzing wants them; knows no format."""

from collections.abc import Callable, Sequence

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[int]], int]

CHARSETS = (b"utf-16", b"utf-7", b"iso-2022-jp", b"latin-1", b"us-ascii", b"hex", b"idna", b"klingon", b"")
PIECES = (
    b"\0", b"\xff", b"\xe9", b"\xed\xa0\x80", b"\r\n", b"\n\n", b"=?utf-8?B?", b"?=", b"=\r\n", b"=C3", b"--", b"<td",
    b"<table>", b"</tr>", b"<!--", b"&#1114112;", b'"', b"\\u0000", b"\\ud800", b"[", b"{", b"null", b"1e999", b"-1",
    b"9" * 400, b"9999-12-31T23:59:59-12:00", b"0000-00-00", b"31/02/2026 25:61", b"BEGIN:VEVENT", b"RRULE:FREQ=SECONDLY",
    b"DTSTART;TZID=Mars:20261123T120000", b"Content-Type: multipart/mixed; boundary=x", b"Content-Transfer-Encoding: base64",
    b"boundary=", b"filename*0*=", b"((((((", b"%s{0}", "\u202e\u2028\u0130".encode(),
)  # fmt: skip


def mutants(samples: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """A sample after one to four changes."""

    @st.composite
    def mutant(draw: Draw) -> bytes:
        raw = samples[draw(st.integers(0, len(samples) - 1))]
        for _ in range(draw(st.integers(1, 4))):
            raw = CHANGES[draw(st.integers(0, len(CHANGES) - 1))](draw, raw, samples)
        return raw

    return mutant()


def _place(draw: Draw, raw: bytes) -> int:
    return draw(st.integers(0, len(raw)))


def _flipped(draw: Draw, raw: bytes, _: Sequence[bytes]) -> bytes:
    at, bit = _place(draw, raw), draw(st.integers(0, 7))
    return raw[:at] + bytes(byte ^ 1 << bit for byte in raw[at : at + 1]) + raw[at + 1 :]


def _cut(draw: Draw, raw: bytes, _: Sequence[bytes]) -> bytes:
    return raw[: _place(draw, raw)]


def _without(draw: Draw, raw: bytes, _: Sequence[bytes]) -> bytes:
    at = _place(draw, raw)
    return raw[:at] + raw[at + draw(st.integers(1, 200)) :]


def _spliced(draw: Draw, raw: bytes, samples: Sequence[bytes]) -> bytes:
    other = samples[draw(st.integers(0, len(samples) - 1))]
    return raw[: _place(draw, raw)] + other[_place(draw, other) :]


def _repeated(draw: Draw, raw: bytes, _: Sequence[bytes]) -> bytes:
    at = _place(draw, raw)
    end = at + draw(st.integers(1, 100))
    return raw[:at] + raw[at:end] * draw(st.integers(2, 300)) + raw[end:]


def _line_again(draw: Draw, raw: bytes, _: Sequence[bytes]) -> bytes:
    lines = raw.splitlines(keepends=True) or [b""]
    line = lines[draw(st.integers(0, len(lines) - 1))]
    lines.insert(draw(st.integers(0, len(lines))), line)
    return b"".join(lines)


def _recoded(draw: Draw, raw: bytes, _: Sequence[bytes]) -> bytes:
    charset = CHARSETS[draw(st.integers(0, len(CHARSETS) - 1))]
    return raw.replace(b"utf-8", charset).replace(b"UTF-8", charset).replace(b"iso-8859-1", charset)


def _with_piece(draw: Draw, raw: bytes, _: Sequence[bytes]) -> bytes:
    at = _place(draw, raw)
    return raw[:at] + PIECES[draw(st.integers(0, len(PIECES) - 1))] + raw[at:]


CHANGES = (_flipped, _cut, _without, _spliced, _repeated, _line_again, _recoded, _with_piece)
