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
        "escalation.untaken": (
            "Personne ne l'a pris en charge depuis {waited} ({priority}) ; prévenus : {asked}.",
            "Nobody has taken it for {waited} ({priority}); notified: {asked}.",
        ),
        "escalation.untaken.asked": (
            "Personne ne l'a pris en charge depuis {waited} ({priority}), sans réponse de : {silent} ; prévenus : {asked}.",
            "Nobody has taken it for {waited} ({priority}), no answer from: {silent}; notified: {asked}.",
        ),
        "escalation.silent": (
            "Prise en charge expirée depuis {waited} ({priority}), {person} n'a rien noté ; prévenus : {asked}.",
            "The acknowledgement expired {waited} ago ({priority}), {person} has noted nothing; notified: {asked}.",
        ),
        "escalation.silent.asked": (
            "Prise en charge expirée depuis {waited} ({priority}), sans réponse de : {silent} ; prévenus : {asked}.",
            "The acknowledgement expired {waited} ago ({priority}), no answer from: {silent}; notified: {asked}.",
        ),
        "escalation.lapsed": (
            "{person} n'a rien noté depuis le {since_at} : la prise en charge expire.",
            "{person} has noted nothing since {since_at}: the acknowledgement expires.",
        ),
        "escalation.opened": (
            "Ouvert depuis {waited} ({priority}) ; prévenus : {asked}.",
            "Open for {waited} ({priority}); notified: {asked}.",
        ),
        "escalation.worsened": (
            "Il s'est aggravé ({priority}) ; prévenus : {asked}.",
            "It got worse ({priority}); notified: {asked}.",
        ),
        "escalation.commitment.ours": (
            "{share} % de notre engagement « {name} » sont consommés ; prévenus : {asked}.",
            "{share} per cent of our commitment “{name}” have run; notified: {asked}.",
        ),
        "escalation.commitment.supplier": (
            "{share} % de l'engagement du fournisseur « {name} » sont consommés ; prévenus : {asked}.",
            "{share} per cent of the supplier's commitment “{name}” have run; notified: {asked}.",
        ),
        "escalation.nobody": (
            "Étape sans personne à joindre ({targets}) : la suivante vient aussitôt.",
            "A step with nobody to reach ({targets}): the next one comes at once.",
        ),
        "escalation.nobody.absent": (
            "Étape sans personne à joindre ({targets}), absent sans remplaçant : {absent} ; la suivante vient aussitôt.",
            "A step with nobody to reach ({targets}), away without a substitute: {absent}; the next one comes at once.",
        ),
        "escalation.last_resort": (
            "La politique n'a joint personne depuis {waited} ({priority}) ; prévenus en dernier recours : {asked}.",
            "The policy has reached nobody for {waited} ({priority}); notified as a last resort: {asked}.",
        ),
        "escalation.last_resort.nobody": (
            "Personne n'est joignable, même en dernier recours ({priority}, {waited}) : tous sont absents.",
            "Nobody can be reached, even as a last resort ({priority}, {waited}): everybody is away.",
        ),
        "escalation.unreached": (
            "Politique « {policy} », équipe {team} : une étape ne joindrait personne ({targets}).",
            "Policy “{policy}”, team {team}: a step would reach nobody ({targets}).",
        ),
        "escalation.unreached.absent": (
            "Politique « {policy} », équipe {team} : une étape ne joindrait personne ({targets}), absent : {absent}.",
            "Policy “{policy}”, team {team}: a step would reach nobody ({targets}), away: {absent}.",
        ),
        "escalation.by_hand": (
            "{by} a demandé l'escalade ; prévenus : {asked}.",
            "{by} asked for the escalation; notified: {asked}.",
        ),
        "escalation.by_hand.nobody": (
            "{by} a demandé l'escalade : la politique ne nomme plus personne à joindre.",
            "{by} asked for the escalation: the policy names nobody further who can be reached.",
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
