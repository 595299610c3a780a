"""Writing: lines of a supplier's statement as a file in its style: columns, dates, lengths, places. Knows no truth."""

import io
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typst
import xlsxwriter

from tocsin.connectors.spreadsheet.child import sheets_of
from tocsin.core.organisation.sheets import Row, Sheet

if TYPE_CHECKING:
    from bench.statement_files import Listed

_ZONES = ("Europe/Paris",) * 6 + (
    "UTC",
    "Etc/GMT-1",
    "Etc/GMT-2",
    "Europe/London",
    "America/New_York",
    "Europe/Helsinki",
)
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_DATES: dict[str, Callable[[datetime], str]] = {
    "fr": lambda at: f"{at:%d/%m/%Y %H:%M}",
    "fr-seconds": lambda at: f"{at:%d/%m/%Y %H:%M:%S}",
    "iso": lambda at: f"{at:%Y-%m-%dT%H:%M:%S}",
    "iso-minutes": lambda at: f"{at:%Y-%m-%d %H:%M}",
    "us": lambda at: f"{at:%m/%d/%Y %I:%M %p}",
    "dots": lambda at: f"{at:%d.%m.%Y %H:%M}",
    "words": lambda at: f"{at.day} {_MONTHS[at.month - 1]} {at.year} {at:%Hh%M}",
    "serial": lambda at: f"{_serial(at):.6f}",
    "no-year": lambda at: f"{at:%d/%m %H:%M}",
    "day": lambda at: f"{at:%d/%m/%Y}",
}
_HEADINGS = {
    "number": (
        "N° ticket",
        "Référence",
        "Ticket",
        "Réf. incident",
        "Case number",
        "Incident ID",
        "Numéro de dossier",
    ),
    "start": (
        "Début",
        "Date de début",
        "Ouvert le",
        "Start",
        "Opened at",
        "Start time (local)",
        "Apparition",
        "Du",
    ),
    "end": ("Fin", "Date de fin", "Rétabli le", "End", "Resolved at", "Clôture", "Au"),
    "lasted": (
        "Durée",
        "Duration",
        "Durée d'indisponibilité",
        "Downtime",
        "Temps d'arrêt",
        "Outage duration",
    ),
    "place": ("Baie", "Localisation", "Équipement", "Location", "Rack", "Emplacement", "Device"),
    "words": ("Nature", "Description", "Libellé", "Category", "Résumé", "Commentaire", "Type"),
    "aside": ("Client", "Priorité", "Technicien", "SLA", "Contrat", "Severity"),
}
_WORDS = {
    "power": ("Coupure électrique", "PDU hors tension", "Power loss"),
    "host": ("Serveur ne répond plus", "Host unreachable", "Perte de ping"),
    "heat": ("Température haute en baie", "Hot aisle alarm", "Climatisation"),
    "link": ("Lien opérateur KO", "Uplink down", "Port réseau coupé"),
    "disk": ("Disque en erreur", "Disk failure", "RAID dégradé"),
    "works": ("Intervention", "Maintenance action", "Opération technicien"),
}
_PAGE = """#set page(paper: "a4", flipped: true)
#set text(size: 8pt, lang: "fr")
#let d = json(bytes(sys.inputs.d))
= Relevé mensuel
#table(columns: d.head.len() * (auto,), stroke: STROKE, table.header(..d.head.map(h => [*#h*])), ..d.rows.flatten())
"""


@dataclass(frozen=True)
class Style:
    """How one supplier writes."""

    zone: str
    offset_s: int
    grain_s: int
    date: str
    lasting: str
    quarter: bool
    ends: bool
    numbered: float
    placed: float
    form: str
    place: str
    order: tuple[str, ...]
    headings: dict[str, str]
    apart: bool  # date and time in columns of their own
    word: int


def style_of(chance: random.Random) -> Style:
    """A random house style. A file of days only has lengths, and a number for most lines."""
    date = chance.choice([*list(_DATES)[:-1], *list(_DATES)[:3]]) if chance.random() > 0.02 else "day"
    order = [
        "number",
        "start",
        "end",
        "lasted",
        "place",
        "words",
        *chance.sample(["aside"], chance.randint(0, 1)),
    ]
    chance.shuffle(order)
    by_day = date == "day"
    return Style(
        zone=chance.choice(_ZONES),
        offset_s=chance.choice([0] * 7 + [3600, -3600, 240, -540, 5400]),
        grain_s=chance.choice([1, 60, 60, 60, 300, 600, 900]),
        date=date,
        lasting=chance.choice(["h:mm", "h:mm:ss", "2h30", "minutes", "decimal", "iso", "words"]),
        quarter=chance.random() < 0.2,
        ends=chance.random() < 0.8 and not by_day,
        numbered=chance.choice([0.9, 0.98]) if by_day else chance.choice([0.3, 0.7, 0.8, 0.9, 0.98]),
        placed=chance.choice([0.8, 0.95, 1.0]),
        form=chance.choice(["sheet"] * 22 + ["csv", "xlsx", "xlsx-text", "mail", "pdf"]),
        place=chance.choice(
            ["Baie R{:02}", "R{}", "PAR1 / S{room} / R{:02}", "{server}", "rack {}", "Salle S{room}, baie {}"]
        ),
        order=tuple(order),
        headings={field: chance.choice(names) for field, names in _HEADINGS.items()},
        apart=chance.random() < 0.2 and date in ("fr", "iso-minutes", "dots"),
        word=chance.randint(0, 3),
    )


