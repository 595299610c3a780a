"""Columns: a person's choice for the columns of their spreadsheets, remembered in the company's folder."""

from pathlib import Path

import yaml

from tocsin.connectors.files import layout
from tocsin.connectors.files.read import tree_of
from tocsin.connectors.files.write import put
from tocsin.core.kernel.errors import BadInput, fault
from tocsin.core.organisation.importing.columns import FIELDS, column_word, is_field
from tocsin.core.organisation.mistakes import near, one_of

_HEAD = "# What the columns of your inventory files are (tocsin import inventory); - leaves a column aside.\n"


def columns_of(directory: Path) -> dict[str, str]:
    """Column, as ``column_word`` forms it, -> our field. Raises BadInput."""
    found = tree_of(directory, layout.COLUMNS_FILE)
    if found is None:
        return {}
    faults = list(found.faults)
    for branch in found.branches:
        if not is_field(str(branch.value)):
            cure = near(str(branch.value), FIELDS) or one_of(FIELDS)
            faults.append(
                fault("fault.word", cure, file=layout.COLUMNS_FILE, line=branch.line, field=branch.key,
                    word=str(branch.value))
            )  # fmt: skip
    if faults:
        raise BadInput(faults)
    return {column_word(branch.key): str(branch.value) for branch in found.branches}


def write_columns(directory: Path, columns: dict[str, str]) -> None:
    """Remember them, if there is something new."""
    if columns != columns_of(directory):
        text = yaml.safe_dump(columns, allow_unicode=True, sort_keys=False)
        put(directory / layout.COLUMNS_FILE, _HEAD + text)
