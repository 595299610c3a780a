"""Headings: what each column of a supplier's statement is, by its name in French or English, or as a person said."""

from collections.abc import Iterator, Mapping

from tocsin.core.inventory.spelling import normalise
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.sheets import Row, Sheet
from tocsin.core.statement.values import Heading

ASIDE = "-"  # a column that a person leaves aside
FIELDS = (
    "reference", "date", "start", "start_time", "end", "end_time", "duration", "counted", "place", "words", "excluded",
    "liable", "exclusion", "overrun",
)  # fmt: skip
_HEADER_WITHIN = 40  # rows; a title, a logo and an address may stand above
_SEVERAL = ("place", "words", "reference")  # more than one column may be these

_NAMES: dict[str, str] = {
    "reference": "reference|ref|numero|n|no|id|ticket|incident|dossier|case|identifiant|votre reference|votre ref"
    "|reference client|your reference|customer reference|n d incident|numero d incident|n ticket|n de ticket|n dossier"
    "|ticket id|incident id|incident number|ticket number|case number",
    "date": "date|jour|day|le",
    "start_time": "heure|heure debut|heure de debut|start time|h debut|time|from|de",
    "start": "debut|start|started|begin|beginning|from|du|opened|opened at|ouverture|ouvert le|apparition|survenu le"
    "|periode|period|plage|declenchement|horodatage|timestamp|started at|start at",
    "end_time": "heure fin|heure de fin|end time|h fin|to|a",
    "end": "fin|end|ended|au|to|until|resolved|resolved at|restored|restored at|closed|closed at|cloture|clos le"
    "|retablissement|retabli le|resolution|retour a la normale",
    "counted": "duree retenue|duree comptabilisee|duree imputable|duree decomptee|duree contractuelle|temps retenu"
    "|counted|counted duration|accountable duration|sla duration|contractual duration",
    "duration": "duree|duration|downtime|temps|temps d arret|indisponibilite|duree totale|outage|lasted|elapsed"
    "|time to restore|time to resolve|mttr",
    "place": "baie|rack|armoire|salle|room|site|localisation|location|emplacement|lieu|place|equipement|equipment"
    "|materiel|device|machine|serveur|server|hote|host|pdu|bandeau|prise|outlet|perimetre|ci|actif",
    "excluded": "exclu|exclus|excluded|exclusion|exclu du calcul|hors engagement|hors sla|hors perimetre|sla excluded",
    "liable": "imputable|imputabilite|liable|accountable|decompte|responsabilite|responsable|penalisable",
    "exclusion": "motif d exclusion|motif exclusion|cause d exclusion|exclusion reason|reason for exclusion"
    "|justification",
    "overrun": "depassement|overrun|breach|breached|sla depasse|hors delai|sla breached|late",
    "words": "description|libelle|nature|type|categorie|category|motif|cause|commentaire|commentaires|comment|comments"
    "|intitule|titre|title|objet|subject|resume|summary|designation|detail|details",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split("|")}
# A longer name is known by what is in it; the first that fits wins.
_HOLDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("exclusion", ("motif exclusion", "motif d exclusion", "exclusion reason")),
    ("counted", ("retenu", "comptabilis", "decompt", "counted", "contractuel")),
    ("duration", ("duree", "duration", "downtime", "indisponibilite")),
    ("excluded", ("exclu", "hors engagement", "hors sla")),
    ("liable", ("imputab", "responsab", "liab")),
    ("overrun", ("depass", "overrun", "breach", "hors delai")),
    ("start_time", ("heure debut", "heure de debut", "heure d ouverture", "heure du debut")),
    ("end_time", ("heure fin", "heure de fin", "heure de cloture", "heure de retablissement")),
    ("start", ("debut", "start", "begin", "ouvert", "apparition", "opened", "survenu")),
    ("end", ("fin ", " fin", "end ", " end", "retabl", "clotur", "resol", "restor", "closed")),
    ("reference", ("reference", " ref", "ref ", "ticket", "numero", "dossier")),
    ("place", ("baie", "rack", "salle", "localisation", "location", "emplacement", "equipement", "equipment", "site")),
    ("words", ("descri", "libelle", "nature", "commentaire", "comment", "intitule", "cause", "type")),
)  # fmt: skip
_UNITS = {
    "min": 60, "mn": 60, "minute": 60, "minutes": 60, "mins": 60, "h": 3600, "hr": 3600, "hrs": 3600, "heure": 3600,
    "heures": 3600, "hour": 3600, "hours": 3600, "s": 1, "sec": 1, "secondes": 1, "seconds": 1, "j": 86400,
    "jour": 86400, "jours": 86400, "d": 86400, "days": 86400,
}  # fmt: skip
_ZONES = ("utc", "gmt", "cet", "cest", "tu")
_CLOCKED = (
    "hh mm",
    "h mm",
    "hh mm ss",
    "hhmm",
    "heure locale",
    "local time",
    "local",
    "locale",
    "heures minutes",
)
_TIMES = ("start", "end", "start_time", "end_time", "date")


