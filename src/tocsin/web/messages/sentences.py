"""What the pages of the messages refuse, in both languages."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "messages.not_ours": (
            "« {word} » n'est pas un mot de notre vocabulaire.",
            "'{word}' is not a word of our vocabulary.",
        ),
        "messages.no_item": (
            "Aucun de nos éléments ne s'appelle « {item} ».",
            "None of our items is called '{item}'.",
        ),
        "messages.too_long": (
            "Message trop long pour un essai : {limit} Mio au plus.",
            "Message too long to be tried: {limit} MiB at most.",
        ),
    }
)
