"""Sentences of the major incidents, in both languages: refusals, reasons, mails."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "major.refused.incidents": (
            "Un incident majeur a au moins un incident.",
            "A major incident has at least one incident.",
        ),
        "major.refused.incident_over": (
            "{incident} est terminé, ou fait partie d'un autre incident.",
            "{incident} is over, or is part of another incident.",
        ),
        "major.refused.elsewhere": (
            "{incident} fait déjà partie de {number}.",
            "{incident} is part of {number} already.",
        ),
        "major.refused.over": ("{number} est levé.", "{number} is stood down."),
        "major.refused.open": ("{number} est en cours.", "{number} is under way."),
        "major.refused.not_over": (
            "{number} est en cours : levez-le avant d'en faire la revue.",
            "{number} is under way: stand it down before its review.",
        ),
        "major.refused.text": (
            "Écrivez pourquoi, ou ce qui est à dire.",
            "Write why, or what is to be said.",
        ),
        "major.refused.person": (
            "« {person} » n'est pas dans people.yaml : nommez quelqu'un qui y est.",
            "'{person}' is not in people.yaml: name somebody who is.",
        ),
        "major.refused.away": (
            "{person} est absent : le commandement va à quelqu'un qui est là.",
            "{person} is away: the command goes to somebody who is there.",
        ),
        "major.refused.led": (
            "{person} commande : demandez-lui de vous passer le commandement, ou faites-vous nommer.",
            "{person} commands: ask them to hand the command over, or be named.",
        ),
        "major.refused.yours": ("Vous commandez déjà {number}.", "You command {number} already."),
        "major.refused.same": ("Cette personne commande déjà.", "This person commands already."),
        "major.refused.not_asked": (
            "Personne ne vous a demandé de prendre ce commandement.",
            "Nobody has asked you to take this command.",
        ),
        "major.refused.not_commander": (
            "Seul le commandant le fait : prenez d'abord le commandement, ou faites-vous nommer.",
            "Only the commander does this: take the command first, or be named.",
        ),
        "major.refused.word": (
            "« {text} » n'est pas accepté : {words}.",
            "'{text}' is not accepted: {words}.",
        ),
        "major.refused.language": (
            "Une information publique est écrite dans chaque langue des pages d'état ; il manque : {languages}.",
            "A public update is written in each language of the status pages; missing: {languages}.",
        ),
        "major.refused.private": (
            "Cela ne se publie pas (machine, hébergeur, personne ou numéro interne) : {words}. Dites-le avec les mots des"
            " utilisateurs.",
            "This is not to be published (machine, provider, person or internal number): {words}. Use the words that"
            " users know.",
        ),
        "major.refused.planned": (
            "Le plan ne prévoit pas {updates} pour ce public.",
            "The plan has no {updates} for this audience.",
        ),
        "major.refused.linked": ("{incident} en fait déjà partie.", "{incident} is part of it already."),
        "major.refused.not_linked": ("{incident} n'en fait pas partie.", "{incident} is no part of it."),
        "major.refused.no_review": (
            "La revue n'est pas encore rédigée : demandez-en le brouillon.",
            "There is no review yet: ask for its draft.",
        ),
        "major.refused.drafted": (
            "La revue est déjà rédigée : modifiez-la.",
            "The review is drafted already: edit it.",
        ),
        "major.refused.has_problem": (
            "Un problème est déjà ouvert pour l'un de ses incidents : ses actions y sont suivies.",
            "A problem is open for one of its incidents already: it follows the actions.",
        ),
        "major.refused.held": (
            "La revue est déjà tenue, ou l'incident majeur est en cours.",
            "The review is held already, or the major incident is under way.",
        ),
        "major.refused.followed": (
            "Cette action est suivie dans {problem} : terminez-la là-bas.",
            "This action is followed in {problem}: finish it there.",
        ),
        "major.refused.proposal": (
            "{incident} n'est pas proposé, ou la proposition est déjà écartée.",
            "{incident} is not proposed, or was dismissed already.",
        ),
        "major.proposed": (
            "Les critères de l'organisation pour un incident majeur sont remplis : criticité {criticality}, priorité"
            " {priority}, {people} utilisateurs l'ont signalé, {applications} applications touchées.",
            "It meets the organisation's criteria for a major incident: criticality {criticality}, priority {priority},"
            " reported by {people} users, {applications} applications hit.",
        ),
        "major.moved.nobody": (
            "Personne ne commandait ; l'équipe {team} en répond.",
            "Nobody had the command; team {team} answers for it.",
        ),
        "major.moved.away": (
            "{person}, qui commandait, est absent.",
            "{person}, who commanded, is away.",
        ),
        "major.moved.unanswered": (
            "{person} n'a pas confirmé à temps avoir pris le commandement.",
            "{person} has not said in time that they have the command.",
        ),
        "major.called": (
            "Personne de présent n'a pu recevoir le commandement. Ont été appelés : {asked}.",
            "Nobody who is there could get the command. Called: {asked}.",
        ),
        "major.overdue": (
            "Le plan de communication prévoyait une information qui n'a pas été donnée : {updates}.",
            "The communication plan asked for an update that was not given: {updates}.",
        ),
        "major.phase.investigating": ("Recherche de la cause", "Investigating"),
        "major.phase.identified": ("Cause identifiée", "Cause identified"),
        "major.phase.watching": ("Sous surveillance", "Being watched"),
        "major.phase.restored": ("Rétabli", "Restored"),
    }
)

declare(  # mails: a title, and a text
    {
        "major.mail.named": (
            "Vous commandez l'incident majeur {number}",
            "You command the major incident {number}",
        ),
        "major.mail.named.text": (
            "{by} vous a confié le commandement de {number} : {reason}\n{note}\nLe plan de communication est sur sa page.",
            "{by} has given you the command of {number}: {reason}\n{note}\nIts communication plan is on its page.",
        ),
        "major.mail.moved": (
            "Le commandement de {number} passe à vous",
            "The command of {number} goes to you",
        ),
        "major.mail.moved.text": (
            "Qui commandait {number} est absent ou ne répond pas : {reason}\nConfirmez sur sa page dans les {answer}"
            " minutes,"
            " ou renvoyez le commandement avec une raison.",
            "Whoever commanded {number} is away or does not answer: {reason}\nConfirm on its page within {answer}"
            " minutes, or"
            " send the command back with a reason.",
        ),
        "major.mail.offered": (
            "{by} vous demande de prendre le commandement de {number}",
            "{by} asks you to take the command of {number}",
        ),
        "major.mail.offered.text": (
            "{number} : {reason}\n{note}\n{by} le garde jusqu'à ce que vous acceptiez, sur sa page.",
            "{number}: {reason}\n{note}\n{by} keeps it until you accept, on its page.",
        ),
        "major.mail.sent_back": (
            "Le commandement de {number} vous revient",
            "The command of {number} stays with you",
        ),
        "major.mail.sent_back.text": (
            "{person} ne le prend pas : {note}",
            "{person} does not take it: {note}",
        ),
        "major.mail.called": (
            "Incident majeur {number} : personne ne commande",
            "Major incident {number}: nobody commands",
        ),
        "major.mail.called.text": (
            "{reason}\nAucune personne présente n'a pu recevoir le commandement. Prenez-le sur sa page ; vous serez rappelé"
            " jusqu'à ce que quelqu'un le prenne.",
            "{reason}\nNobody who is there could get the command. Take it on its page; you are called again until"
            " somebody does.",
        ),
        "major.mail.overdue": (
            "{number} : une information est en retard ({updates})",
            "{number}: an update is overdue ({updates})",
        ),
        "major.mail.overdue.text": (
            "Le plan de communication de {number} prévoyait une information : {updates}. Rien n'est envoyé sans vous :"
            " écrivez-la"
            " sur sa page.",
            "The communication plan of {number} asked for an update: {updates}. Nothing is sent without you: write it"
            " on its page.",
        ),
        "major.mail.update": (
            "Incident majeur : {phase}",
            "Major incident: {phase}",
        ),
        "major.mail.update.text": (
            "{by} commande {number}. Le prochain point suit le plan de communication.",
            "{by} commands {number}. The next update follows the communication plan.",
        ),
        "major.mail.proposed": (
            "{incident} remplit les critères d'un incident majeur",
            "{incident} meets the criteria of a major incident",
        ),
        "major.mail.proposed.text": (
            "{why}\nRien n'est déclaré tout seul : déclarez-le sur la page de l'incident, ou écartez la proposition"
            " avec une"
            " raison.",
            "{why}\nNothing is declared by itself: declare it on the incident's page, or dismiss the proposal with a"
            " reason.",
        ),
        "major.mail.action": (
            "Une action vous est confiée par la revue de {number}",
            "The review of {number} gives you an action",
        ),
        "major.mail.action.text": ("{action}\nÉchéance : {due}", "{action}\nDue: {due}"),
        "major.mail.action_overdue": (
            "Une action de la revue de {number} est en retard",
            "An action of the review of {number} is overdue",
        ),
        "major.mail.action_overdue.text": ("{action}\nÉchéance : {due}", "{action}\nDue: {due}"),
    }
)
