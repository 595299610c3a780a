"""Hostile messages on the screens that show them: each is read in a process that may take little memory and time."""

import base64
import resource
import subprocess
import sys

import pytest

MEGABYTE = 1024 * 1024
MEMORY = 600 * MEGABYTE  # of address space: Python with our imports takes 300
SECONDS = 10  # of processor

WORDS = b" ".join(b"=?utf-8?q?=41?=" for _ in range(18_000))
DEEP = b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(500))
HOSTILE = {
    "280 kB of encoded words": b"Subject: " + WORDS + b"\n\nx",
    "encoded words in every header": b"".join(b"X-%d: " % n + WORDS[:8_000] + b"\n" for n in range(20))
    + b"\nx",
    "a Content-Type of 20 kB": b"Content-Type: text/plain" + b"; a*0*=x" * 2_500 + b"\n\nx",
    "a Content-Type of brackets": b"Content-Type: " + b"(" * 20_000 + b"\n\nx",
    "a From of brackets": b"From: " + b"(" * 50_000 + b"<" * 50_000 + b"\n\nx",
    "addresses without end": b"From: " + b"a@b.c, " * 40_000 + b"\n\nx",
    "parts within parts": DEEP,
    "a hundred thousand parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000,
    "HTML that nests": b"Content-Type: text/html\n\n" + b"<div><b>" * 300_000,
    "HTML of attributes": b"Content-Type: text/html\n\n<p " + b"a=b " * 500_000 + b">",
    "base64 of 10 MB": b"Content-Transfer-Encoding: base64\n\n" + base64.b64encode(b"x" * 7 * MEGABYTE),
    "lines without end": b"Subject: x\n\n" + b"\n" * 5_000_000,
    "JSON that nests": b"[" * 1_000_000,
    "JSON of 9 MB": b"[" + b"1," * (4 * MEGABYTE) + b"1]",
    "a number of a million digits": b"9" * 1_000_000,
}
SCRIPT = """
import sys
from tocsin.store.read.headline import HEAD_BYTES, headline
from tocsin.web import verbatim
body = sys.stdin.buffer.read()
for media_type in ("message/rfc822", "application/json", "text/plain"):
    page = verbatim.readable(body, media_type)
    assert len(page.text) + len(page.html) < 500_000
    verbatim.text_of(page.html)
    headline(body[:HEAD_BYTES], media_type, {})
assert sum(len(value) for _, value in verbatim.all_headers(body)) < 1_000_000
"""


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_shown_is_bounded(name):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=HOSTILE[name],
        preexec_fn=_bounded,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()[-2_000:]


def _bounded():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
