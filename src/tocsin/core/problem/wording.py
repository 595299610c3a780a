"""Wording: which incidents are described in nearly the same words, in French or in English. Knows no event.

Text proposes, structure decides: two texts are one group only if their incidents also share a kind or a place.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz.fuzz import token_sort_ratio

from tocsin.core.kernel.value import Value

ALIKE = 82.0  # per cent of the letters, after both are reduced to their sense
_SHARED_TRIGRAMS = 0.4  # fewer: not compared letter by letter
_LONGEST = 120  # characters of a group's name
_WORD = re.compile(r"[a-z]+")
_SHORTEST = 3  # letters of a word that says something


class Described(Value):
    """An incident (id), how it was described first, and its kind and places."""

    incident: int
    text: str
    structure: tuple[str, ...]


# What is said in both languages, by one word for each sense. Articles and the like say nothing.
_SENSES: Mapping[str, str] = {
    word: sense
    for sense, words in {
        "down": "panne failure failed fail down hs hors arret stopped outage unavailable injoignable unreachable",
        "slow": "lent lente lenteur lenteurs slow slowness rame ramer latency latence",
        "disk": "disque disques disk disks",
        "full": "plein pleins pleine full sature saturee saturated saturation",
        "space": "espace space",
        "free": "libre free",
        "power": "alimentation power courant electrique electrical",
        "outlet": "prise outlet socket",
        "rack": "baie rack cabinet",
        "feed": "voie feed",
        "room": "salle room",
        "breaker": "disjoncteur breaker",
        "server": "serveur server",
        "backup": "sauvegarde sauvegardes backup backups",
        "network": "reseau network",
        "link": "lien link liaison",
        "lost": "perdu perdue perte lost loss",
        "printer": "imprimante printer",
        "print": "impression imprimer print printing",
        "password": "passe password",
        "account": "compte account",
        "locked": "bloque bloquee verrouille verrouillee locked blocked",
        "login": "connexion connecter connection login connect",
        "access": "acces access",
        "denied": "refuse refusee denied refused",
        "mail": "messagerie courriel courriels mail mails email",
        "database": "base database",
        "error": "erreur erreurs error errors",
        "temperature": "temperature chaleur",
        "hot": "chaud surchauffe hot overheating overheat",
        "answer": "repond reponse response answer responding reply",
        "screen": "ecran screen",
        "memory": "memoire memory",
        "load": "charge load",
        "till": "caisse caisses till tills pos",
        "file": "fichier fichiers file files",
        "update": "mise jour update",
        "certificate": "certificat certificate",
        "expired": "expire expiree expired",
    }.items()
    for word in words.split()
}
_EMPTY = frozenset(
    (
        "les", "des", "une", "aux", "est", "son", "ses", "sur", "par", "pour", "dans", "avec", "sans", "qui", "que", "pas",
        "plus", "ete", "etait", "the", "and", "for", "not", "with", "from", "has", "was", "are", "been", "its", "this",
        "that", "into", "cette", "service", "critical", "warning", "major", "minor", "majeur", "mineur", "alarm", "alarme",
        "alerte", "alert",
    )
)  # fmt: skip


def sense(text: str) -> str:
    """The text reduced to what it says: no accents, names or numbers, one word for both languages, in one order."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(letter)
    )
    words = [
        word for token in plain.split() if not any(map(str.isdigit, token)) for word in _WORD.findall(token)
    ]
    said = {_SENSES.get(word, word) for word in words if word in _SENSES or _says(word)}
    return " ".join(sorted(said))


def _says(word: str) -> bool:
    return len(word) >= _SHORTEST and word not in _EMPTY


def are_alike(said: str, other: str) -> bool:
    """Whether two texts, both reduced to their sense, say nearly the same."""
    return said == other or token_sort_ratio(said, other) >= ALIKE


def groups(described: Iterable[Described]) -> dict[int, str]:
    """The group of each incident that has company: the text of its first, in the order in which they are given."""
    grouping = _Grouping()
    of = {each.incident: grouping.group(each) for each in described if sense(each.text)}
    sizes = Counter(of.values())
    return {incident: grouping.name(group) for incident, group in of.items() if sizes[group] > 1}


class _Grouping:
    """The groups so far: the first text of each, and which have a trigram."""

    def __init__(self) -> None:
        self._first: list[tuple[str, Described]] = []
        self._having: dict[str, list[int]] = defaultdict(list)
        self._known: dict[tuple[str, tuple[str, ...]], int] = {}

    def group(self, each: Described) -> int:
        """The group that it belongs to, a new one if there is none."""
        said = sense(each.text)
        key = said, each.structure
        if key not in self._known:
            found = self._alike(said, each)
            self._known[key] = self._begin(said, each) if found is None else found
        return self._known[key]

    def name(self, group: int) -> str:
        """Its first text, on one line."""
        return " ".join(self._first[group][1].text.split())[:_LONGEST]

    def _begin(self, said: str, each: Described) -> int:
        self._first.append((said, each))
        for trigram in _trigrams(said):
            self._having[trigram].append(len(self._first) - 1)
        return len(self._first) - 1

    def _alike(self, said: str, each: Described) -> int | None:
        """The most alike of the groups that share trigrams, and a kind or a place."""
        trigrams = _trigrams(said)
        shared = Counter(group for trigram in trigrams for group in self._having.get(trigram, ()))
        alike = [
            (token_sort_ratio(said, self._first[group][0]), -group)
            for group, count in shared.items()
            if count >= _SHARED_TRIGRAMS * len(trigrams)
            and not set(each.structure).isdisjoint(self._first[group][1].structure)
        ]
        best = max(alike, default=(0.0, 0))
        return -best[1] if best[0] >= ALIKE else None


def _trigrams(said: str) -> set[str]:
    padded = f"  {said} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
