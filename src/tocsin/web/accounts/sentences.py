"""Sentences of the refusals on the pages of the accounts, in both languages."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "accounts.last_administrator": (
            "C'est le dernier administrateur : nommez-en un autre d'abord.",
            "This is the last administrator: appoint another one first.",
        ),
    }
)
