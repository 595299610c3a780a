"""Write: declared objects become a directory that reads back to the same objects."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from msgspec.structs import replace

from tocsin.connectors.files import layout, tables
from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.organisation.decoding import TYPES
from tocsin.core.organisation.durations import as_people_write
from tocsin.core.organisation.objects import Object, Section

_FOLDER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def write_directory(path: Path | str, objects: Iterable[Object]) -> tuple[Path, ...]:
    """Write every section; files of the layout without content are removed, other files are left alone.

    Returns the files written. Raises BadInput when a format's name can't be a folder's.
    """
    root = Path(path)
    declared = [_as_people_write(declared_object) for declared_object in objects]
    _refuse_bad_folders(declared)
    texts = {**_yaml_texts(declared), **_format_texts(declared)}
    for file in _layout_files(root) - texts.keys():
        (root / file).unlink(missing_ok=True)
    return tuple(put(root / file, text) for file, text in texts.items())


def _as_people_write(declared: Object) -> Object:
    type_ = TYPES.get(declared.section)
    return replace(declared, spec=as_people_write(declared.spec, type_)) if type_ else declared


def _refuse_bad_folders(objects: list[Object]) -> None:
    faults = [
        fault("fault.file.folder", name=declared_object.key)
        for declared_object in objects
        if declared_object.section == Section.FORMAT and not _FOLDER_NAME.fullmatch(declared_object.key)
    ]
    if faults:
        raise BadInput(faults)


def _layout_files(root: Path) -> set[str]:
    formats = root.glob(f"{layout.FORMATS_FOLDER}/*/{layout.FORMAT_FILE}")
    known = {layout.SETTINGS_FILE, *layout.YAML_FILES, *(table.file for table in layout.TABLES)}
    return known | {file.relative_to(root).as_posix() for file in formats}


def _yaml_texts(objects: list[Object]) -> dict[str, str]:
    texts: dict[str, str] = {}
    settings = [
        declared_object.spec for declared_object in objects if declared_object.section == Section.SETTINGS
    ]
    if settings:
        texts[layout.SETTINGS_FILE] = dumped(settings[0])
    rows, rest = _tabled(objects)
    for table in layout.TABLES:
        if rows[table.file]:
            texts[table.file] = tables.written(table, rows[table.file])
    for file, section in layout.YAML_FILES.items():
        found = [declared_object for declared_object in rest if declared_object.section == section]
        if found:
            texts[file] = "\n".join(
                dumped({declared_object.key: declared_object.spec}) for declared_object in found
            )
    return texts


def _tabled(objects: list[Object]) -> tuple[dict[str, list[dict[str, str]]], list[Object]]:
    """The rows of each table, and the objects that no table can hold."""
    by_type = {table.type: table for table in layout.TABLES}
    rows: dict[str, list[dict[str, str]]] = {table.file: [] for table in layout.TABLES}
    rest = []
    for declared_object in objects:
        table = (
            by_type.get(str(declared_object.spec.get("type")))
            if declared_object.section == Section.ITEM
            else None
        )
        cells = tables.cells_of(table, declared_object) if table else None
        if table and cells:
            rows[table.file].append(cells)
        else:
            rest.append(declared_object)
    return rows, rest


def _format_texts(objects: list[Object]) -> dict[str, str]:
    return {
        f"{layout.FORMATS_FOLDER}/{declared_object.key}/{layout.FORMAT_FILE}": dumped(declared_object.spec)
        for declared_object in objects
        if declared_object.section == Section.FORMAT
    }


def dumped(value: Any) -> str:
    """The value as YAML, as we write it."""
    return str(
        yaml.dump(
            value,
            Dumper=yaml.CSafeDumper,
            allow_unicode=True,
            sort_keys=False,
            default_flow_style=None,
            width=110,
        )
    )


def put(path: Path, text: str) -> Path:
    """Write a file, and the folder that it is in; its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
