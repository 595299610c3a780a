"""Sentences of the routing stage, in both languages."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "routing.rule.regional": (
            "Équipe {team} : règle « {rule} », une seule région est touchée ({regions}).",
            "Team {team}: rule “{rule}”, only one region is hit ({regions}).",
        ),
        "routing.rule.group": (
            "Équipe {team} : règle « {rule} », plusieurs régions ou le groupe sont touchés.",
            "Team {team}: rule “{rule}”, several regions or the group are hit.",
        ),
        "routing.default.regional": (
            "Équipe {team} : aucune règle ne s'applique, c'est l'équipe de la région touchée ({regions}).",
            "Team {team}: no rule applies, it is the team of the region hit ({regions}).",
        ),
        "routing.default.group": (
            "Équipe {team} : aucune règle ne s'applique, c'est l'équipe du groupe.",
            "Team {team}: no rule applies, it is the group's team.",
        ),
        "routing.nobody": (
            "Aucune règle ne s'applique et aucune équipe n'est déclarée : à attribuer à la main.",
            "No rule applies and no team is declared: assign it by hand.",
        ),
        "routing.supplier.told_us": (
            "La cause relève de {supplier}, qui nous l'a signalée : c'est à lui d'agir.",
            "{supplier} answers for the cause and reported it to us: it is their turn to act.",
        ),
        "routing.supplier.to_be_told": (
            "La cause relève de {supplier}, qui ne l'a pas signalée : c'est à nous de la lui signaler.",
            "{supplier} answers for the cause and has not reported it to us: we have to report it.",
        ),
    }
)
