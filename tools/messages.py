"""Collect the pages' sentences and compile their French: ``make messages``; ``--check`` writes nothing, exit 1 if stale."""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "tocsin" / "web"
PO = WEB / "locale" / "fr" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "_": None,
    "pgettext_lazy": ((1, "c"), 2),
    "ngettext_lazy": (1, 2),
}


def collected() -> Catalog:
    """Every sentence of the templates and of the code, with where it is said."""
    found = Catalog()
    for file in sorted([*WEB.rglob("*.html"), *WEB.rglob("*.py")]):
        for line, function, said, _ in _extracted(file):
            spec = _KEYWORDS[function]
            context = said[0] if spec and (1, "c") in spec else None
            words = said[1:] if context else said
            message = (
                words
                if isinstance(words, str)
                else words[0]
                if len([w for w in words if w]) == 1
                else tuple(words[:2])
            )
            found.add(message, context=context, locations=[(str(file.relative_to(ROOT)), 0 * line)])
    return found


def _extracted(file: Path):
    source = file.read_text("utf-8")
    if file.suffix == ".html":
        source = templatize(source, origin=str(file))
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
        "\n".join(one for one in lines if "-Date:" not in one and "Generated-By" not in one).encode() + b"\n"
    )


def mo_bytes(catalogue: Catalog) -> bytes:
    """The catalogue compiled."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """The sentences that have no French."""
    return [
        str(one.id)
        for one in catalogue
        if one.id and not (all(one.string) if isinstance(one.string, tuple) else one.string)
    ]


if __name__ == "__main__":
    catalogue = merged()
    PO.write_bytes(po_bytes(catalogue))
    MO.write_bytes(mo_bytes(read_po(BytesIO(PO.read_bytes()), locale="fr")))
    missing = untranslated(catalogue)
    print(f"{len(catalogue)} sentences, {len(missing)} without French", *missing, sep="\n  ")
    sys.exit(bool(missing))
