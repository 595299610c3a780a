"""Sentences about recurrences, in both languages."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "problem.recurs": (
            "{count} incidents sur {total} en {days} jours ; d'après son passé, on en attend {expected}.",
            "{count} of {total} incidents in {days} days; by its past, {expected} are expected.",
        ),
        "problem.refused.reason": (
            "Dites pourquoi ce n'est pas un problème.",
            "Say why this is no problem.",
        ),
        "problem.gone": (
            "Cette récurrence est déjà écartée, ou terminée : rechargez la page.",
            "This recurrence is dismissed already, or over: load the page again.",
        ),
    }
)
