"""Write docs/reference from the types of the organisation's files (``make reference``). A test holds them together."""

import sys
import types
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec
import yaml

from tocsin.connectors.files.layout import SETTINGS_FILE, TABLES, YAML_FILES, Table
from tocsin.core.kernel.typography import typeset
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.decoding import TYPES
from tocsin.core.organisation.durations import length_name, written
from tocsin.core.organisation.objects import Section
from tocsin.core.translation.grammar import GRAMMAR
from tocsin.flow.channels import CHANNELS

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
LANGUAGES = ("en", "fr")
FILES = {SETTINGS_FILE: Section.SETTINGS, **YAML_FILES}

_PLAIN = {
    str: ("text", "texte"),
    int: ("whole number", "nombre entier"),
    float: ("number", "nombre"),
    bool: ("true or false", "true ou false"),
    date: ("date", "date"),
    datetime: ("date and time", "date et heure"),
}
_PHRASES = {
    "head": ("field | type | default | meaning", "champ | type | par défaut | signification"),
    "columns": ("column | meaning", "colonne | signification"),
    "required": ("required", "obligatoire"),
    "empty": ("empty", "vide"),
    "length": ("length of time (4h, 30min)", "durée (4h, 30min)"),
    "one": ("one of", "l'un de"),
    "some": ("list of any of", "liste, parmi"),
    "list": ("list of", "liste de"),
    "map": ("fields of your own, or by name", "champs libres, ou par nom"),
    "own": ("its own default values", "ses propres valeurs par défaut"),
    "table": (
        "Items of one type, one a row. Another column is an attribute. "
        "Several `aliases` are separated by `|`, several `cords` by a space.",
        "Des éléments d'un même type, un par ligne. Toute autre colonne est un attribut. "
        "Plusieurs `aliases` sont séparés par `|`, plusieurs `cords` par une espace.",
    ),
    "settings": ("Settings of a source of the channel", "Les settings d'une source du canal"),
    "desk": ("Settings of a desk of the channel", "Les settings d'un guichet du canal"),
    "no_settings": ("It has no settings.", "Il n'a pas de settings."),
    "keys": ("key | meaning", "clé | signification"),
    "or": ("or", "ou"),
    "format": (
        "What may stand where. How to write one: [formats](../formats/README.md).",
        "Ce qui peut être écrit, et où. Comment en écrire un : [formats](../formats/fr.md).",
    ),
    "title": ("Reference of the organisation's files", "Référence des fichiers de l'organisation"),
    "key": (
        "In every file but settings.yaml, an entry's name is its key. `make reference` writes this page.",
        "Dans chaque fichier sauf settings.yaml, le nom d'une entrée est sa clé. `make reference` écrit cette page.",
    ),
}


