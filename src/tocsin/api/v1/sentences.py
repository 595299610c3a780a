"""Sentences of the API's refusals, in both languages."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "api.half_a_character": (
            "un texte avec un NUL ou la moitié d'un caractère",
            "text with a NUL or with half of a character",
        ),
        "api.unauthenticated": (
            "Jeton absent ou inconnu : envoyez « Authorization: Bearer <jeton> ».",
            "No token, or an unknown one: send 'Authorization: Bearer <token>'.",
        ),
        "api.method": (
            "La méthode {method} n'est pas pour cette adresse.",
            "Method {method} is not for this address.",
        ),
    }
)
