"""A statement of the host for the pages: agreed, cut short, excluded, left out, unknown to us, and one line in doubt."""

from datetime import UTC, datetime

from tests.web.statements.october import keep
from tocsin.core.organisation.sheets import Row, Sheet
from tocsin.flow.statements import settling

MONTH = "2026-03"  # long enough ago to be no recurrence of today's
_ROWS = (
    ("Dossier", "Début", "Fin", "Localisation", "Nature", "Exclu"),
    ("VDC-100001", "03/03/2026 10:00", "03/03/2026 11:30", "Baie R07", "Perte d'alimentation", ""),
    ("VDC-100002", "06/03/2026 10:00", "06/03/2026 10:20", "Baie R05", "Perte d'alimentation", ""),
    ("VDC-100003", "10/03/2026 10:00", "10/03/2026 13:00", "Baie R09", "", "oui - intervention du client"),
    ("", "17/03/2026 10:00", "17/03/2026 10:45", "Baie R11", "Perte d'alimentation", ""),
    ("VDC-118204", "20/03/2026 10:00", "20/03/2026 10:50", "Local onduleurs", "Contrôle batteries", ""),
    ("Total", "", "", "", "", ""),
)


def statement() -> int:
    """Keep it with its incidents; its number. The line without a number means either of two incidents of one rack."""
    for number, day, rack, minutes, *references in (
        (11, 3, "par1.s1.r07", 90, "VDC-100001"),
        (12, 6, "par1.s2.r05", 150, "VDC-100002"),
        (13, 10, "par1.s1.r09", 180, "VDC-100003"),
        (14, 17, "par1.s1.r11", 45),
        (15, 17, "par1.s1.r11", 45),
        (16, 24, "par1.s1.r03", 70),
    ):
        keep(number, rack, datetime(2026, 3, day, 9, tzinfo=UTC), minutes, *references)
    sheet = Sheet(
        name="1", rows=tuple(Row(number=at, cells=cells) for at, cells in enumerate(_ROWS, start=1))
    )
    content = "\n".join(";".join(row) for row in _ROWS).encode()
    return settling.put([sheet], "valmont", MONTH, "releve-mars.csv", content, {}, by="claire.vasseur")
