"""Sentences about the figures of contracts, month by month, in both languages."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "month.figure.response": ("Prise en compte", "Response"),
        "month.figure.restoration": ("Rétablissement", "Restoration"),
        "month.figure.interruption": ("Interruption", "Interruption"),
        "month.figure.power_interruption": ("Coupure électrique", "Power interruption"),
        "month.figure.availability": ("Disponibilité", "Availability"),
        "month.target.most": ("{target} au plus", "at most {target}"),
        "month.target.least": ("{target} au moins", "at least {target}"),
        "month.always": ("{target}, jour et nuit", "{target}, day and night"),
        "month.by_calendar": ("{target}, calendrier « {calendar} »", "{target}, calendar “{calendar}”"),
        "month.incidents": (
            "incidents : {incidents}, hors délai : {over}",
            "incidents: {incidents}, over the target: {over}",
        ),
        "month.down": ("incidents : {incidents}", "incidents: {incidents}"),
        "month.recorded_from": (
            "(Mois compté à partir du {day} : rien n'était enregistré ici avant.)",
            "(The month counts from {day}: nothing was recorded here before.)",
        ),
        "month.state.kept": ("Tenu", "Kept"),
        "month.state.missed": ("Manqué", "Missed"),
        "month.state.running": ("En cours", "Running"),
        "month.state.nothing": ("Non mesurable", "Not measurable"),
        "month.nothing.not_begun": ("Le mois n'a pas commencé.", "The month has not begun."),
        "month.nothing.no_hours": (
            "Le calendrier du contrat n'a aucune heure ce mois-ci.",
            "The contract's calendar has no hours in this month.",
        ),
        "month.nothing.no_incident": (
            "Aucun incident dans ce périmètre.",
            "No incident in this perimeter.",
        ),
        "month.nothing.not_reported": (
            "Aucun incident de ce périmètre n'a été signalé à l'hébergeur : ce délai court à partir du signalement.",
            "No incident in this perimeter was reported to the supplier: this time counts from the report.",
        ),
        "month.nothing.to_be_signed": (
            "Le contrat n'est pas encore signé.",
            "The contract is not signed yet.",
        ),
        "month.nothing.not_recorded": (
            "Aucun incident n'était encore enregistré ici.",
            "No incident was recorded here yet.",
        ),
    }
)