class Words:
    """The meanings in one language; ``used`` are those that a field asked for, ``missing`` the fields without."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.all: dict[str, dict[str, str]] = yaml.safe_load((FOLDER / "words.yaml").read_text("utf-8"))
        self.used: set[str] = set()
        self.missing: list[str] = []

    def phrase(self, name: str) -> str:
        """A phrase of the pages themselves."""
        return self.set(_PHRASES[name][LANGUAGES.index(self.language)])

    def meaning(self, *names: str) -> str:
        """The words of the first of the names that has some."""
        for name in names:
            if words := self.all.get(name, {}).get(self.language):
                self.used.add(name)
                return self.set(words)
        self.missing.append(names[0])
        return ""

    def set(self, text: str) -> str:
        """The text with the typography of its language."""
        return typeset(text) if self.language == "fr" else text


def page(words: Words) -> str:
    """The whole reference in one language, as Markdown."""
    parts = [f"# {words.phrase('title')}", words.phrase("key")]
    seen: set[type] = set()
    for file, section in FILES.items():
        parts += [f"## {file}", words.meaning(f"file:{file}"), *_tables(TYPES[section], words, seen)]
    for table in TABLES:
        parts += [f"## {table.file}", words.phrase("table"), _columns(table, words)]
    for channel in (known for known in CHANNELS.values() if known.receives):
        parts += [f"## {words.phrase('settings')} {channel.word}", words.meaning(f"settings:{channel.word}")]
        has_settings = bool(channel.settings.__struct_fields__)
        parts += _tables(channel.settings, words, seen) if has_settings else [words.phrase("no_settings")]
    for channel in (known for known in CHANNELS.values() if known.desk_settings and known.receives):
        parts += [f"## {words.phrase('desk')} {channel.word}", words.meaning(f"desk:{channel.word}")]
        has_settings = bool(channel.desk_settings.__struct_fields__)
        parts += _tables(channel.desk_settings, words, seen) if has_settings else []
    return (
        "\n\n".join([*parts, "## formats/NAME/format.yaml", words.phrase("format"), *_grammar(words)]) + "\n"
    )


def _grammar(words: Words) -> Iterator[str]:
    """What may stand in a format file, node by node."""
    for node, keys in GRAMMAR.items():
        rows = [f"| `{key}` | {words.meaning(f'format:{node}.{key}', f'format:{key}')} |" for key in keys]
        yield f"### {node}"
        yield "\n".join([f"| {words.phrase('keys')} |", "|---|---|", *rows])


def _columns(table: Table, words: Words) -> str:
    rows = [f"| {words.phrase('columns')} |", "|---|---|"]
    for column in table.columns:
        role = "key" if column == table.key else "parent" if column == table.parent else column
        rows.append(f"| `{column}` | {words.meaning(f'column.{role}', f'ItemSpec.{role}', role)} |")
    return "\n".join(rows)


def _tables(type_: type[Value], words: Words, seen: set[type]) -> Iterator[str]:
    if type_ in seen:
        return
    seen.add(type_)
    fields = [field for field in msgspec.structs.fields(type_) if field.name != "key"]
    rows = [
        f"| {words.phrase('head')} |",
        "|---|---|---|---|",
        *_tag(type_, words),
        *(_row(type_, field, words) for field in fields),
    ]
    yield "\n".join(rows)
    for below in (part for field in fields for part in _values(field.type) if part not in seen):
        yield f"### {below.__name__}"
        yield from _tables(below, words, seen)


def _tag(type_: type[Value], words: Words) -> list[str]:
    """The field that tells a type from others that may stand in its place."""
    field, tag = type_.__struct_config__.tag_field, type_.__struct_config__.tag
    return (
        [f"| `{field}` | `{tag}` | {words.phrase('required')} | {words.meaning('tag')} |"]
        if field and tag
        else []
    )


def _row(type_: type[Value], field: msgspec.structs.FieldInfo, words: Words) -> str:
    written_name = length_name(field.name, field.type)
    name = field.name if written_name is None else written_name
    kind = _kind(field.type, words) if written_name is None else words.phrase("length")
    meaning = words.meaning(f"{type_.__name__}.{name}", name)
    return f"| `{name}` | {kind} | {_default(field, written_name is not None, words)} | {meaning} |"


def _default(field: msgspec.structs.FieldInfo, length: bool, words: Words) -> str:
    if field.required:
        return words.phrase("required")
    value = field.default if field.default is not msgspec.NODEFAULT else None
    if isinstance(value, Value):
        return words.phrase("own")
    if value is None or value == "" or value == () or value == {}:
        return words.phrase("empty")
    if isinstance(value, tuple):
        return f"`[{', '.join(map(str, value))}]`"
    if length:
        return f"`{written(int(value.total_seconds() if isinstance(value, timedelta) else value))}`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _kind(type_: Any, words: Words) -> str:
    origin, parts = get_origin(type_), [part for part in get_args(type_) if part not in (type(None), ...)]
    if type_ in _PLAIN:
        return _PLAIN[type_][LANGUAGES.index(words.language)]
    if origin is Literal or (isinstance(type_, type) and issubclass(type_, Enum)):
        choices = parts or [choice.value for choice in type_]
        return f"{words.phrase('one')} {', '.join(f'`{choice}`' for choice in choices if choice != '')}"
    if origin is tuple:
        inner, single = _kind(parts[0], words), words.phrase("one")
        return (
            words.phrase("some") + inner.removeprefix(single)
            if inner.startswith(single)
            else f"{words.phrase('list')} {inner}"
        )
    if origin is Annotated:
        return _kind(parts[0], words)
    if origin is types.UnionType:
        return f" {words.phrase('or')} ".join(dict.fromkeys(_kind(part, words) for part in parts))
    if isinstance(type_, type) and issubclass(type_, Value):
        return f"[{type_.__name__}](#{type_.__name__.lower()})"
    return words.phrase("map")


def _values(type_: Any) -> Iterator[type[Value]]:
    if isinstance(type_, type) and not get_args(type_) and issubclass(type_, Value):
        yield type_
    for part in get_args(type_):
        yield from _values(part)


def main() -> Iterator[str]:
    """Write the pages."""
    for language in LANGUAGES:
        (FOLDER / f"{language}.md").write_text(page(words := Words(language)), "utf-8")
        gone = sorted(set(words.all) - words.used)
        yield f"docs/reference/{language}.md: without words {words.missing}, words of no field {gone}\n"


if __name__ == "__main__":
    sys.stdout.writelines(main())
