"""Columns: which of our fields a column of a spreadsheet is, by its name in French or English, or by a person's choice."""

from collections.abc import Iterable, Mapping

from tocsin.core.inventory.spelling import normalise
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.sheets import Row, Sheet

ASIDE = "-"  # a column that a person leaves aside
ATTRIBUTE = "attribute."
_HEADER_WITHIN = 30  # rows; titles and logos may stand above

_NAMES: dict[str, str] = {
    "hostname": "hostname|host|host name|nom machine|nom de machine|nom de la machine|machine|serveur|server|nom serveur"
    "|nom du serveur|server name|nom d hote|hote|nom dns|fqdn|equipement|nom equipement|nom de l equipement|device"
    "|device name|nom|name|materiel|actif|asset|ci",
    "site": "site|nom site|datacenter|data center|datacentre|dc|centre|centre de donnees|centre informatique",
    "room": "salle|room|salle informatique|salle machine|salle serveur|local|server room|nom salle",
    "row": "rangee|allee|travee|row|aisle|rang",
    "rack": "baie|rack|armoire|cabinet|n baie|no baie|num baie|numero baie|numero de baie|n de baie|baie n|rack name"
    "|rack number|nom baie|nom de baie",
    "u": "u|position u|position|unite|unit|u position|emplacement u|rack unit|position en u|u bas|u de depart|no u|n u"
    "|position baie|position dans la baie",
    "height": "hauteur|hauteur u|hauteur en u|taille u|taille en u|height|height u|size u|nb u|nombre u|nombre de u|u height"
    "|taille",
    "role": "role|type|fonction|function|usage|categorie|category|type equipement|type d equipement|device role|device type",
    "serial": "serial|serial number|serial no|sn|s n|n serie|no serie|num serie|numero serie|numero de serie|n de serie"
    "|serie",
    "address": "ip|adresse ip|ip address|adresse|address|ipv4|adresse ipv4|ip admin|ip management|management ip|primary ip",
    "region": "region|pays|country",
    "supplier": "fournisseur|hebergeur|supplier|provider|prestataire",
    "aliases": "alias|aliases|autre nom|autres noms|other names|autres appellations",
    "pdu_a": "pdu a|bandeau a|pdu voie a|pdu 1",
    "pdu_b": "pdu b|bandeau b|pdu voie b|pdu 2",
    "outlet_a": "prise a|outlet a|prise voie a|prise pdu a|alim a|alimentation a|voie a|feed a|prise 1|power a",
    "outlet_b": "prise b|outlet b|prise voie b|prise pdu b|alim b|alimentation b|voie b|feed b|prise 2|power b",
}
FIELDS = tuple(_NAMES)
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split("|")}


class Column(Value):
    """A column of a sheet: its place from 0, its name as written there, our field (empty: unknown), a first value."""

    place: int
    name: str
    field: str
    example: str = ""


class Table(Value):
    """A sheet with its columns known: the rows below its header."""

    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    hidden: int = 0

    @property
    def fields(self) -> frozenset[str]:
        """Our fields that have a column."""
        return frozenset(column.field for column in self.columns) - {"", ASIDE}

    @property
    def unknown(self) -> tuple[Column, ...]:
        """The columns whose field is unknown."""
        return tuple(column for column in self.columns if not column.field)


def is_field(word: str) -> bool:
    """Whether a column may have this meaning: a field of ours, an attribute with a name of the person's, or ignored."""
    own = word.removeprefix(ATTRIBUTE)
    return word in _NAMES or word == ASIDE or (word != own and own.isidentifier() and own.islower())


def column_word(name: str) -> str:
    """The form under which two column names are the same."""
    return normalise(name)


def table_of(sheet: Sheet, declared: Mapping[str, str]) -> Table | None:
    """The sheet's table: its header is the row that names most fields of ours. ``declared``: a person's choice for
    columns, by ``column_word``. None: no row names a field."""
    candidates = sheet.rows[:_HEADER_WITHIN]
    at = max(
        range(len(candidates)), key=lambda index: (_known(candidates[index], declared), -index), default=None
    )
    if at is None or not _known(candidates[at], declared):
        return None
    below = sheet.rows[at + 1 :]
    return Table(
        sheet=sheet.name,
        columns=tuple(_columns(candidates[at], below, declared)),
        rows=tuple(row for row in below if row.cells != candidates[at].cells),
        hidden=sheet.hidden,
    )


def _known(row: Row, declared: Mapping[str, str]) -> int:
    words = {column_word(cell) for cell in row.cells if cell}
    return sum(1 for word in words if word in declared or word in _FIELD_OF)


def _columns(header: Row, below: Iterable[Row], declared: Mapping[str, str]) -> Iterable[Column]:
    below = tuple(below)
    taken: set[str] = set()
    words = [column_word(cell) for cell in header.cells]
    fields_named = {declared[word] for word in words if word in declared}
    for place, (name, word) in enumerate(zip(header.cells, words, strict=True)):
        example = next((row.cells[place] for row in below if place < len(row.cells) and row.cells[place]), "")
        if not name or not (example or word in declared):
            continue
        own = _FIELD_OF.get(word, "")
        field = declared.get(word) or ("" if own in fields_named else own)
        if field in taken and field != ASIDE:
            field = ""
        taken.add(field)
        yield Column(place=place, name=name, field=field, example=example)
