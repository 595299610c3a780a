"""Sentences of the checks: escalation policies that ask nobody or cannot be carried out, and what to do about it."""

from tocsin.core.kernel.sentences import declare_faults

declare_faults(
    {
        "fault.escalation.no_steps": (
            "cette politique n'a aucune étape",
            "the policy has no step",
            "écrivez au moins une étape sous steps",
            "write at least one step under steps",
        ),
        "fault.escalation.nobody": (
            "cette étape ne s'adresse à personne",
            "the step asks nobody",
            "nommez qui sous to",
            "say whom under to",
        ),
        "fault.escalation.target": (
            "« {target} » ne désigne personne",
            "{target!r} names nobody",
            "écrivez l'une des formes connues",
            "write one of the known forms",
        ),
        "fault.escalation.everyone": (
            "une étape ne s'adresse jamais à tout le monde",
            "a step never asks everyone",
            "nommez des équipes ou des personnes",
            "name teams or persons",
        ),
        "fault.escalation.never": (
            "aucune priorité n'atteint cette étape ({on}) : after ne donne aucun délai",
            "no priority reaches this step ({on}): after gives no time",
            "écrivez par exemple after: {{p1: 5min, p2: 15min}}",
            "write for example after: {{p1: 5min, p2: 15min}}",
        ),
        "fault.escalation.backwards": (
            "cette étape viendrait avant la précédente",
            "the step would come before the one above it",
            "rangez les étapes dans l'ordre de leurs délais",
            "put the steps in the order of their times",
        ),
        "fault.escalation.short": (
            "moins d'une minute entre deux notifications",
            "less than a minute between two notices",
            "donnez au moins 1min",
            "give at least 1min",
        ),
        "fault.escalation.share": (
            "{share} % d'un engagement n'a pas de sens",
            "{share} per cent of a commitment makes no sense",
            "donnez de 1 à 1000",
            "give 1 to 1000",
        ),
        "fault.escalation.negative": (
            "times, people et applications ne sont jamais négatifs",
            "times, people and applications are never negative",
            "donnez 0 ou plus",
            "give 0 or more",
        ),
        "fault.escalation.supplier_mail": (
            "un échelon du fournisseur s'appelle, il ne reçoit pas nos courriels internes",
            "a rung of the supplier is called; it gets none of our own mails",
            "écrivez channel: phone",
            "write channel: phone",
        ),
        "fault.escalation.unasked": (
            "aucune étape « unacknowledged » pour {priorities} : sans preneur, personne n'est prévenu",
            "no step “unacknowledged” for {priorities}: nobody is asked when nobody takes it",
            "ajoutez un délai pour ces priorités",
            "add a time for these priorities",
        ),
        "fault.escalation.unreached": (
            "dès le {start}, cette étape ne joindrait personne pour les incidents de {team} ({to})",
            "from {start} on, the step would reach nobody for incidents of {team} ({to})",
            "nommez quelqu'un qui peut être joint, ou complétez la garde",
            "name somebody who can be reached, or fill the duty",
        ),
        "fault.escalation.no_last": (
            "toutes les politiques ont une condition : les autres incidents suivent la politique standard",
            "every policy has a condition: the other incidents follow the standard policy",
            "ajoutez une dernière politique sans scope ni condition",
            "add a last policy without scope and condition",
        ),
    }
)
