"""Printed: a statement of six columns as a PDF, as a supplier's program prints it."""

import json

import typst

PAGE = """
#set page(paper: "a4", flipped: {flipped}, footer: context [Page #counter(page).display() / #counter(page).final().first()])
#set text(size: {size}pt, lang: "fr")
#let d = json(bytes(sys.inputs.d))
= Relevé mensuel des incidents
Valmont Datacenter, contrat VDC-2026-0417. Toutes les heures sont locales.
#table(columns: (auto, auto, auto, auto, auto, 1fr), stroke: {stroke}, align: (left, left, left, right, left, left),
  table.header(..d.head.map(h => [*#h*])), ..d.rows.flatten())
"""


def printed(
    head: list[str], rows: list[list[str]], *, stroke: str = "none", size: int = 9, flipped: str = "false"
) -> bytes:
    """A table of six columns, printed as a PDF."""
    source = PAGE.format(stroke=stroke, size=size, flipped=flipped)
    made = typst.compile(source.encode(), sys_inputs={"d": json.dumps({"head": head, "rows": rows})})
    assert isinstance(made, bytes)
    return made
