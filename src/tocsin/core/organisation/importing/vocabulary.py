"""Vocabulary: what the columns, sheets and types of somebody's inventory are called, in French and English. Reads no row."""

from tocsin.core.inventory.spelling import normalise

KEY_FIELDS = {
    "device": "hostname",
    "virtual_machine": "vm",
    "pdu": "pdu",
    "circuit": "circuit",
    "cluster": "cluster",
    "ups": "ups",
    "cooling_unit": "cooling_unit",
    "rack": "rack",
}
"""The field by which an item of each type is known, as the company's own tables call it where there is one."""

NAME = "nom|name|libelle|designation|label|description|equipement|device|materiel|actif|asset|ci"
"""Says which item a row is about where no column says so by a name of its own."""

_HOST = (
    "hostname|host name|nom machine|nom de machine|nom de la machine|machine|serveur|server|nom serveur"
    "|nom du serveur|server name|nom d hote|nom dns|fqdn"
)
_HOST_OR_HYPERVISOR = "host|hote"
_GENERIC = "equipement|nom equipement|nom de l equipement|device|device name|nom|name|materiel|actif|asset|ci"

_SHARED = {
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
    "address": "ip|adresse ip|ip address|adresse|address|ipv4|adresse ipv4|ip admin|ip management|management ip|primary ip"
    "|primary ip address|primary ipv4|ip principale",
    "region": "region|pays|country",
    "supplier": "fournisseur|hebergeur|supplier|provider|prestataire",
    "aliases": "alias|aliases|autre nom|autres noms|other names|autres appellations",
}
_FEED = "voie|feed|alimentation|alim|arrivee|source|power feed|voie electrique|voie d alimentation"
_PLACE = ("site", "room", "region", "supplier", "aliases")

