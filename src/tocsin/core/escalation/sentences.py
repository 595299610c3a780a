"""Sentences of the escalation stage, in both languages."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "escalation.untaken.team": (
            "Personne ne l'a pris en charge depuis {waited} ({priority}) : {team} en est prévenue de nouveau.",
            "Nobody has taken it for {waited} ({priority}): {team} is notified again.",
        ),
        "escalation.untaken.manager": (
            "Personne ne l'a pris en charge depuis {waited} ({priority}) : {person} en est prévenu.",
            "Nobody has taken it for {waited} ({priority}): {person} is notified.",
        ),
        "escalation.closed_in_time": (
            "Résolu depuis {after} (calendaires) sans que personne n'y revienne : clos.",
            "Resolved for {after} (calendar hours), and nobody came back to it: closed.",
        ),
        "escalation.at_risk.ours": (
            "Notre engagement « {name} » est menacé : {elapsed} écoulées sur {target}.",
            "Our commitment “{name}” is at risk: {elapsed} of {target} have run.",
        ),
        "escalation.at_risk.supplier": (
            "L'engagement du fournisseur « {name} » est menacé : {elapsed} écoulées sur {target}.",
            "The supplier's commitment “{name}” is at risk: {elapsed} of {target} have run.",
        ),
        "escalation.breached.ours": (
            "Notre engagement « {name} » est dépassé : {target}.",
            "Our commitment “{name}” is breached: {target}.",
        ),
        "escalation.breached.supplier": (
            "L'engagement du fournisseur « {name} » est dépassé : {target}.",
            "The supplier's commitment “{name}” is breached: {target}.",
        ),
    }
)
