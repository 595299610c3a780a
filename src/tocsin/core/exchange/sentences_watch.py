"""Sentences about a supplier's two channels: which reported first, what only one reported, how to set its mail filter."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "exchange.witness.nothing": (
            "Ni {first} ni {second} n'ont rien dit pendant ce temps.",
            "Neither {first} nor {second} reported anything in this time.",
        ),
        "exchange.witness.lag": (
            "De ce que les deux ont dit ({both}), {later} l'a dit {lag} après {earlier}, en médiane.",
            "Of the troubles that both reported ({both}), {later} reported them {lag} after {earlier}, on the median.",
        ),
        "exchange.witness.late": (
            "{later} est en retard : {lag} après {earlier} en médiane, sur {both} pannes que les deux ont dites.",
            "{later} is late: {lag} after {earlier} on the median, of {both} troubles that both reported.",
        ),
        "exchange.witness.alone": (
            "{source} seule a dit {count} panne(s) ; {other} n'en a rien dit.",
            "Only {source} reported {count} trouble(s); {other} did not.",
        ),
        "exchange.filter.stop": (
            "Ne plus envoyer : criticité {criticality}, {room} ({mailed} courriels en {days} jours, aucun n'a eu de suite).",
            "Stop sending: criticality {criticality}, {room} ({mailed} mails in {days} days, none led to anything).",
        ),
        "exchange.filter.start": (
            "Envoyer aussi : criticité {criticality}, {room} ({missed} panne(s) suivies en {days} jours, sans courriel).",
            "Send as well: criticality {criticality}, {room} ({missed} trouble(s) acted on in {days} days, without a mail).",
        ),
        "exchange.filter.subject": (
            "Réglage du filtre de vos alertes par courriel",
            "Settings of the filter of your alert mails",
        ),
        "exchange.filter.request": (
            "Merci de régler ainsi le filtre des alertes que vous nous envoyez par courriel :",
            "Please set the filter of the alerts that you mail to us as follows:",
        ),
        "exchange.filter.rest": ("Tout le reste comme aujourd'hui.", "All the rest as it is today."),
    }
)
