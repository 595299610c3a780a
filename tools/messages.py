"""Collect the pages' sentences, compile their French and typeset the French documents (``make messages``).

Exit 1 while a sentence lacks French.
"""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tocsin.core.kernel.typography import typeset

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "tocsin" / "web"
PO = WEB / "locale" / "fr" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
_BLOCKS = re.compile(r"(^```.*?^```)", re.MULTILINE | re.DOTALL)
_HEADERS_LEFT = ("-Date:", "Generated-By:", "Report-Msgid-Bugs-To:", "Last-Translator:", "Language-Team:")
_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "_": None,
    "pgettext_lazy": ((1, "c"), 2),
    "ngettext_lazy": (1, 2),
}


def collected() -> Catalog:
    """Every sentence of the templates and of the code."""
    found = Catalog()
    for file in sorted([*WEB.rglob("*.html"), *WEB.rglob("*.py")]):
        for _, function, text, _ in _extracted(file):
            plural = _KEYWORDS.get(function) is not None
            found.add(tuple(text[:2]) if plural else text if isinstance(text, str) else text[0])
    return found


def _extracted(file: Path) -> Iterator[tuple[int, str, str | tuple[str, ...], list[str]]]:
    source = file.read_text("utf-8")
    if file.suffix == ".html":
        lines = templatize(source, origin=str(file)).splitlines()
        source = "\n".join(
            map(str.lstrip, lines)
        )  # it is read as Python, to which indents would mean something
    return extract_python(BytesIO(source.encode()), list(_KEYWORDS), (), {})


def merged() -> Catalog:
    """The French catalogue with the sentences of today: new ones empty, old ones gone."""
    with PO.open("rb") as known:
        catalogue = read_po(known, locale="fr")
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def po_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as its source file, without dates so that it changes only with its words."""
    out = BytesIO()
    write_po(out, catalogue, sort_output=True, omit_header=False, no_location=True, width=110)
    lines = out.getvalue().decode().splitlines()
    return (
        "\n".join(line for line in lines if "-Date:" not in line and "Generated-By" not in line).encode()
        + b"\n"
    )


def mo_bytes(catalogue: Catalog) -> bytes:
    """The catalogue compiled, its French typeset; undated too."""
    for message in catalogue:
        if message.id:
            message.string = _typeset(message.string)
    catalogue.creation_date = catalogue.revision_date = datetime.fromtimestamp(0, UTC)
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def _typeset(french: str | tuple[str, ...]) -> str | tuple[str, ...]:
    return typeset(french) if isinstance(french, str) else tuple(map(typeset, french))


def documents() -> list[Path]:
    """The documents in French."""
    docs = ROOT / "docs"
    return sorted([*docs.rglob("*.fr.md"), *docs.rglob("fr/*.md"), docs / "formats" / "fr.md"])


def printed(document: str) -> str:
    """A French document typeset, its code blocks as they are."""
    return "".join(part if part.startswith("```") else typeset(part) for part in _BLOCKS.split(document))


def untranslated(catalogue: Catalog) -> list[str]:
    """The sentences that have no French."""
    return [
        str(entry.id)
        for entry in catalogue
        if entry.id and not (all(entry.string) if isinstance(entry.string, tuple) else entry.string)
    ]


if __name__ == "__main__":
    catalogue = merged()
    PO.write_bytes(po_bytes(catalogue))
    MO.write_bytes(mo_bytes(read_po(BytesIO(PO.read_bytes()), locale="fr")))
    for document in documents():
        document.write_text(printed(document.read_text("utf-8")), "utf-8")
    missing = untranslated(catalogue)
    sys.stdout.write(
        "\n  ".join([f"{len(catalogue)} sentences, {len(missing)} without French", *missing, ""])
    )
    sys.exit(bool(missing))