def written(lines: "Sequence[Listed]", style: Style) -> list[Sheet]:
    """The sheets of the file as they are read again."""
    head, rows = list(_head(style)), [_row(line, style) for line in lines]
    if style.form != "sheet":
        content, name = _FORMS[style.form](head, rows, style)
        return list(sheets_of(content, name).sheets)
    blank = [""] * (len(head) - 1)
    texts = [["Relevé mensuel", *blank], head, *rows, ["Total", *blank[1:], str(len(rows))]]
    numbered = (Row(number=at, cells=tuple(cells)) for at, cells in enumerate(texts, start=1))
    return [Sheet(name="statement", rows=tuple(numbered))]


def _head(style: Style) -> Iterator[str]:
    for field in style.order:
        name = style.headings[field]
        if field in ("start", "end") and style.apart:
            yield from (("Date début", "Heure début") if field == "start" else ("Date fin", "Heure fin"))
        else:
            yield name


def _row(line: "Listed", style: Style) -> list[str]:
    """The cells of a line, as text."""
    found: list[str] = []
    for field in style.order:
        found += _TEXTS[field](line, style)
    return found


def _times(at: datetime | None, style: Style) -> list[str]:
    if at is None:
        return ["", ""] if style.apart else [""]
    shown = _on_their_clock(at, style)
    if style.apart:
        day, _, clock = _DATES[style.date](shown).partition(" ")
        return [day, clock]
    return [_DATES[style.date](shown)]


def _on_their_clock(at: datetime, style: Style) -> datetime:
    stamp = (int(at.timestamp()) + style.offset_s) // style.grain_s * style.grain_s
    return datetime.fromtimestamp(stamp, UTC).astimezone(ZoneInfo(style.zone))


def _lasted(line: "Listed", style: Style) -> str:
    seconds = -(-line.lasted_s // 900) * 900 if style.quarter else line.lasted_s
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return {
        "h:mm": f"{hours}:{minutes:02}",
        "h:mm:ss": f"{hours}:{minutes:02}:{rest:02}",
        "2h30": f"{hours}h{minutes:02}",
        "minutes": f"{seconds // 60} min",
        "decimal": f"{seconds / 3600:.2f} h".replace(".", ","),
        "iso": f"PT{hours}H{minutes}M",
        "words": f"{hours} heures {minutes} minutes" if hours else f"{minutes} minutes",
    }[style.lasting]


def _place(line: "Listed", style: Style) -> str:
    return style.place.format(line.rack, room=line.room, server=line.server) if line.placed else ""


_TEXTS: "dict[str, Callable[[Listed, Style], list[str]]]" = {
    "number": lambda line, style: [line.number],
    "start": lambda line, style: _times(line.start, style),
    "end": lambda line, style: _times(line.end if style.ends else None, style),
    "lasted": lambda line, style: [_lasted(line, style)],
    "place": lambda line, style: [_place(line, style)],
    "words": lambda line, style: [_WORDS[line.kind][style.word % 3]],
    "aside": lambda line, style: ["Cachemire"],
}


def _serial(at: datetime) -> float:
    return (at.replace(tzinfo=UTC) - datetime(1899, 12, 30, tzinfo=UTC)) / timedelta(days=1)


def _csv(head: list[str], rows: list[list[str]], style: Style) -> tuple[bytes, str]:
    del style
    return "\r\n".join(";".join(cells) for cells in [head, *rows]).encode("cp1252"), "releve.csv"


def _xlsx(head: list[str], rows: list[list[str]], style: Style) -> tuple[bytes, str]:
    """Times as real dates where they can be, unless the file is all text."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet, dated = book.add_worksheet("Relevé"), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        for at, cells in enumerate([head, *rows], start=3):
            for column, cell in enumerate(cells):
                if (
                    at > 3
                    and style.date == "serial"
                    and "." in cell
                    and style.form == "xlsx"
                    and cell[:2] in ("45", "46")
                ):
                    sheet.write_number(at, column, float(cell), dated)
                else:
                    sheet.write_string(at, column, cell)
    return content.getvalue(), "releve.xlsx"


def _mail(head: list[str], rows: list[list[str]], style: Style) -> tuple[bytes, str]:
    del style
    lines = ("".join(f"<td>{cell}</td>" for cell in cells) for cells in [head, *rows])
    mail = EmailMessage()
    mail["Date"] = "Mon, 02 Nov 2026 08:00:00 +0100"
    mail["Subject"], mail["From"], mail["To"] = (
        "Relevé mensuel",
        "exploitation@valmont.example",
        "si@cachemire.example",
    )
    mail.set_content("Voir le tableau.")
    table = "".join(f"<tr>{line}</tr>" for line in lines)
    mail.add_alternative(f"<p>Bonjour,</p><table>{table}</table><p>Cordialement</p>", subtype="html")
    return mail.as_bytes(), "releve.eml"


def _pdf(head: list[str], rows: list[list[str]], style: Style) -> tuple[bytes, str]:
    source = _PAGE.replace("STROKE", "none" if style.word % 2 else "0.5pt")
    made = typst.compile(source.encode(), sys_inputs={"d": json.dumps({"head": head, "rows": rows})})
    assert isinstance(made, bytes)
    return made, "releve.pdf"


_FORMS = {"csv": _csv, "xlsx": _xlsx, "xlsx-text": _xlsx, "mail": _mail, "pdf": _pdf}
