"""Why somebody is on duty, or nobody, in both languages."""

from tocsin.core.kernel.sentences import declare, declare_faults

declare(
    {
        "duty.turn": ("C'est le tour de {person} ({rotation}).", "It is the turn of {person} ({rotation})."),
        "duty.cover": (
            "{person} prend cette garde à la place du tour normal (déclaré par {by}).",
            "{person} takes this duty instead of the usual turn (declared by {by}).",
        ),
        "duty.substitute": (
            "{absent} est absent ; {person} le remplace.",
            "{absent} is away; {person} stands in.",
        ),
        "duty.next": (
            "{absent} est absent, sans remplaçant présent ; {person} vient ensuite dans la rotation.",
            "{absent} is away, and so is any substitute; {person} is next in the rotation.",
        ),
        "duty.all_absent": (
            "{absent} est absent, et personne d'autre de la rotation n'est présent.",
            "{absent} is away, and nobody else of the rotation is there.",
        ),
        "duty.none_in_force": (
            "Aucune rotation de l'équipe ne couvre cette heure.",
            "No rotation of the team covers this hour.",
        ),
        "duty.not_begun": (
            "La rotation n'a pas encore commencé.",
            "The rotation has not begun yet.",
        ),
        "duty.note.severity": ("Priorité {priority}.", "Priority {priority}."),
        "duty.note.severity_applications": (
            "Priorité {priority} ; applications touchées : {applications}.",
            "Priority {priority}; applications hit: {applications}.",
        ),
        "duty.note.recovered": (
            "Plus aucune alerte depuis {since_at} ; à vérifier, puis à résoudre.",
            "No alert fires since {since_at}; to be verified, then resolved.",
        ),
        "duty.note.supplier": (
            "C'est à {supplier} d'agir (sa référence : {reference}). Sans réponse : le relancer.",
            "{supplier} must act (its reference: {reference}). Without an answer: call again.",
        ),
        "duty.note.user": (
            "On attend une réponse de l'utilisateur. Sans réponse : le rappeler.",
            "We wait for the user's answer. Without one: call again.",
        ),
        "duty.note.us": ("C'est à nous d'agir.", "It is our turn to act."),
        "duty.note.away": (
            "Transmis parce que {person} est absent (déclaré par {by}).",
            "Handed over because {person} is away (declared by {by}).",
        ),
        "duty.note.unanswered": (
            "Transmis parce que {person} ne l'a pas accepté à temps.",
            "Handed over because {person} has not accepted it in time.",
        ),
        "duty.note.shift": (
            "Relève : la garde passe de {outgoing} à {incoming}.",
            "Shift change: the duty passes from {outgoing} to {incoming}.",
        ),
        "duty.foreseen.gap": (
            "Personne n'est de garde dans l'équipe {team}.",
            "Nobody is on duty in the team {team}.",
        ),
        "duty.foreseen.circle": (
            "Les remplaçants de {person} tournent en rond : personne de présent ne fait son travail.",
            "The substitutes of {person} go round in a circle: nobody who is there does the work.",
        ),
        "duty.foreseen.ends": (
            "{person} est remplacé par {substitute}, absent aussi et sans remplaçant présent.",
            "{substitute} stands in for {person}, is away too, and has no substitute who is there.",
        ),
        "duty.feed.name": ("Gardes - {name}", "Duty - {name}"),
        "duty.unowned.away": (
            "{person} le détenait et était absent.",
            "{person} owned it and was away.",
        ),
        "duty.unowned.nobody": (
            "Personne ne l'avait pris, et l'équipe {team} n'avait personne de garde.",
            "Nobody had taken it, and the team {team} had nobody on duty.",
        ),
        "duty.note.remarks": ("Dernières notes :", "Last notes:"),
        "duty.gone": (
            "C'est déjà terminé ou annulé : rechargez la page.",
            "It is over or undone already: load the page again.",
        ),
        "duty.refused.no_span": (
            "Donnez le début et la fin.",
            "Give the beginning and the end.",
        ),
        "duty.refused.no_time": (
            "« {text} » n'est pas un jour et une heure : écrivez 2026-12-24T08:30.",
            "{text!r} is no day and time: write 2026-12-24T08:30.",
        ),
        "duty.refused.no_reason": (
            "Dites pourquoi vous le renvoyez.",
            "Say why you send it back.",
        ),
        "duty.refused.no_step": (
            "Dites en une ligne ce qui vient ensuite.",
            "Say in one line what comes next.",
        ),
        "duty.refused.order": (
            "La fin précède le début : corrigez l'une des deux.",
            "The end comes before the beginning: correct one of them.",
        ),
        "duty.refused.unknown_person": (
            "Personne ne s'appelle « {person} » : choisissez dans la liste.",
            "Nobody is called {person!r}: choose from the list.",
        ),
        "duty.refused.own_substitute": (
            "{person} ne peut pas se remplacer : choisissez quelqu'un d'autre.",
            "{person} cannot stand in for themselves: choose somebody else.",
        ),
        "duty.refused.unknown_rotation": (
            "Cette rotation n'existe plus : choisissez dans la liste.",
            "This rotation no longer exists: choose from the list.",
        ),
    }
)
declare_faults(
    {
        "fault.duty.gap": (
            "personne n'est de garde dans l'équipe {team} pendant {hours} h des quatre semaines à venir, d'abord le {first}",
            "nobody is on duty in the team {team} for {hours} h of the four weeks to come, first on {first}",
            "si ce n'est pas voulu, ajoutez une rotation pour ces heures",
            "if that is not meant, add a rotation for these hours",
        ),
    }
)
