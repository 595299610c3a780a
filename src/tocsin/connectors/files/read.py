"""Read: a directory becomes declared objects. Knows files and lines, not what the objects mean."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from tocsin.connectors.files import layout, tables, tree
from tocsin.connectors.kit.handed import read_handed
from tocsin.core.kernel.errors import Fault, TooLarge, fault
from tocsin.core.organisation.decoding import TYPES
from tocsin.core.organisation.durations import Lengths
from tocsin.core.organisation.mistakes import near, one_of
from tocsin.core.organisation.objects import Object, Section

_MIB = 2**20
_MAX_YAML, _MAX_TABLE, _MAX_FORMAT = 16 * _MIB, 64 * _MIB, 2 * _MIB  # fifty thousand machines are 5 MB
KNOWN = (
    layout.SETTINGS_FILE,
    *layout.YAML_FILES,
    *(table.file for table in layout.TABLES),
    layout.COLUMNS_FILE,
)

Read = tuple[list[Object], list[Fault]]


def read_directory(path: Path | str) -> tuple[tuple[Object, ...], tuple[Fault, ...]]:
    """Every object of the directory and every mistake of form in it. Never raises for a file's content."""
    root = Path(path)
    if not root.is_dir():
        return (), (fault("fault.file.no_directory", file=str(root)),)
    parts = [_strangers(root), _settings(root), *_sections(root), *_tables(root), *_formats(root)]
    objects = tuple(declared_object for found, _ in parts for declared_object in found)
    faults = tuple(mistake for _, found in parts for mistake in found)
    return objects, faults


def _strangers(root: Path) -> Read:
    """Faults for files that look like ours but have a mistyped name: they must not be ignored silently."""
    faults = []
    for file in sorted(root.iterdir()):
        if file.suffix in {".yaml", ".yml", ".csv"} and file.name not in KNOWN:
            cure = near(file.name, KNOWN) or one_of(KNOWN)
            faults.append(fault("fault.file.stranger", cure, file=file.name))
    return [], faults


def _settings(root: Path) -> Read:
    return _whole(root, layout.SETTINGS_FILE, Section.SETTINGS, layout.SETTINGS_KEY)


def _formats(root: Path) -> list[Read]:
    files = sorted(root.glob(f"{layout.FORMATS_FOLDER}/*/{layout.FORMAT_FILE}"))
    return [
        _whole(root, file.relative_to(root).as_posix(), Section.FORMAT, file.parent.name) for file in files
    ]


def _whole(root: Path, file: str, section: Section, key: str) -> Read:
    """A file that is one object: its entries are the fields."""
    found = tree_of(root, file)
    if found is None:
        return [], []
    spec: dict[str, Any] = {}
    lines: dict[str, int] = {}
    faults = list(found.faults)
    for branch in found.branches:
        if branch.key in spec:
            faults.append(fault("fault.file.twice", file=file, line=branch.line, key=branch.key))
        spec[branch.key] = branch.value
        lines[branch.key] = branch.line
        lines |= {_below(branch.key, path): line for path, line in branch.lines.items()}
    if not spec:
        return [], faults
    objects, mistyped = _with_lengths(
        Object(section=section, key=key, spec=spec, file=file, line=1, lines=lines)
    )
    return objects, [*faults, *mistyped]


def read_section(file: Path, section: Section) -> Read:
    """The objects of one file of a section, whatever it is called, and the mistakes of form in it."""
    return _section(file.parent, file.name, section)


def _sections(root: Path) -> list[Read]:
    return [_section(root, file, section) for file, section in layout.YAML_FILES.items()]


def _section(root: Path, file: str, section: Section) -> Read:
    found = tree_of(root, file)
    if found is None:
        return [], []
    objects, faults = [], list(found.faults)
    for branch in found.branches:
        if isinstance(branch.value, dict):
            read, mistyped = _with_lengths(_object(section, file, branch))
            objects += read
            faults += mistyped
        else:
            faults.append(fault("fault.file.no_fields", file=file, line=branch.line, key=branch.key))
    return objects, faults


def _object(section: Section, file: str, branch: tree.Branch) -> Object:
    return Object(
        section=section, key=branch.key, spec=branch.value, file=file, line=branch.line, lines=branch.lines
    )


def _with_lengths(declared: Object) -> Read:
    """The object with its lengths of time in seconds, or what of it is no length."""
    if declared.section not in TYPES:
        return [declared], []
    found = Lengths(declared.spec, TYPES[declared.section], declared.lines)
    if found.faults:
        return [], [declared.placed(mistake) for mistake in found.faults]
    return [replace(declared, spec=found.spec, lines=found.lines)], []


def _tables(root: Path) -> list[Read]:
    found: list[Read] = []
    for table in layout.TABLES:
        text = _text(root, table.file)
        if isinstance(text, Fault):
            found.append(([], [text]))
        elif text is not None:
            rows = tables.Rows(table, text, table.file)
            found.append((rows.objects, rows.faults))
    return found


def _below(key: str, path: str) -> str:
    return f"{key}{path}" if path.startswith("[") else f"{key}.{path}"


def tree_of(root: Path, file: str) -> tree.Tree | None:
    """What a YAML file holds, with its mistakes; None when there is no such file. Never raises for its content."""
    text = _text(root, file)
    if isinstance(text, Fault):
        return tree.Tree(faults=(text,))
    return None if text is None else tree.parse(text, file)


def _most_bytes(file: str) -> int:
    if file.endswith(f"/{layout.FORMAT_FILE}"):
        return _MAX_FORMAT
    return _MAX_TABLE if file.endswith(".csv") else _MAX_YAML


def _text(root: Path, file: str) -> str | Fault | None:
    """The file's text, None when there is no such file, or the reason why it can't be read."""
    path = root / file
    most = _most_bytes(file)
    try:
        return read_handed(path, most).decode("utf-8-sig") if path.exists() else None
    except TooLarge:
        return fault("fault.file.too_large", file=file, limit=most // _MIB)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return fault("fault.file.not_utf8", file=file, line=line)
    except OSError as error:
        return fault("fault.file.unreadable", file=file, reason=error.strerror)