class Column(Value):
    """A column with its place from 0. ``unit_s``: what a bare number means there, 0: not said; ``zone``: its zone."""

    place: int
    name: str
    field: str
    unit_s: int = 0
    zone: str = ""


class Table(Value):
    """The rows below a header, and its columns."""

    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The columns as people check them."""
        return tuple(
            Heading(name=column.name, field=column.field, example=self._example(column.place))
            for column in self.columns
        )

    def _example(self, place: int) -> str:
        return next(
            (row.cells[place] for row in self.rows if place < len(row.cells) and row.cells[place]), ""
        )


def is_field(word: str) -> bool:
    """Whether a person may say that a column is this."""
    return word in FIELDS or word == ASIDE


def heading_word(name: str) -> str:
    """The form under which two headings are the same."""
    return normalise(name)


def table_of(sheet: Sheet, declared: Mapping[str, str]) -> Table | None:
    """The sheet's table: its header is the row that names most fields, a beginning or a reference among them.

    ``declared``: what a person said of headings, by ``heading_word``. None: no row is a header.
    """
    candidates = sheet.rows[:_HEADER_WITHIN]
    scores = [_fields(row, declared) for row in candidates]
    best = max(range(len(candidates)), key=lambda at: (len(scores[at]), -at), default=None)
    if best is None or len(scores[best]) < 2 or not scores[best] & {"start", "date", "reference"}:
        return None
    header = candidates[best]
    repeated = tuple(map(heading_word, header.cells))
    below = [row for row in sheet.rows if row.number > header.number]
    return Table(
        sheet=sheet.name,
        columns=tuple(_columns(header, declared)),
        rows=tuple(row for row in below if tuple(map(heading_word, row.cells)) != repeated),
    )


def _fields(row: Row, declared: Mapping[str, str]) -> set[str]:
    """What a row names; a row that holds numbers for words is no header."""
    if any(len(cell) > 60 for cell in row.cells):
        return set()
    return {_field(heading_word(cell), declared)[0] for cell in row.cells if cell} - {"", ASIDE}


def _columns(header: Row, declared: Mapping[str, str]) -> Iterator[Column]:
    taken: set[str] = set()
    known = {field for word in map(heading_word, header.cells) if (field := declared.get(word, ""))}
    for place, name in enumerate(header.cells):
        if not name:
            continue
        word = heading_word(name)
        field, unit, zone = _field(word, declared)
        if word not in declared and field in known and field not in _SEVERAL:
            field = ""
        if field in taken and field not in _SEVERAL:
            field = ""
        taken.add(field)
        yield Column(place=place, name=name, field=field, unit_s=unit, zone=zone if field in _TIMES else "")


def _field(word: str, declared: Mapping[str, str]) -> tuple[str, int, str]:
    """What a heading is; what its last words say of unit and zone."""
    bare, unit, zone = word, 0, ""
    while (last := bare.rpartition(" "))[0]:
        if last[2] in _UNITS and not unit:
            unit = _UNITS[last[2]]
        elif last[2] in _ZONES and not zone:
            zone = last[2].upper()
        elif last[2] not in ("en", "in", "the", "date", "heure"):
            break
        bare = last[0]
    for form in _CLOCKED:
        bare = bare.removesuffix(f" {form}")
    field = declared.get(word) or _FIELD_OF.get(word) or _FIELD_OF.get(bare) or _holding(f"{bare}")
    return field, unit, zone


def _holding(bare: str) -> str:
    if any(letter.isdigit() for letter in bare):  # R07, 14:05: a value, no heading
        return ""
    framed = f" {bare} "
    return next((field for field, parts in _HOLDS if any(part in framed for part in parts)), "")
