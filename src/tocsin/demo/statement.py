"""Statement: the demo's provider has sent last month's list of incidents, by its own clock, with five disagreements."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from xlsxwriter import Workbook

from tocsin.connectors.spreadsheet import read_content
from tocsin.core.incident.values import Incident
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.statement.incidents import ended
from tocsin.core.statement.reading import Month
from tocsin.flow.organisation import snapshot
from tocsin.flow.statements import settling
from tocsin.store import incidents

SUPPLIER = "valmont"
_BY = "claire.vasseur"
_HEADINGS = (
    "N° de dossier",
    "Début (UTC)",
    "Fin (UTC)",
    "Durée",
    "Localisation",
    "Nature",
    "Exclu du calcul",
)
_LEAST = 6  # incidents, for five disagreements

Row = tuple[str, ...]


def send(now: datetime) -> None:
    """Keep the statement of the month before this one, if enough happened in it."""
    month = Month.of(f"{now.replace(day=1) - timedelta(days=1):%Y-%m}")
    first, after = (datetime.combine(day, datetime.min.time(), UTC) for day in (month.first, month.next))
    begun = incidents.begun(first + timedelta(hours=3), after - timedelta(hours=3))
    theirs = [incident for incident in begun if incident.supplier == SUPPLIER and ended(incident)]
    if len(theirs) < _LEAST:
        return
    rows = _rows(theirs, snapshot())
    name = f"Valmont-releve-{month}.xlsx"
    content = _workbook(str(month), rows)
    settling.put(read_content(content, name), SUPPLIER, str(month), name, content, {}, by=_BY)


def _rows(theirs: list[Incident], organisation: Organisation) -> list[Row]:
    """Two of them left out, one cut short, one excluded, and one that nobody here knows of."""
    longest = sorted(theirs, key=lambda incident: (_lasted(incident), incident.id))
    short, excluded, *left_out = longest[-1], longest[-2], longest[0], longest[len(longest) // 2]
    rows = []
    for incident in theirs:
        if incident not in left_out:
            share = 0.4 if incident is short else 1.0
            reason = "oui - intervention du client" if incident is excluded else "non"
            rows.append(_row(incident, organisation, share, reason))
    unknown = theirs[0].since + timedelta(days=9, hours=2)
    span = (f"{unknown:%d/%m/%Y %H:%M}", f"{unknown + timedelta(minutes=50):%d/%m/%Y %H:%M}")
    rows.append(("VDC-118204", *span, "0 h 50", "Salle 2, local onduleurs", "Contrôle batteries", "non"))
    return rows


def _lasted(incident: Incident) -> timedelta:
    return (ended(incident) or incident.since) - incident.since


def _row(incident: Incident, organisation: Organisation, share: float, excluded: str) -> Row:
    end = incident.since + _lasted(incident) * share
    minutes = round((end - incident.since).total_seconds() / 60)
    number = next(
        (reference.text for reference in incident.references if reference.text.startswith("VDC-")), ""
    )
    kind = organisation.kinds[incident.cause_kind].label.fr
    place = organisation.display_name(incident.cause)
    length = f"{minutes // 60} h {minutes % 60:02}"
    return number, f"{incident.since:%d/%m/%Y %H:%M}", f"{end:%d/%m/%Y %H:%M}", length, place, kind, excluded


def _workbook(month: str, rows: Iterable[Row]) -> bytes:
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Incidents")
        sheet.write_string(0, 0, f"Valmont Datacenter, relevé des incidents, {month}")
        sheet.write_row(2, 0, _HEADINGS, book.add_format({"bold": True}))
        sheet.set_column(0, len(_HEADINGS) - 1, 24)
        at = 2
        for at, row in enumerate(rows, start=3):
            sheet.write_row(at, 0, row)
        sheet.write_row(at + 1, 0, ("Total", str(at - 2)))
    return content.getvalue()
