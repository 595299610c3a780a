"""Heading names: what suppliers call their columns, in French, English, German, Spanish and Italian. Knows no table."""

from tocsin.core.kernel.value import Value

_NAMES: dict[str, str] = {
    "reference": "reference|ref|numero|number|nummer|n|no|nr|id|ticket|incident|dossier|case|identifiant|votre reference"
    "|votre ref|reference client|your reference|customer reference|n d incident|numero d incident|n incident|n ticket"
    "|n de ticket|n dossier|ticket id|incident id|incident number|incident no|ticket number|case number|case id|case no"
    "|vorgang|vorgangsnummer|fall|fallnummer|storungsnummer|storungsnr|kennung|expediente|incidencia"
    "|n incidencia|no incidencia|numero de incidencia|pratica|riferimento|no incident|num incident",
    "date": "date|jour|day|le|datum|tag|fecha|dia|data|giorno",
    "start_time": "heure|heure debut|heure de debut|start time|h debut|time|from|de|uhrzeit|zeit|von|hora|ora|desde|dalle",
    "start": "debut|start|started|begin|began|beginning|from|du|opened|opened at|ouverture|ouvert le|apparition|survenu le"
    "|periode|period|plage|declenchement|horodatage|timestamp|started at|start at|beginn|anfang|zeitraum|inicio|inizio"
    "|created|created at|created on|cree le|creation|date de creation|reported|reported at|signale le|declare le|gemeldet"
    "|gemeldet am|erstellt|erstellt am|eroffnet|eroffnet am",
    "end_time": "heure fin|heure de fin|end time|h fin|to|a|bis|hasta|alle",
    "end": "fin|end|ended|au|to|until|resolved|resolved at|restored|restored at|closed|closed at|cloture|clos le"
    "|retablissement|retabli le|resolution|retour a la normale|ende|behoben|behoben am|fine|cierre|chiusura",
    "counted": "duree retenue|duree comptabilisee|duree imputable|duree decomptee|duree contractuelle|temps retenu"
    "|counted|counted duration|accountable duration|sla duration|contractual duration",
    "duration": "duree|duration|downtime|temps|temps d arret|indisponibilite|duree totale|outage|lasted|elapsed"
    "|time to restore|time to resolve|mttr|dauer|duracion|durata",
    "place": "baie|rack|armoire|salle|room|site|localisation|location|emplacement|lieu|place|equipement|equipment"
    "|materiel|device|machine|serveur|server|hote|host|pdu|bandeau|prise|outlet|perimetre|ci|actif|standort|ort|schrank"
    "|raum|gerat|ubicacion|armario|sala|sitio|equipo|luogo|posizione|armadio|sede|apparato"
    "|configuration item|config item|affected ci",
    "client": "client|nom du client|nom client|customer|customer name|client name|account|account name|contrat|contract"
    "|n contrat|n de contrat|contract number|contract no|kunde|kundenname|vertrag|vertragsnummer|cliente|contrato"
    "|contratto|tenant|societe|company|firma",
    "excluded": "exclu|exclus|excluded|exclusion|exclu du calcul|hors engagement|hors sla|hors perimetre|sla excluded",
    "liable": "imputable|imputabilite|liable|accountable|decompte|responsabilite|responsable|penalisable",
    "exclusion": "motif d exclusion|motif exclusion|cause d exclusion|exclusion reason|reason for exclusion"
    "|justification",
    "overrun": "depassement|overrun|breach|breached|sla depasse|hors delai|sla breached|late",
    "words": "description|libelle|nature|type|categorie|category|motif|cause|commentaire|commentaires|comment|comments"
    "|intitule|titre|title|objet|subject|resume|summary|designation|detail|details|beschreibung|art|ursache|bemerkung"
    "|kategorie|storung|descripcion|tipo|causa|descrizione",
}  # fmt: skip
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split("|")}
# A longer name is known by what is in it; the first that fits wins.
_DAYS = ("date", "jour", "datum", "fecha", "data")
_CLOCKS = ("heure", "time", "uhrzeit", "hora", "ora")
_HOLDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("exclusion", ("motif exclusion", "motif d exclusion", "exclusion reason")),
    ("counted", ("retenu", "comptabilis", "decompt", "counted", "contractuel")),
    ("duration", ("duree", "duration", "dauer", "duracion", "durata")),
    ("excluded", ("exclu", "hors engagement", "hors sla")),
    ("liable", ("imputab", "responsab", "liab")),
    ("overrun", ("depass", "overrun", "breach", "hors delai")),
    ("start", ("debut", "start", "begin", "ouvert", "apparition", "opened", "survenu", "anfang", "inicio", "inizio")),
    ("end", (" fin ", " end ", "ende ", "retabl", "clotur", "resol", "restor", "closed", " fine ")),
    ("duration", ("downtime", "indisponibilite", "outage", "ausfall")),
    ("reference", ("reference", " ref", "ref ", "ticket", "numero", "dossier", "nummer ", "nr ")),
    ("place", (
        "baie", "rack", "salle", "localisation", "location", "emplacement", "equipement", "equipment", "site",
        "standort", "schrank", "ubicacion",
    )),
    ("words", ("descri", "libelle", "nature", "commentaire", "comment", "intitule", "cause", "type", "beschreibung")),
)  # fmt: skip
# Of several columns for one end, those of the ticket say less than those of the outage.
_OF_THE_TICKET = (
    "ouvert", "opened", "creat", "cree", "report", "signal", "declar", "gemeldet", "erstellt", "eroffnet", "clos", "clot",
)  # fmt: skip
_SITES = (
    "site",
    "salle",
    "room",
    "lieu",
    "localisation",
    "location",
    "standort",
    "ort",
    "raum",
    "sede",
    "sitio",
    "sala",
)
_CLOCK_OF = {"start": "start_time", "end": "end_time"}
_ENDS = {clock: field for field, clock in _CLOCK_OF.items()}  # von, bis: whichever of both
_UNITS = {
    "min": 60, "mn": 60, "minute": 60, "minutes": 60, "mins": 60, "h": 3600, "hr": 3600, "hrs": 3600, "heure": 3600,
    "heures": 3600, "hour": 3600, "hours": 3600, "s": 1, "sec": 1, "secondes": 1, "seconds": 1, "j": 86400,
    "jour": 86400, "jours": 86400, "d": 86400, "days": 86400, "std": 3600, "stunden": 3600, "minuten": 60, "minuti": 60,
    "minutos": 60, "horas": 3600, "ore": 3600,
}  # fmt: skip
_ZONES = ("utc", "gmt", "cet", "cest", "tu")
_CLOCKED = (
    "hh mm", "h mm", "hh mm ss", "hhmm", "heure locale", "local time", "local", "locale", "heures minutes",
    "lokal", "ortszeit",
)  # fmt: skip


