"""Sentences of the ways by which people are reached: refusals, and the mail that verifies an address."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "way.refused.kind": (
            "« {text} » n'est pas un canal : écrivez mail, phone, sms, ou le nom d'un canal.",
            "{text!r} is no channel: write mail, phone, sms, or the name of a channel.",
        ),
        "way.refused.mail": (
            "« {text} » n'est pas une adresse de courriel : écrivez nom@exemple.fr.",
            "{text!r} is no mail address: write name@example.org.",
        ),
        "way.refused.phone": (
            "« {text} » n'est pas un numéro international : écrivez +33 6 12 34 56 78.",
            "{text!r} is no international number: write +33 6 12 34 56 78.",
        ),
        "way.refused.sms": (
            "« {text} » n'est pas un numéro international : écrivez +33 6 12 34 56 78.",
            "{text!r} is no international number: write +33 6 12 34 56 78.",
        ),
        "way.refused.address": ("Donnez une adresse.", "Give an address."),
        "way.refused.code": (
            "Ce code n'est pas le bon, ou il a expiré : demandez-en un autre.",
            "This code is not the right one, or it has expired: ask for another.",
        ),
        "way.refused.own_code": (
            "Le code d'un téléphone se lit à voix haute : un collègue le demande et vous appelle.",
            "The code of a telephone is read out: a colleague asks for it and calls you.",
        ),
        "way.refused.own_answer": (
            "Seule la personne elle-même répond à son code.",
            "Only the person themself answers with their code.",
        ),
        "way.refused.no_gateway": (
            "« {text} » n'est pas un canal d'ici : écrivez mail, phone, ou une passerelle déclarée ({gateways}).",
            "{text!r} is no channel here: write mail, phone, or a declared gateway ({gateways}).",
        ),
        "way.message.text": (
            "Tocsin : votre code est {code}. Si vous n'attendez rien de Tocsin, ne faites rien.",
            "Tocsin: your code is {code}. If you expect nothing of Tocsin, do nothing.",
        ),
        "way.gone": (
            "Cette adresse n'existe plus : rechargez la page.",
            "This way no longer exists: load the page again.",
        ),
        "way.mail.title": ("Tocsin : votre adresse est-elle juste ?", "Tocsin: is this your address?"),
        "way.mail.text": (
            "Code : {code}\n\nDonnez-le sur la page Personnes, ou confirmez par ce lien (valable un jour) :\n{link}\n\n"
            "Si vous n'attendez rien de Tocsin, ne faites rien.",
            "Code: {code}\n\nGive it on the page People, or confirm by this link (good for a day):\n{link}\n\n"
            "If you expect nothing of Tocsin, do nothing.",
        ),
    }
)
