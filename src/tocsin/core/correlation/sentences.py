"""Sentences: the reasons of correlation, in French and in English."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "correlation.opened_alone": (
            "Aucun incident ouvert n'explique cette alerte sur {item}.",
            "No open incident explains this alert on {item}.",
        ),
        "correlation.opened_unresolved": (
            "Objet non identifié : « {subject} » selon {source}. L'alerte n'est groupée avec aucune autre.",
            "Unidentified item: “{subject}”, according to {source}. The alert is grouped with no other.",
        ),
        "correlation.opened_cause": (
            "{cause} explique {count} incident(s) ouvert(s) peu avant, qui s'y rattachent.",
            "{cause} explains {count} incident(s) opened shortly before, which fold into this one.",
        ),
        "correlation.opened_inferred": (
            "{items} éléments touchés sous {cause} en moins de {window_s} s : cause commune déduite.",
            "{items} items hit under {cause} within {window_s} s: common cause inferred.",
        ),
        "correlation.joined_again": (
            "L'alerte sur {item} se déclenche de nouveau et rejoint son incident.",
            "The alert on {item} fires again and rejoins its incident.",
        ),
        "correlation.joined_explained": (
            "La perte de {causes} explique cette alerte.",
            "The loss of {causes} explains this alert.",
        ),
        "correlation.joined_explained_inferred": (
            "La perte déduite de {causes} explique cette alerte (fenêtre de {window_s} s).",
            "The inferred loss of {causes} explains this alert (window of {window_s} s).",
        ),
        "correlation.joined_same_item": (
            "Autre alerte sur {item}, déjà en cause dans cet incident.",
            "Another alert on {item}, already at fault in this incident.",
        ),
        "correlation.joined_same_subject": (
            "Même objet non identifié, « {subject} », selon la même source {source}.",
            "The same unidentified item, “{subject}”, according to the same source {source}.",
        ),
        "correlation.joined_completes": (
            "La perte de {item} s'ajoute à celle de {causes} : la redondance ne protège plus.",
            "The loss of {item} adds to that of {causes}: redundancy no longer protects.",
        ),
        "correlation.folded": (
            "La perte de {causes} explique cet incident, qui lui est rattaché.",
            "The loss of {causes} explains this incident, which folds into it.",
        ),
        "correlation.corrected": (
            "{source} corrige son message {reference} : {after}, et non {before}.",
            "{source} corrects its message {reference}: {after}, and not {before}.",
        ),
        "correlation.corrected_by_person": (
            "{person} : la même panne que {right}, le lieu était faux ({before}).",
            "{person}: the same trouble as {right}, the place was wrong ({before}).",
        ),
        "correlation.place_restored": (
            "{person} : le lieu de {number} était juste, c'est une autre panne.",
            "{person}: the place of {number} was right, it is another trouble.",
        ),
        "correlation.cause_found": (
            "Une alerte désigne {cause} : la cause n'est plus déduite ({before}).",
            "An alert names {cause}: the cause is no longer inferred ({before}).",
        ),
        "correlation.cause_confirmed": (
            "Une alerte désigne {cause} : la cause déduite est confirmée.",
            "An alert names {cause}: the inferred cause is confirmed.",
        ),
        "correlation.cause_reconsidered": (
            "{items} éléments désignent maintenant {cause} plutôt que {before} : la cause déduite est revue.",
            "{items} items now point to {cause} rather than {before}: the inferred cause has changed.",
        ),
        "correlation.cause_earlier": (
            "{cause} était en cause avant {before}.",
            "{cause} was at fault before {before}.",
        ),
        "correlation.unstable": (
            "{count} alertes vont et viennent sous {before} : un élément perdu ne revient pas sans cesse. "
            "La cause commune déduite est retirée, la vraie reste à trouver.",
            "{count} alerts come and go under {before}: something that is lost does not come back again and again. "
            "The inferred common cause is taken back; the real one is to be found.",
        ),
        "correlation.joined_unstable": (
            "L'alerte sur {item} s'ajoute à celles qui vont et viennent sous {under}.",
            "The alert on {item} adds to those that come and go under {under}.",
        ),
        "correlation.moved": (
            "Ces alertes s'expliquent par {causes}, et non par la cause retenue jusqu'ici.",
            "{causes} explains these alerts, and not the cause assumed so far.",
        ),
        "correlation.opened_apart": (
            "La cause déduite n'explique plus cette alerte sur {item} : elle est suivie à part.",
            "The inferred cause no longer explains this alert on {item}: it is an incident of its own.",
        ),
        "correlation.place_found": (
            "On sait désormais que « {subject} », selon {source}, désigne {cause}.",
            "It is known now that “{subject}”, according to {source}, means {cause}.",
        ),
        "correlation.worsened": (
            "Effet : {before} → {effect} ; criticité {criticality}.",
            "Effect: {before} → {effect}; criticality: {criticality}.",
        ),
        "correlation.graver": (
            "Une alerte signale une criticité plus haute : {criticality}.",
            "An alert reports a higher criticality: {criticality}.",
        ),
        "correlation.grown": (
            "Une perte s'ajoute ({items}) : ce que touche l'incident est réévalué.",
            "A loss is added ({items}): what the incident hits is weighed again.",
        ),
        "correlation.shrunk": (
            "Une perte est finie ({items}), pas l'incident : ce qu'il touche est réévalué.",
            "A loss is over ({items}), the incident is not: what it hits is weighed again.",
        ),
        "correlation.eased": ("Effet : {before} → {effect}.", "Effect: {before} → {effect}."),
        "correlation.recovered": (
            "Plus aucune alerte de cet incident n'est active depuis le {recovered_at}.",
            "No alert of this incident fires any more since {recovered_at}.",
        ),
        "correlation.read_again": (
            "Relu comme {kind}, {after}, et non plus comme {before_kind}, {before}.",
            "Read again as {kind}, {after}, and no longer as {before_kind}, {before}.",
        ),
        "correlation.read_again_as_nothing": (
            "Relu : le message ne dit plus {before_kind}, {before}.",
            "Read again: the message no longer says {before_kind}, {before}.",
        ),
        "correlation.lapsed": (
            "Périmée : {source} annonçait « {subject} » jusqu'au {until_at} et ne l'a pas répétée, et envoie encore.",
            "Lapsed: {source} reported “{subject}” as valid until {until_at} and did not repeat it, though it still sends.",
        ),
        "correlation.joined_by_hand": (
            "Une personne a dit où se trouve {item}, et ce que contient cet incident a été décidé par une personne.",
            "A person said where {item} is, and what is in this incident was decided by a person.",
        ),
        "correlation.opened_set_apart": (
            "Une personne a retiré {item} d'un incident qui dure encore : l'alerte ouvre le sien.",
            "A person took {item} out of an incident that still lasts: the alert opens its own.",
        ),
        "correlation.merged_by_hand": (
            "{person} les tient pour la même panne.",
            "{person} takes them for the same trouble.",
        ),
        "correlation.split_by_hand": (
            "{person} les tient pour une autre panne que {number}.",
            "{person} takes them for another trouble than {number}.",
        ),
        "correlation.ended_by_hand": (
            "Une personne l'a déclaré terminé.",
            "A person said that it is over.",
        ),
        "correlation.cause_by_hand": (
            "Une personne a décidé de ce qui en fait partie : la cause suit.",
            "A person decided what is part of it: the cause follows.",
        ),
        "correlation.reopened": (
            "De nouveau en alerte après le rétablissement du {recovered_at}.",
            "Firing again after the recovery at {recovered_at}.",
        ),
        "correlation.still_firing": (
            "Résolu le {recovered_at}, et pourtant un rappel dit que l'alerte est toujours active.",
            "Resolved at {recovered_at}, and yet a reminder says that the alert still fires.",
        ),
        "correlation.reference_given": (
            "{source} le suit sous sa référence {reference}.",
            "{source} follows it under its number {reference}.",
        ),
        "correlation.outdated": (
            "Événement du {event_at} plus ancien que le dernier connu ({known_at}, {state}) : sans effet.",
            "Event of {event_at}, older than the last one known ({known_at}, {state}): no effect.",
        ),
        "correlation.flapping": (
            "{changes} changements d'état en {window_s} s : alerte instable jusqu'à "
            "{stable_s} s sans changement.",
            "{changes} changes of state within {window_s} s: the alert is flapping until {stable_s} s without a change.",
        ),
        "correlation.settled": (
            "Aucun changement depuis {stable_s} s : l'alerte compte de nouveau ({state}).",
            "No change for {stable_s} s: the alert counts again ({state}).",
        ),
        "correlation.muted": (
            "L'intervention {reference}, déclarée jusqu'au {end_at}, explique l'alerte sur {item}.",
            "Intervention {reference}, declared until {end_at}, explains the alert on {item}.",
        ),
        "correlation.muted_late": (
            "L'intervention {reference}, déclarée après coup à partir du {start_at}, explique l'alerte sur {item}.",
            "Intervention {reference}, declared afterwards from {start_at} on, explains the alert on {item}.",
        ),
        "correlation.still_wrong": (
            "L'intervention {reference} est terminée et l'alerte sur {item} est toujours active.",
            "Intervention {reference} is over and the alert on {item} still fires.",
        ),
        "correlation.intervention_declared": (
            "Intervention {reference} déclarée du {start_at} au {end_at} sur {items}.",
            "Intervention {reference} declared from {start_at} to {end_at} on {items}.",
        ),
        "correlation.intervention_declared_without_end": (
            "Intervention {reference} déclarée à partir du {start_at} sur {items}, sans fin "
            ": {duration_s} s retenues.",
            "Intervention {reference} declared from {start_at} on {items}, without an end: "
            "{duration_s} s assumed.",
        ),
        "correlation.intervention_changed": (
            "Intervention {reference} modifiée : du {start_at} au {end_at} sur {items}.",
            "Intervention {reference} changed: from {start_at} to {end_at} on {items}.",
        ),
        "correlation.intervention_changed_without_end": (
            "Intervention {reference} modifiée : à partir du {start_at} sur {items}, sans "
            "fin : {duration_s} s retenues.",
            "Intervention {reference} changed: from {start_at} on {items}, without an end: "
            "{duration_s} s assumed.",
        ),
        "correlation.intervention_dropped": (
            "Intervention {reference} : l'avis de travaux révisé ne nomme plus la fenêtre du {start_at} ; elle n'explique"
            " plus rien.",
            "Intervention {reference}: the revised notice no longer names the window of {start_at}; it explains"
            " nothing any more.",
        ),
        "correlation.intervention_cancelled": (
            "Intervention {reference} annulée : elle n'explique plus rien.",
            "Intervention {reference} cancelled: it explains nothing any more.",
        ),
    }
)