class Meaning(Value):
    """What a heading says: its column's field (empty: nobody knows), what a bare number counts in seconds, a zone."""

    field: str
    unit_s: int = 0
    zone: str = ""


def meaning(word: str) -> Meaning:
    """What a heading says, by its ``heading_word``."""
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
    field = _FIELD_OF.get(word) or _FIELD_OF.get(bare) or _half(word) or _holding(bare)
    return Meaning(field=field, unit_s=unit, zone=zone)


def is_of_the_ticket(word: str) -> bool:
    """Whether it is about the ticket, which is opened later and closed later than what it is about ends."""
    return any(part in word for part in _OF_THE_TICKET)


def is_site(word: str) -> bool:
    """Whether it names a site or a room, which holds many racks."""
    return word in _SITES


def is_excluding(title: str) -> bool:
    """Whether the title of a section says that what is below does not count."""
    plain = f" {title.casefold()} "
    return "exclu" in plain and not any(no in plain for no in (" non ", " not ", "hors exclu", " non-"))


def is_annotation(word: str) -> bool:
    """Whether it only says in what a column counts: a unit, a zone, a form of clock."""
    return (word in _UNITS and word not in _CLOCKS) or word in _ZONES or word in _CLOCKED


def _half(word: str) -> str:
    """``date began``, ``bis uhrzeit``: the day or the time of day of a field."""
    words = word.split()
    for half, rest in ((words[0], words[1:]), (words[-1], words[:-1])) if len(words) > 1 else ():
        field = _FIELD_OF.get(" ".join(rest), "")
        field = _ENDS.get(field, field)
        if field in _CLOCK_OF and half in (*_CLOCKS, *_DAYS):
            return _CLOCK_OF[field] if half in _CLOCKS else field
    return ""


def _holding(bare: str) -> str:
    if not bare or any(letter.isdigit() for letter in bare):  # R07, 14:05: a value, no heading
        return ""
    framed = f" {bare} "
    field = next((field for field, parts in _HOLDS if any(part in framed for part in parts)), "")
    words = bare.split()
    return _CLOCK_OF.get(field, field) if words[0] in _CLOCKS or words[-1] in _CLOCKS else field
