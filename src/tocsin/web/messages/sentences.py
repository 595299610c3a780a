"""Sentences of the refusals on the pages of the messages, in both languages."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "messages.too_long": (
            "Message trop long pour un essai : {limit} Mio au plus.",
            "Message too long to be tried: {limit} MiB at most.",
        ),
    }
)
