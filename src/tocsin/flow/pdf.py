"""PDF: a typst template filled with data, as PDF/A. Knows no page."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import typst


def as_pdf(template: Path, data: dict[str, Any]) -> bytes:
    """The template with ``data``, which it reads as JSON from its system inputs."""
    made = typst.compile(
        _read(template), sys_inputs={"data": msgspec.json.encode(data).decode()}, pdf_standards=["a-2b"]
    )
    assert isinstance(made, bytes)
    return made


@cache
def _read(template: Path) -> bytes:
    return template.read_bytes()
