"""What is said of a supplier's channels side by side: who told first, what only one told, what its mail filter should be."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "exchange.witness.nothing": (
            "Ni {first} ni {second} n'ont rien dit pendant ce temps.",
            "Neither {first} nor {second} told anything in this time.",
        ),
        "exchange.witness.lag": (
            "De ce que les deux ont dit ({both}), {later} l'a dit {lag} après {earlier}, en médiane.",
            "Of what both told ({both}), {later} told it {lag} after {earlier}, on the median.",
        ),
        "exchange.witness.late": (
            "{later} est en retard : {lag} après {earlier} en médiane, sur {both} pannes que les deux ont dites.",
            "{later} is late: {lag} after {earlier} on the median, of {both} troubles that both told.",
        ),
        "exchange.witness.alone": (
            "{source} seule a dit {count} panne(s) ; {other} n'en a rien dit.",
            "{source} alone told {count} trouble(s); {other} said nothing of them.",
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
