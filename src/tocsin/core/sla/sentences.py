"""Sentences of the SLA stage, in both languages."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "sla.result.missed": ("manqué", "missed"),
        "sla.result.met": ("tenu", "kept"),
        "sla.imported.missed": (
            "{origin} dit que l'engagement n'a pas été tenu.",
            "{origin} says that the commitment was not kept.",
        ),
        "sla.imported.kept": (
            "{origin} dit que l'engagement a été tenu.",
            "{origin} says that the commitment was kept.",
        ),
        "sla.chosen.applications": (
            "Engagement « {name} » ({target}) : il est propre à {given}.",
            "Commitment “{name}” ({target}): it is specific to {given}.",
        ),
        "sla.chosen.items": (
            "Engagement « {name} » ({target}) : il est propre à ce lieu ({given}).",
            "Commitment “{name}” ({target}): it is specific to this place ({given}).",
        ),
        "sla.chosen.guarantee": (
            "Engagement « {name} » ({target}) : garantie « {given} » de ce qui est touché.",
            "Commitment “{name}” ({target}): guarantee “{given}” of what is hit.",
        ),
        "sla.chosen.kinds": (
            "Engagement « {name} » ({target}) : il vise ce type d'événement ({given}).",
            "Commitment “{name}” ({target}): it is for this kind of event ({given}).",
        ),
        "sla.chosen.criticalities": (
            "Engagement « {name} » ({target}) : il vise cette criticité ({given}).",
            "Commitment “{name}” ({target}): it is for this criticality ({given}).",
        ),
        "sla.chosen.effects": (
            "Engagement « {name} » ({target}) : il vise cet effet ({given}).",
            "Commitment “{name}” ({target}): it is for this effect ({given}).",
        ),
        "sla.chosen.period": (
            "Engagement « {name} » ({target}) : l'incident commence dans sa période ({given}).",
            "Commitment “{name}” ({target}): the incident began in its period ({given}).",
        ),
        "sla.chosen.any": (
            "Engagement « {name} » ({target}) : il vaut pour tous les incidents.",
            "Commitment “{name}” ({target}): it is for every incident.",
        ),
    }
)
declare(
    {
        "sla.counted.worked": ("{time} ouvrées", "{time} of working time"),
        "sla.counted.always": ("{time} calendaires", "{time} of calendar time"),
        "sla.clock.waiting": ("pas encore signalé", "not reported yet"),
        "sla.clock.running": ("échéance dans {away}", "due in {away}"),
        "sla.clock.paused": ("en pause, reste {left}", "paused, {left} left"),
        "sla.clock.breached": ("en retard de {away}", "late by {away}"),
        "sla.clock.met": ("tenu", "kept"),
        "sla.clock.missed": ("manqué de {left}", "missed by {left}"),
    }
)
