"""Sentences of the user reports, in both languages: reasons, refusals, and the mails that users get."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "userreport.why.number": (
            "il cite {number} (+{points})",
            "it quotes {number} (+{points})",
        ),
        "userreport.why.item": (
            "{item} est touché par cet incident (+{points})",
            "{item} is hit by this incident (+{points})",
        ),
        "userreport.why.region": (
            "la région {region} est touchée (+{points})",
            "the region {region} is hit (+{points})",
        ),
        "userreport.why.wording": (
            "les mots sont proches de ceux d'un autre signalement ou de l'incident (+{points})",
            "its words are close to those of another report or of the incident (+{points})",
        ),
        "userreport.why.time": (
            "reçu {minutes} min après le début (+{points})",
            "received {minutes} min after it began (+{points})",
        ),
        "userreport.linked": (
            "Rattaché avec {points} points : {reasons}",
            "Linked with {points} points: {reasons}",
        ),
        "userreport.kept": (
            "Signalement d'un utilisateur : {number}.",
            "A user's report: {number}.",
        ),
        "userreport.replied": (
            "Réponse d'un utilisateur, notée sur {number}.",
            "A user's reply, noted on {number}.",
        ),
        "userreport.automatic": (
            "Envoi automatique ou liste de diffusion : ce n'est le signalement de personne.",
            "Sent by a program or a mailing list: it is nobody's report.",
        ),
        "userreport.refused.same": (
            "{number} y est déjà rattaché.",
            "{number} is linked so already.",
        ),
        "userreport.refused.over": (
            "{number} est terminé : rattachez à un incident ouvert.",
            "{number} is over: link to an open incident.",
        ),
        "userreport.refused.outdated": (
            "{number} a changé entre-temps : regardez-le de nouveau.",
            "{number} has changed meanwhile: look at it again.",
        ),
        "userreport.refused.text": (
            "Écrivez ce que l'utilisateur dit.",
            "Write what the user says.",
        ),
        "userreport.refused.incident": (
            "Dites de quel incident il s'agit.",
            "Say which incident it is about.",
        ),
        "userreport.refused.note": (
            "Écrivez ce que l'utilisateur doit savoir.",
            "Write what the user is to know.",
        ),
        "userreport.refused.caller": (
            "Notez qui appelle : un nom ou une adresse.",
            "Note who calls: a name or an address.",
        ),
        "userreport.refused.item": (
            "Pour ouvrir un incident, choisissez l'application ou le lieu.",
            "To open an incident, choose the application or the place.",
        ),
        "userreport.refused.address": (
            "{number} n'a pas d'adresse à laquelle répondre.",
            "{number} has no address to answer to.",
        ),
        "userreport.refused.nobody": (
            "Aucun utilisateur n'a d'adresse à laquelle écrire.",
            "No user has an address to write to.",
        ),
        "error.no_report": (
            "Le signalement {number} n'existe pas.",
            "There is no report {number}.",
        ),
        "userreport.mail.title": ("Votre signalement", "Your report"),
        "userreport.mail.recorded": (
            "Bonjour,\n\nVotre signalement est enregistré ({number}). Aucun incident connu ne l'explique encore ;"
            " nous vous écrirons dès que nous en savons plus.",
            "Hello,\n\nYour report is recorded ({number}). No known incident explains it yet;"
            " we will write to you as soon as we know more.",
        ),
        "userreport.mail.opened": (
            "Bonjour,\n\nVotre signalement ({number}) concerne un incident en cours : {what}."
            " Vous êtes la {place}e personne à le signaler. Nous y travaillons, et vous préviendrons de la fin.",
            "Hello,\n\nYour report ({number}) is about an incident under way: {what}."
            " You are number {place} to report it. We are working on it, and will tell you when it is over.",
        ),
        "userreport.mail.opened.first": (
            "Bonjour,\n\nVotre signalement ({number}) concerne un incident en cours : {what}."
            " Vous êtes la première personne à le signaler, merci. Nous y travaillons, et vous préviendrons de la fin.",
            "Hello,\n\nYour report ({number}) is about an incident under way: {what}."
            " You are the first to report it, thank you. We are working on it, and will tell you when it is over.",
        ),
        "userreport.mail.corrected": (
            "Bonjour,\n\nNous corrigeons : votre signalement ({number}) concerne un autre incident que celui que nous vous"
            " avions indiqué : {what}. Nous y travaillons, et vous préviendrons de la fin.",
            "Hello,\n\nA correction: your report ({number}) is about another incident than the one we named: {what}."
            " We are working on it, and will tell you when it is over.",
        ),
        "userreport.mail.corrected.none": (
            "Bonjour,\n\nNous corrigeons : votre signalement ({number}) ne concerne pas l'incident que nous vous avions"
            " indiqué. Nous cherchons encore, et vous écrirons dès que nous en savons plus.",
            "Hello,\n\nA correction: your report ({number}) is not about the incident that we named."
            " We are still looking, and will write to you as soon as we know more.",
        ),
        "userreport.mail.answered": (
            "Bonjour,\n\nAu sujet de votre signalement ({number}) :\n\n{note}",
            "Hello,\n\nAbout your report ({number}):\n\n{note}",
        ),
        "userreport.mail.workaround": (
            "Bonjour,\n\nL'incident ({what}) n'est pas terminé. En attendant :\n\n{note}",
            "Hello,\n\nThe incident ({what}) is not over. Meanwhile:\n\n{note}",
        ),
        "userreport.mail.resolved": (
            "Bonjour,\n\nL'incident que vous avez signalé ({what}) est résolu.",
            "Hello,\n\nThe incident that you reported ({what}) is resolved.",
        ),
        "userreport.mail.reopened": (
            "Bonjour,\n\nL'incident que vous avez signalé ({what}) n'est pas terminé, contrairement à ce que nous avions"
            " écrit. Nous y travaillons de nouveau, et vous préviendrons de la fin.",
            "Hello,\n\nThe incident that you reported ({what}) is not over, although we wrote that it was."
            " We are working on it again, and will tell you when it is over.",
        ),
        "userreport.mail.reply": (
            "Pour ajouter quelque chose, répondez à ce courriel et laissez {number} dans l'objet.",
            "To add anything, reply to this mail and leave {number} in its subject.",
        ),
    }
)
