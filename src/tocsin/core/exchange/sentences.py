"""Sentences of the exchange stage, in both languages: whom to reach and why, and the frame of a mail to a supplier."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "exchange.supplier.contract": (
            "{cause} est dans le périmètre du contrat {contract} de {supplier}.",
            "{cause} is within the perimeter of {supplier}'s contract {contract}.",
        ),
        "exchange.supplier.item": ("{supplier} répond de {cause}.", "{supplier} answers for {cause}."),
        "exchange.supplier.named": (
            "Une personne a nommé {supplier} : le lieu n'est pas connu.",
            "A person named {supplier}: the place is not known.",
        ),
        "exchange.cost.both": (
            "{use} l'appel, plus {minute} la minute",
            "{use} a call, plus {minute} a minute",
        ),
        "exchange.cost.use": ("{use} à chaque usage", "{use} a use"),
        "exchange.cost.minute": ("{minute} la minute", "{minute} a minute"),
        "exchange.reach.always": (
            "{name} répond jour et nuit. Il est {local} chez eux.",
            "{name} answers day and night. It is {local} at their place.",
        ),
        "exchange.reach.open": (
            "Il est {local} chez eux, dans les heures de {name} : {hours}.",
            "It is {local} at their place, within the hours of {name}: {hours}.",
        ),
        "exchange.reach.later": (
            "Il est {local} chez eux, hors de toutes leurs heures ; {name} répond le premier, dès {opens_at} ({hours}).",
            "It is {local} at their place, outside all their hours; {name} answers first, from {opens_at} ({hours}).",
        ),
        "exchange.reach.closed": (
            "Il est {local} chez eux ; {name} ne répond pas avant un mois ({hours}).",
            "It is {local} at their place; {name} does not answer within a month ({hours}).",
        ),
        "exchange.message.checked": (
            "Dans leurs mots : leur propre format, {format}, y relit exactement {cause}.",
            "In their words: their own format, {format}, reads exactly {cause} in it.",
        ),
        "exchange.message.partly": (
            "En partie dans leurs mots : leur format, {format}, ne permet pas de nommer {cause} exactement. À relire.",
            "Partly in their words: their format, {format}, cannot name {cause} exactly. Read it before you send it.",
        ),
        "exchange.message.our_words": (
            "Dans nos mots : aucun format de {supplier} ne permet d'écrire {cause} comme ils le disent.",
            "In our words: no format of {supplier} allows {cause} to be written as they say it.",
        ),
        "exchange.message.cause_unknown": (
            "Dans nos mots : le lieu n'est pas encore connu.",
            "In our words: the place is not known yet.",
        ),
        "exchange.mail.greeting": ("Bonjour,", "Hello,"),
        "exchange.mail.kind": ("Panne", "Trouble"),
        "exchange.mail.place": ("Lieu", "Place"),
        "exchange.mail.since": ("Nous le constatons depuis le {since}.", "We have seen it since {since}."),
        "exchange.mail.ours": ("Chez nous, c'est « {title} ».", "With us, it is “{title}”."),
        "exchange.mail.number": (
            "Merci de rappeler notre numéro {number} dans votre réponse.",
            "Please quote our number {number} in your answer.",
        ),
        "exchange.mail.contract": ("Contrat n° {contract}.", "Contract no. {contract}."),
        "exchange.mail.request": (
            "Merci de confirmer la prise en charge et le délai de rétablissement prévu.",
            "Please confirm that you are working on it, and when you expect it to work again.",
        ),
    }
)
