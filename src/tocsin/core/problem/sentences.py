"""Sentences about recurrences, in both languages."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "problem.recurs": (
            "{count} incidents sur {total} en {days} jours ; d'après son passé, on en attend {expected}.",
            "{count} of {total} incidents in {days} days; by its past, {expected} are expected.",
        ),
        "problem.regular": (
            "{count} incidents en {days} jours, un tous les {every} jours environ : trop régulier pour le hasard.",
            "{count} incidents in {days} days, one about every {every} days: at intervals too even for chance.",
        ),
        "problem.refused.reason": (
            "Dites pourquoi ce n'est pas un problème.",
            "Say why this is no problem.",
        ),
        "problem.gone": (
            "Cette récurrence n'attend plus de décision : rechargez la page.",
            "This recurrence waits for no decision any more: load the page again.",
        ),
        "problem.refused.merge": (
            "Dites quel problème, ou quelle autre récurrence, c'est.",
            "Say which problem, or which other recurrence, it is.",
        ),
    }
)
