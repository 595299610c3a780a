"""Words of the provider's page, in French and English. What the provider itself says is French everywhere."""

from tocsin.core.kernel.sentences import Language
from tocsin.core.kernel.typography import typeset

_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "intro": "Ici, vous jouez l'hébergeur. Ce que vous dites part vers Tocsin par l'API ou par courriel.",
        "tickets": "Tickets",
        "no_ticket": "Aucun ticket.",
        "internal": "note interne",
        "answer": "Répondre",
        "as_note": "note interne, que le client ne voit pas",
        "send": "Envoyer",
        "state": "État",
        "change": "Changer",
        "api": "API du client",
        "calls": "Appels : {minute} sur {a_minute} dans la dernière minute, {today} sur {a_day} ce jour ; "
        "{a_second} par seconde au plus. Coupures pour abus : {cuts} ; appels pendant une coupure : {refused}.",
        "cut_until": "L'accès est coupé jusqu'à {at}.",
        "cut_for": "Minutes",
        "cut": "Couper l'API",
        "open": "Rouvrir l'API",
        "works": "Annoncer des travaux",
        "what": "Nature",
        "where": "Emplacement",
        "in": "Dans (minutes)",
        "lasts": "Durée (minutes)",
        "announce": "Envoyer l'avis",
        "alarms": "Alarmes actives",
        "no_alarm": "Aucune alarme active.",
    },
    "en": {
        "intro": "Here you play the provider. What you say goes to Tocsin by the API or by mail.",
        "tickets": "Tickets",
        "no_ticket": "No ticket.",
        "internal": "internal note",
        "answer": "Answer",
        "as_note": "internal note, which the client does not see",
        "send": "Send",
        "state": "State",
        "change": "Change",
        "api": "The client's API",
        "calls": "Calls: {minute} of {a_minute} within the last minute, {today} of {a_day} today; "
        "{a_second} a second at most. Cut off for abuse: {cuts} times; calls while cut off: {refused}.",
        "cut_until": "Access is cut off until {at}.",
        "cut_for": "Minutes",
        "cut": "Cut the API off",
        "open": "Open the API again",
        "works": "Announce works",
        "what": "Kind of works",
        "where": "Place",
        "in": "In (minutes)",
        "lasts": "Length (minutes)",
        "announce": "Send the notice",
        "alarms": "Active alarms",
        "no_alarm": "No active alarm.",
    },
}


def words_in(language: Language) -> dict[str, str]:
    """The page's words by name."""
    known = _WORDS[language]
    return {name: typeset(text) for name, text in known.items()} if language == "fr" else known