_OWN: dict[str, dict[str, str]] = {
    "device": {
        "hostname": f"{_HOST}|{_HOST_OR_HYPERVISOR}|{_GENERIC}",
        "pdu_a": "pdu a|bandeau a|pdu voie a|pdu 1",
        "pdu_b": "pdu b|bandeau b|pdu voie b|pdu 2",
        "outlet_a": "prise a|outlet a|prise voie a|prise pdu a|alim a|alimentation a|voie a|feed a|prise 1|power a",
        "outlet_b": "prise b|outlet b|prise voie b|prise pdu b|alim b|alimentation b|voie b|feed b|prise 2|power b",
    },
    "virtual_machine": {
        "vm": "vm|nom vm|nom de la vm|nom de vm|vm name|machine virtuelle|nom machine virtuelle|virtual machine"
        "|serveur virtuel|nom de la machine virtuelle|virtual server",
        "cluster": "cluster|grappe|plateforme|platform|grappe de virtualisation|cluster vmware|ferme|farm|pool",
        "host": f"{_HOST_OR_HYPERVISOR}|hyperviseur|hypervisor|serveur hote|hote physique|esx|esxi|host server"
        "|serveur physique",
    },
    "pdu": {
        "pdu": "pdu|nom pdu|nom du pdu|pdu name|bandeau|nom bandeau|bandeau de prises|multiprise|reglette|power strip",
        "feed": _FEED,
        "outlets": "prises|nb prises|nombre de prises|nb de prises|outlets|nb outlets|number of outlets|outlet count"
        "|sockets",
    },
    "circuit": {
        "circuit": "circuit|nom circuit|nom du circuit|circuit name|lien|nom lien|nom du lien|liaison|nom liaison"
        "|nom de la liaison|ligne|link|link name|line|acces|circuit id|id circuit",
        "site": f"{_SHARED['site']}|de|from|side a|site a|extremite a|termination a|agence",
        "to": "vers|to|side z|side b|site b|site z|extremite b|termination z|site distant|remote site|destination",
        "cid": "cid|n circuit|no circuit|numero circuit|numero de circuit|circuit number|ref operateur|reference operateur"
        "|reference|n ligne|numero de ligne|n de ligne|nd|carrier reference",
        "supplier": f"{_SHARED['supplier']}|operateur|carrier|isp|fai|operator",
        "mbps": "debit|debit mbps|debit mbit s|debit mb s|debit mo s|bandwidth|bandwidth mbps|bandwidth mbit s"
        "|bande passante|mbps|mbit s|speed|vitesse",
    },
    "cluster": {
        "cluster": "cluster|nom cluster|nom du cluster|cluster name|grappe|nom de la grappe|grappe de virtualisation|ferme",
        "hosts": f"{_HOST_OR_HYPERVISOR}|hotes|hosts|hyperviseur|hyperviseurs|hypervisor|hypervisors|serveurs|servers|noeud"
        "|noeuds|node|nodes|membres|members|esx|esxi",
        "hosts_needed": "hosts needed|hotes necessaires|hotes requis|minimum d hotes|hotes minimum|hosts required"
        "|minimum hosts|min hosts",
    },
    "ups": {
        "ups": "ups|onduleur|nom onduleur|nom de l onduleur|asi|ups name",
        "feed": _FEED,
        "kva": "kva|puissance|puissance kva|power|power kva|capacite kva|rating kva|rating",
    },
    "cooling_unit": {
        "cooling_unit": "climatiseur|clim|climatisation|unite de climatisation|groupe froid|armoire de climatisation|crac"
        "|crah|cooling unit|cooling|air conditioner|ac unit|nom clim|nom climatiseur",
        "feed": _FEED,
        "kw": "kw|puissance|puissance kw|puissance frigorifique|puissance froid|cooling power|power|power kw|capacity kw",
    },
    "rack": {},
}
_ALSO: dict[str, tuple[str, ...]] = {
    "device": tuple(_SHARED),
    "virtual_machine": (*_PLACE, "role", "address"),
    "pdu": ("site", "room", "rack", "address", "serial", "region", "aliases"),
    "circuit": ("region", "aliases", "room"),
    "cluster": _PLACE,
    "ups": (*_PLACE, "address", "serial"),
    "cooling_unit": (*_PLACE, "address", "serial"),
    "rack": ("site", "room", "row", "rack"),
}
_TYPE_WORDS: dict[str, str] = {
    "virtual_machine": "vm|vms|machine virtuelle|machines virtuelles|virtual machine|virtual machines|serveur virtuel"
    "|serveurs virtuels|virtual server|virtual servers|vinfo",
    "pdu": "pdu|pdus|bandeau|bandeaux|bandeau de prises|bandeaux de prises|power strip|power strips",
    "circuit": "circuit|circuits|lien|liens|liaison|liaisons|lignes|wan|links|lien wan|liens wan|liaison wan|liaisons wan"
    "|acces internet|telecom",
    "cluster": "cluster|clusters|grappe|grappes|grappe de virtualisation",
    "ups": "ups|onduleur|onduleurs|asi",
    "cooling_unit": "climatiseur|climatiseurs|clim|clims|climatisation|climatisations|groupe froid|groupes froids|froid"
    "|refroidissement|crac|crah|cooling|cooling unit|cooling units|air conditioner|air conditioners",
    "rack": "baies|racks|armoires|cabinets",
    "device": "serveur|serveurs|server|servers|equipement|equipements|device|devices|materiel|materiels|hardware|reseau"
    "|machine|machines|switch|switches|network|parc",
}
_MARKS: dict[str, str] = {  # columns that only such a sheet has
    "virtual_machine": "vcpu|vcpus|nb vcpu|nombre de vcpu|powerstate|hyperviseur|hypervisor",
    "circuit": "debit|debit mbps|bandwidth|bande passante|mbps|cid|side a|side z|commit rate kbps",
    "pdu": "nb prises|nombre de prises|nb de prises|number of outlets|outlet count",
}


