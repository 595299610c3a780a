"""Update: objects are added to the files of a directory that has others already. Comments of its YAML files stay."""

from collections.abc import Iterable
from pathlib import Path

from tocsin.connectors.files import layout, tables
from tocsin.connectors.files.read import read_directory
from tocsin.connectors.files.write import dumped, put
from tocsin.core.organisation.objects import Object, Section

_PLACES_FILE = next(file for file, section in layout.YAML_FILES.items() if section == Section.ITEM)


def update_items(path: Path | str, objects: Iterable[Object]) -> tuple[Path, ...]:
    """Write these items: a new or changed row in the table of its type, or else an entry at the end of the places.

    Returns the files written. Items that are in a YAML file already are not handled here.
    """
    root = Path(path)
    changed = {found.key: found for found in objects}
    before, _ = read_directory(root)
    by_type = {table.type: table for table in layout.TABLES}
    tabled = {
        key: by_type[found.spec["type"]] for key, found in changed.items() if found.spec["type"] in by_type
    }
    texts = {
        root / table.file: _table_text(
            table,
            [found for found in before if found.file == table.file],
            [changed[key] for key, own in tabled.items() if own is table],
        )
        for table in set(tabled.values())
    }
    others = [found for key, found in changed.items() if key not in tabled]
    if others:
        texts[root / _PLACES_FILE] = _appended(root / _PLACES_FILE, others)
    return tuple(put(file, text) for file, text in sorted(texts.items()))


def _table_text(table: layout.Table, before: list[Object], changed: list[Object]) -> str:
    merged = {found.key: found for found in before} | {found.key: found for found in changed}
    rows = (tables.cells_of(table, found) for found in merged.values())
    return tables.written(table, (row for row in rows if row is not None))


def _appended(file: Path, items: list[Object]) -> str:
    text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
    parts = [text.rstrip("\n")] if text.strip() else []
    return "\n\n".join([*parts, *(dumped({found.key: found.spec}).rstrip("\n") for found in items)]) + "\n"
