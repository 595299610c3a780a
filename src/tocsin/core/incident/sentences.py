"""Sentences of the incident stage, in both languages: reasons of priorities, refusals of commands."""

from tocsin.core.kernel.sentences import declare

_EFFECTS = {
    "down": ("en panne", "down"),
    "degraded": ("dégradé", "degraded"),
    "redundancy_lost": ("sans redondance", "without redundancy"),
    "none": ("sans effet", "without effect"),
}
_CRITICALITIES = {
    "low": ("faible", "low"),
    "medium": ("moyenne", "medium"),
    "high": ("haute", "high"),
    "critical": ("critique", "critical"),
}
_AMONG = {
    "application": (" (la plus urgente des {count})", " (most urgent of {count})"),
    "only_application": ("", ""),
}


def _by_application(effect: str, criticality: str, among_fr: str, among_en: str) -> tuple[str, str]:
    (effect_fr, effect_en), (level_fr, level_en) = _EFFECTS[effect], _CRITICALITIES[criticality]
    return (
        f"{{priority}} : {{application}}, criticité {level_fr}, {effect_fr}{among_fr}.",
        f"{{priority}}: {{application}}, of {level_en} criticality, {effect_en}{among_en}.",
    )


def _as_claimed(effect: str) -> tuple[str, str]:
    effect_fr, effect_en = _EFFECTS[effect]
    return (
        f"{{priority}} : aucune application touchée, matériel {effect_fr}, criticité selon la source.",
        f"{{priority}}: no application hit, equipment {effect_en}, criticality as the source says.",
    )


declare(
    {
        f"incident.priority.{which}.{effect}.{level}": _by_application(effect, level, *among)
        for which, among in _AMONG.items()
        for effect in _EFFECTS
        for level in _CRITICALITIES
    }
)
declare({f"incident.priority.claimed.{effect}": _as_claimed(effect) for effect in _EFFECTS})
declare(
    {
        "incident.refused.new": (
            "{number} est nouveau : ce n'est pas possible.",
            "{number} is new: not possible.",
        ),
        "incident.refused.in_progress": (
            "{number} est en cours : ce n'est pas possible.",
            "{number} is in progress: not possible.",
        ),
        "incident.refused.pending": (
            "{number} est en attente : reprenez-le d'abord.",
            "{number} is pending: resume it first.",
        ),
        "incident.refused.resolved": (
            "{number} est résolu : rouvrez-le d'abord.",
            "{number} is resolved: reopen it first.",
        ),
        "incident.refused.closed": (
            "{number} est clos : rouvrez-le d'abord.",
            "{number} is closed: reopen it first.",
        ),
        "incident.refused.imported": (
            "{number} est un historique importé : on n'y travaille pas ici.",
            "{number} is imported history: nobody works on it here.",
        ),
        "incident.refused.folded": (
            "Cet incident est un symptôme de {parent} : agissez sur {parent}.",
            "This incident is a symptom of {parent}: act on {parent}.",
        ),
        "incident.field_needed": (
            "Il manque quelque chose : remplissez le formulaire et envoyez-le de nouveau.",
            "Something is missing: fill in the form and send it again.",
        ),
        "incident.field.missing": ("à remplir", "to be filled in"),
        "incident.field.unknown": ("« {text} » est inconnu", "{text!r} is not known"),
        "incident.refused.itself": (
            "{number} ne peut être réuni à lui-même.",
            "{number} can't be part of itself.",
        ),
        "incident.refused.not_corrected": (
            "{number} : son lieu n'a pas été corrigé.",
            "{number}: its place was not corrected.",
        ),
        "incident.refused.right_is_over": (
            "{number} n'est plus ouvert : un incident ne peut continuer sous ce numéro.",
            "{number} is no longer open: no incident can go on under this number.",
        ),
        "incident.refused.already_yours": ("{number} est déjà à vous.", "{number} is yours already."),
        "incident.refused.not_yours": (
            "{number} n'est pas à vous : prenez-le d'abord.",
            "{number} is not yours: take it first.",
        ),
        "incident.refused.until": (
            "{number} : donnez une heure à venir, dans la semaine.",
            "{number}: give a time to come, within a week.",
        ),
        "incident.refused.not_escalated": (
            "{number} : personne d'autre n'a été prévenu, il n'y a rien à désescalader.",
            "{number}: nobody else was asked, there is nothing to de-escalate.",
        ),
        "incident.refused.one_of_two": (
            "{number} : transmettez à une personne ou à une équipe, l'une des deux.",
            "{number}: hand it over to a person or to a team, one of the two.",
        ),
        "incident.refused.same_team": (
            "{number} attend déjà que quelqu'un de {team} le prenne.",
            "{number} waits for somebody of {team} already.",
        ),
        "incident.refused.other_open": (
            "{number} n'est plus ouvert : on ne fusionne que des incidents ouverts.",
            "{number} is no longer open: only open incidents are merged.",
        ),
        "incident.refused.no_alert": (
            "{number} n'a aucune alerte.",
            "{number} has no alert.",
        ),
        "incident.refused.none_leaves": (
            "Aucune de ces alertes n'est active dans {number} : il n'y a rien à séparer.",
            "None of these alerts fires in {number}: there is nothing to split.",
        ),
        "incident.refused.none_stays": (
            "Il ne resterait aucune alerte active dans {number} : laissez-en au moins une.",
            "No firing alert would stay in {number}: leave one at least.",
        ),
        "incident.refused.not_asked": (
            "Aucune transmission de {number} n'attend de réponse.",
            "No hand-over of {number} waits for an answer.",
        ),
        "incident.refused.asked_other": (
            "{number} a été transmis à {person}, qui répond pour soi ; pour le reprendre, prenez-le.",
            "{number} was handed over to {person}, who answers for themselves; to get it, take it.",
        ),
        "incident.refused.same_owner": (
            "{number} est déjà pris en charge par {person}.",
            "{number} is already owned by {person}.",
        ),
        "incident.refused.no_supplier": (
            "{number} ne concerne encore aucun fournisseur : signalez-le d'abord à l'un d'eux.",
            "{number} involves no supplier yet: report it to one first.",
        ),
        "incident.refused.other_supplier": (
            "{number} est déjà suivi avec {supplier}, dont le chronomètre court.",
            "{number} is already followed up with {supplier}, whose clock runs.",
        ),
        "incident.refused.holder.us": (
            "{number} : c'est déjà à nous d'agir.",
            "{number}: it is our turn already.",
        ),
        "incident.refused.holder.supplier": (
            "{number} : c'est déjà au fournisseur d'agir.",
            "{number}: it is the supplier's turn already.",
        ),
        "incident.refused.holder.user": (
            "{number} : on attend déjà l'utilisateur.",
            "{number}: it waits for the user already.",
        ),
    }
)