def _turned(names: dict[str, str]) -> dict[str, str]:
    return {name: meaning for meaning, written in names.items() for name in written.split("|")}


_FIELDS_OF = {
    type_: _turned({field: _SHARED[field] for field in _ALSO[type_]}) | _turned(_OWN[type_])
    for type_ in KEY_FIELDS
}
_SPECIFIC = {
    type_: frozenset(_OWN[type_][field].split("|"))
    for type_, field in KEY_FIELDS.items()
    if type_ not in {"device", "rack"}
}
_DEVICE, _MAYBE_DEVICE = frozenset(_HOST.split("|")), frozenset(_HOST_OR_HYPERVISOR.split("|"))
_NAME_WORDS = frozenset(NAME.split("|"))
_TYPE_OF = _turned(_TYPE_WORDS)
_TYPES_MARKED = _turned(_MARKS)
_FIELD_TYPES = {field: type_ for type_, field in KEY_FIELDS.items() if type_ != "rack"}
_ALL_WORDS = frozenset().union(*_FIELDS_OF.values())
FIELDS = tuple(
    dict.fromkeys(
        [*KEY_FIELDS.values(), *_SHARED, *(field for own in _OWN.values() for field in own), "name"]
    )
)
"""Every field that a column may be."""


def is_known(word: str) -> bool:
    """Whether some sheet has a column of this name (``column_word``)."""
    return word in _ALL_WORDS


def field_of(type_: str, word: str, *, is_named: bool) -> str:
    """Our field for a column's name in a sheet of this type, empty where nobody knows. ``is_named``: another column says
    which item a row is about, so that one called "name" is only what people read."""
    if type_ not in {"device", "rack"} and word in _NAME_WORDS:
        return "name" if is_named else KEY_FIELDS[type_]
    return _FIELDS_OF[type_].get(word, "")


def names_its_items(type_: str, words: list[str]) -> bool:
    """Whether one of the columns names items of this type, and of no other."""
    return bool(_SPECIFIC.get(type_, frozenset()) & set(words))


def type_of_columns(title: str, words: list[str], fields: list[str]) -> str:
    """What the rows of a sheet are, by its title and its columns; ``fields``: what a person said that they are."""
    named = [_FIELD_TYPES[field] for field in fields if field in _FIELD_TYPES]
    titled = _type_of_title(title)
    if named or (titled and _has_key(titled, words)):
        return named[0] if named else titled
    if names_its_items("virtual_machine", words):
        return "virtual_machine"
    if _DEVICE & set(words):
        return "device"
    has_name = bool(_NAME_WORDS & set(words))
    marked = next((_TYPES_MARKED[word] for word in words if word in _TYPES_MARKED), "") if has_name else ""
    leftmost = next((type_ for word in words if (type_ := _type_named(word))), "")
    return marked or leftmost or ("device" if has_name else "rack")


def type_of_word(text: str) -> str:
    """The type that a cell such as ``VM`` or ``Onduleur`` names; empty where it names a device's role."""
    found = _TYPE_OF.get(normalise(text), "")
    return "" if found in {"device", "rack"} else found


def _type_named(word: str) -> str:
    if word in _MAYBE_DEVICE:
        return "device"
    return next((type_ for type_, names in _SPECIFIC.items() if word in names), "")


def _has_key(type_: str, words: list[str]) -> bool:
    key = KEY_FIELDS[type_]
    return any(word in _NAME_WORDS or _FIELDS_OF[type_].get(word) == key for word in words)


def _type_of_title(title: str) -> str:
    """The one type that a sheet's title names; empty where it names none or several."""
    left, found = f" {normalise(title)} ", set()
    for phrase in sorted(_TYPE_OF, key=len, reverse=True):
        if f" {phrase} " in left:
            left = left.replace(f" {phrase} ", "  ")
            found.add(_TYPE_OF[phrase])
    return found.pop() if len(found) == 1 else ""
