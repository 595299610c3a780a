"""Sentences of the problem record, in both languages: refusals, reasons, mails."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "problem.refused.begin": (
            "Donnez un titre, et au moins un incident.",
            "Give a title, and at least one incident.",
        ),
        "problem.refused.closed": (
            "{number} est clos : rouvrez-le d'abord.",
            "{number} is closed: reopen it first.",
        ),
        "problem.refused.open": (
            "{number} n'est ni résolu ni clos.",
            "{number} is neither resolved nor closed.",
        ),
        "problem.refused.resolved": ("{number} est déjà résolu.", "{number} is resolved already."),
        "problem.refused.text": ("Écrivez ce qui est à retenir.", "Write what is to be kept."),
        "problem.refused.person": (
            "« {person} » n'est pas dans people.yaml.",
            "'{person}' is not in people.yaml.",
        ),
        "problem.refused.supplier": (
            "« {supplier} » n'est pas dans suppliers.yaml.",
            "'{supplier}' is not in suppliers.yaml.",
        ),
        "problem.refused.cause": ("Cette cause n'existe pas.", "There is no such cause."),
        "problem.refused.action": (
            "Cette action n'existe pas, ou elle est faite.",
            "There is no such action, or it is done.",
        ),
        "problem.refused.due": ("L'échéance est passée.", "The due date is past."),
        "problem.refused.incident": (
            "« {text} » n'est pas un incident : écrivez INC-47.",
            "'{text}' is no incident: write INC-47.",
        ),
        "problem.refused.day": (
            "« {text} » n'est pas un jour : écrivez AAAA-MM-JJ.",
            "'{text}' is no day: write YYYY-MM-DD.",
        ),
        "problem.refused.number": ("« {text} » n'est pas un numéro.", "'{text}' is no number."),
        "problem.refused.quiet": (
            "Entre 1 et 365 jours sans récidive.",
            "Between 1 and 365 days without recurrence.",
        ),
        "problem.refused.known_error": (
            "Une erreur connue a une cause et un contournement : notez-les d'abord.",
            "A known error has a cause and a workaround: note them first.",
        ),
        "problem.refused.not_linked": (
            "{incident} n'est pas rattaché à ce problème.",
            "{incident} is not linked to this problem.",
        ),
        "problem.refused.answered": (
            "Cette erreur connue n'est pas proposée ici, ou votre réponse est déjà notée.",
            "This known error is not offered here, or your answer is noted already.",
        ),
        "problem.resembles": (
            "{bits} bits pour le même trouble : {fields}.",
            "{bits} bits for the same trouble: {fields}.",
        ),
        "problem.bits.item.same": ("même cause {bits}", "same cause {bits}"),
        "problem.bits.item.other": ("autre cause {bits}", "another cause {bits}"),
        "problem.bits.place.same": ("même lieu {bits}", "same place {bits}"),
        "problem.bits.place.other": ("autre lieu {bits}", "another place {bits}"),
        "problem.bits.kind.same": ("même nature {bits}", "same kind {bits}"),
        "problem.bits.kind.other": ("autre nature {bits}", "another kind {bits}"),
        "problem.bits.words.same": ("mêmes mots {bits}", "same words {bits}"),
        "problem.bits.words.other": ("autres mots {bits}", "other words {bits}"),
        "problem.bits.team.same": ("même équipe {bits}", "same team {bits}"),
        "problem.bits.team.other": ("autre équipe {bits}", "another team {bits}"),
        "problem.bits.time.other": ("temps écoulé {bits}", "time between {bits}"),
        "problem.confirmed": (
            "Récurrence confirmée. {finding}",
            "Recurrence confirmed. {finding}",
        ),
        "problem.quiet": (
            "Résolu, et sans récidive depuis {days} jours.",
            "Resolved, and it has not recurred for {days} days.",
        ),
        "problem.recurred": (
            "{incident} a commencé après la résolution.",
            "{incident} began after it was resolved.",
        ),
        "problem.overdue": ("Échéance passée : {action}.", "Overdue: {action}."),
        "problem.mail.assigned": ("Vous êtes titulaire : {title}", "You are the owner: {title}"),
        "problem.mail.assigned.text": (
            "Vous êtes titulaire du problème {number} : {title}.",
            "You are the owner of problem {number}: {title}.",
        ),
        "problem.mail.action": ("Action pour le {due} : {action}", "Action due {due}: {action}"),
        "problem.mail.action.text": (
            "Une action vous est confiée : {action}\nÉchéance : {due}\nProblème {number} : {title}.",
            "An action is yours: {action}\nDue: {due}\nProblem {number}: {title}.",
        ),
        "problem.mail.overdue": ("Échéance passée : {action}", "Overdue: {action}"),
        "problem.mail.overdue.text": (
            "Cette action devait être faite le {due} : {action}\nProblème {number} : {title}.\n"
            "Notez qu'elle est faite, ou reportez-la.",
            "This action was due on {due}: {action}\nProblem {number}: {title}.\n"
            "Note that it is done, or give it another day.",
        ),
        "problem.mail.recurred": ("Le problème est revenu : {title}", "The problem has recurred: {title}"),
        "problem.mail.recurred.text": (
            "Le problème {number} était tenu pour résolu ; un nouvel incident en relève. Il est rouvert.\n"
            "Contournement connu : {workaround}",
            "Problem {number} was taken to be resolved; a new incident belongs to it. It is open again.\n"
            "Known workaround: {workaround}",
        ),
        "problem.mail.closed": ("Problème clos : {title}", "Problem closed: {title}"),
        "problem.mail.closed.text": (
            "Le problème {number} n'est pas revenu depuis {days} jours : il est clos. Une récidive le rouvre.",
            "Problem {number} has not recurred for {days} days: it is closed. A recurrence reopens it.",
        ),
    }
)
