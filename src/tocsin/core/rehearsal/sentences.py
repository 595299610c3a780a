"""Sentences of the rehearsal, in both languages."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "rehearsal.nothing": (
            "Aucun incident ne s'ouvrirait : des travaux déclarés l'expliquent, ou rien n'est touché.",
            "No incident would open: declared works explain it, or nothing is hit.",
        ),
        "rehearsal.opened": (
            "{at} : équipe {team}, politique « {policy} » ; {count} application(s) : {applications}.",
            "{at}: team {team}, policy “{policy}”; {count} application(s): {applications}.",
        ),
        "rehearsal.mail": (
            "{at}  {name} <{address}>  {way}, {cost} : {about}",
            "{at}  {name} <{address}>  {way}, {cost}: {about}",
        ),
        "rehearsal.by_mail": ("courriel", "mail"),
        "rehearsal.free": ("sans frais", "free"),
    }
)
