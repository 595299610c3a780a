"""Reading: a file from outside is read by a separate process with limits on memory and time."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

import tocsin.connectors.spreadsheet.sentences  # noqa: F401  declared when imported
from tocsin.connectors.spreadsheet.values import MAX_FILE_BYTES, TOO_LARGE, Sheets
from tocsin.core.kernel.errors import BadInput, TooLarge, fault
from tocsin.core.organisation.sheets import Sheet

_PATIENCE_S = 120


def read_sheets(file: Path, *, name: str = "") -> tuple[Sheet, ...]:
    """The sheets of the file in its order. Raises BadInput for another file, TooLarge beyond the limits."""
    shown = name or str(file)
    found = _read(file, shown)
    if found.wrong == TOO_LARGE:
        raise TooLarge(code="error.sheet.too_large", file=shown, limit=MAX_FILE_BYTES // 2**20)
    if found.wrong:
        raise BadInput([fault(found.wrong, file=shown, **found.facts)])
    return found.sheets


def read_content(content: bytes, name: str) -> tuple[Sheet, ...]:
    """The sheets of a file that was handed over as bytes; mistakes name it by ``name``. Raises as ``read_sheets`` does."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "sheet"
        file.write_bytes(content)
        return read_sheets(file, name=name)


def _read(file: Path, shown: str) -> Sheets:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tocsin.connectors.spreadsheet.child", str(file)],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE_S, check=False,
        )  # fmt: skip
        return msgspec.json.decode(done.stdout, type=Sheets)
    except (subprocess.TimeoutExpired, msgspec.DecodeError) as beyond:  # it reached its limits
        raise TooLarge(code="error.sheet.beyond_bounds", file=shown) from beyond
