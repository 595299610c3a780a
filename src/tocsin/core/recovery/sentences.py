"""Sentences of the recovery plans, in both languages."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "recovery.mail.due": (
            "Essai de reprise à faire pour le {day} : {name}",
            "Recovery test due by {day}: {name}",
        ),
        "recovery.mail.due.text": (
            "L'essai de « {name} » avec {supplier} est à faire pour le {day}. Notez son résultat sur la page"
            " Reprise.",
            "The test of '{name}' with {supplier} is due by {day}. Note its result on the page Recovery.",
        ),
        "recovery.due": ("Essai à faire pour le {due_at}.", "A test is due by {due_at}."),
        "recovery.refused.note": (
            "Écrivez ce que l'essai a montré.",
            "Write what the test has shown.",
        ),
        "recovery.refused.future": ("Un essai à venir n'a pas de résultat.", "A test to come has no result."),
        "recovery.refused.caller": (
            "Seuls les déclencheurs de ce plan voient son code.",
            "Only the callers of this plan see its code.",
        ),
        "recovery.no_code": (
            "Le code n'est pas lisible ici : {reason}",
            "The code can't be read here: {reason}",
        ),
    }
)
