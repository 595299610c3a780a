"""Sentences about the choice of a supplier's channel, in both languages: why this channel, and why not the others."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "exchange.channel.name.phone": ("le téléphone", "the phone"),
        "exchange.channel.name.mail": ("le courriel", "mail"),
        "exchange.channel.name.api": ("leur API", "their API"),
        "exchange.channel.name.web": ("leur portail", "their portal"),
        "exchange.channel.urgent": (
            "Urgence {priority} : {channel}, leur canal pour ce qui presse.",
            "{priority} is urgent: {channel}, their channel for what cannot wait.",
        ),
        "exchange.channel.first": (
            "Urgence {priority} : {channel}, le premier de leurs canaux sur lequel compter.",
            "{priority} is urgent: {channel}, the first of their channels that can be counted on.",
        ),
        "exchange.channel.cheapest": (
            "{priority} ne presse pas : {channel}, le moins cher de leurs canaux qui fonctionnent.",
            "{priority} can wait: {channel}, the cheapest of their channels that work.",
        ),
        "exchange.channel.left": (
            "Aucun de leurs canaux ne répond en ce moment : {channel}, dès que possible.",
            "None of their channels answers now: {channel}, as soon as it does.",
        ),
        "exchange.passed.cut": (
            "Pas {channel} : coupure en cours ({reason}).",
            "Not {channel}: cut at the moment ({reason}).",
        ),
        "exchange.passed.closed": (
            "Pas {channel} : hors de ses heures, qui reprennent le {opens_at}.",
            "Not {channel}: outside its hours, which begin again at {opens_at}.",
        ),
        "exchange.passed.closed_long": (
            "Pas {channel} : personne n’y répond avant un mois.",
            "Not {channel}: nobody answers there within a month.",
        ),
        "exchange.passed.slow": (
            "Pas {channel} : une fois sur deux, l’accusé de réception y met {median} ou plus, au-delà de {patience}"
            " ({n} mesures).",
            "Not {channel}: half of the time an acknowledgement takes {median} or more, longer than {patience}"
            " ({n} measured).",
        ),
        "exchange.passed.dearer": (
            "Pas {channel} : plus cher, environ {price}.",
            "Not {channel}: dearer, about {price}.",
        ),
        "exchange.passed.not_urgent": (
            "Pas {channel} : ce n’est pas leur canal pour ce qui presse.",
            "Not {channel}: it is not their channel for what cannot wait.",
        ),
        "exchange.passed.order": (
            "Pas {channel} : {other} convient aussi bien et passe d’abord.",
            "Not {channel}: {other} does as well, and comes first.",
        ),
        "exchange.lasting.seconds": ("{n} s", "{n} s"),
        "exchange.lasting.minutes": ("{n} min", "{n} min"),
        "exchange.lasting.hours": ("{n} h", "{n} h"),
    }
)
