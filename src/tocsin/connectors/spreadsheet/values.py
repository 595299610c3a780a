"""The result of the reading process, as values. Knows no file format."""

from typing import Any

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.sheets import Sheet

MAX_FILE_BYTES = 64 * 2**20
TOO_LARGE = "error.sheet.too_large"


class Sheets(Value):
    """The sheets, or the code of what is wrong with the file, with its facts."""

    sheets: tuple[Sheet, ...] = ()
    wrong: str = ""
    facts: dict[str, Any] = {}
