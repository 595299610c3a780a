"""Cells of a CSV file, which a spreadsheet must take for text. Knows no table."""

import json
import re
from datetime import datetime
from typing import Any

# Where a cell may begin for a spreadsheet: a French spreadsheet also splits cells at ";".
_FORMULA = re.compile(r"(^|[;,\t\r\n])(\s*)(?=[=+\-@])")


def cell(value: Any) -> str:
    """The value as text that is never a formula: lists joined by spaces, instants as ISO 8601."""
    if isinstance(value, list):
        value = " ".join(value)
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    text = "" if value is None else value.isoformat() if isinstance(value, datetime) else str(value)
    return _FORMULA.sub(r"\1'\2", text)
