"""Sentences of the authorisations, in both languages: refusals, reasons, and the mails where a supplier has no form."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "authorisation.refused.no_access": (
            "{supplier} n'a pas de conditions d'accès (site_access) dans suppliers.yaml.",
            "{supplier} has no terms of access (site_access) in suppliers.yaml.",
        ),
        "authorisation.refused.unknown_person": (
            "« {person} » n'est pas dans people.yaml.",
            "'{person}' is not in people.yaml.",
        ),
        "authorisation.refused.team": (
            "{person} n'est pas du personnel d'exploitation : {supplier} n'accepte que {allowed}.",
            "{person} is no operational staff: {supplier} accepts only {allowed}.",
        ),
        "authorisation.refused.role": (
            "{person} ({said}) n'a pas un rôle que {supplier} accepte : {allowed}.",
            "{person} ({said}) has no role that {supplier} accepts: {allowed}.",
        ),
        "authorisation.refused.place": (
            "« {item} » n'est ni un site ni une salle d'un fournisseur.",
            "'{item}' is neither a site nor a room of a supplier.",
        ),
        "authorisation.refused.days": (
            "Le dernier jour doit suivre le premier, et ne pas être passé.",
            "The last day must come after the first, and not be past.",
        ),
        "authorisation.refused.state": (
            "Ce n'est pas possible maintenant : relisez où en est {number}.",
            "This can't be done now: read again how far {number} is.",
        ),
        "authorisation.refused.nothing_asked": (
            "Rien n'est demandé au fournisseur pour {number}.",
            "The supplier is asked nothing for {number}.",
        ),
        "authorisation.refused.no_proof": (
            "Écrivez la réponse du fournisseur, ou le numéro de son message : c'est la preuve.",
            "Write the supplier's answer, or the number of its message: it is the proof.",
        ),
        "authorisation.refused.known": (
            "{name} est déjà autorisé pour ce lieu à ces dates : {number}.",
            "{name} is already authorised for this place on these days: {number}.",
        ),
        "site.called": (
            "Appel de {minutes} min, {units},{cents} €.",
            "A call of {minutes} min, €{units}.{cents}.",
        ),
        "site.refused.no_minutes": (
            "Écrivez combien de minutes l'appel a duré.",
            "Write how many minutes the call took.",
        ),
        "site.refused.no_text": (
            "Écrivez qui a répondu et ce qui a été dit.",
            "Write who answered and what was said.",
        ),
        "authorisation.leaver.left": (
            "{name} n'est plus dans people.yaml : retrait demandé aussitôt.",
            "{name} is no longer in people.yaml: the removal is requested at once.",
        ),
        "authorisation.leaver.disabled": (
            "Le compte de {name} est désactivé : retrait demandé aussitôt.",
            "The account of {name} is disabled: the removal is requested at once.",
        ),
        "authorisation.unanswered": (
            "Demandé le {asked_at}, sans réponse.",
            "Asked on {asked_at}, not answered.",
        ),
        "authorisation.expires": ("Le dernier jour est le {until}.", "The last day is {until}."),
        "authorisation.desk.expires": (
            "L'autorisation de {name} finit le {until}",
            "{name}'s authorisation ends on {until}",
        ),
        "authorisation.desk.expires.text": (
            "{name} peut entrer à {where} jusqu'au {until} inclus. Pour la suite, demandez une prolongation à"
            " {supplier}"
            " sur la page Accès.",
            "{name} may enter {where} until {until} included. For longer, ask {supplier} for an extension on the page"
            " Access.",
        ),
        "authorisation.desk.answered": (
            "{supplier} a répondu : {name}",
            "{supplier} has answered: {name}",
        ),
        "authorisation.desk.answered.text": (
            "Lisez sa réponse, et notez sur la page Accès si {name} est confirmé ou refusé pour {where}.",
            "Read its answer, and note on the page Access whether {name} is confirmed or refused for {where}.",
        ),
        "authorisation.desk.unanswered.authorise": (
            "{supplier} n'a pas confirmé l'accès de {name}",
            "{supplier} has not confirmed {name}'s access",
        ),
        "authorisation.desk.unanswered.extend": (
            "{supplier} n'a pas confirmé la prolongation de {name}",
            "{supplier} has not confirmed {name}'s extension",
        ),
        "authorisation.desk.unanswered.remove": (
            "{supplier} n'a pas confirmé le RETRAIT de {name}",
            "{supplier} has not confirmed the REMOVAL of {name}",
        ),
        "authorisation.desk.unanswered.text": (
            "La demande vient d'être renvoyée. Lieu : {where}. Appelez {supplier} si cela presse, et notez sa"
            " réponse sur la"
            " page Accès.",
            "The request has just been sent again. Place: {where}. Call {supplier} if it is urgent, and note the"
            " answer on"
            " the page Access.",
        ),
        "authorisation.mail.authorise.subject": (
            "Demande d'accès - {person} - {place}",
            "Request for access - {person} - {place}",
        ),
        "authorisation.mail.authorise.text": (
            "Bonjour,\n\nMerci d'inscrire cette personne sur la liste des personnes autorisées :\n\nSociété :"
            " {company}\n"
            "Contrat : {contract}\nPersonne : {person}\nBadge : {badge}\nLieu : {place}\nDu : {since}\nAu : {until}\n\n"
            "Merci de confirmer par retour, en gardant {number} dans l'objet.",
            "Hello,\n\nPlease put this person on the list of authorised people:\n\nCompany: {company}\nContract:"
            " {contract}\nPerson: {person}\nBadge: {badge}\nPlace: {place}\nFrom: {since}\nUntil: {until}\n\nPlease"
            " confirm"
            " by return, and keep {number} in the subject.",
        ),
        "authorisation.mail.extend.subject": (
            "Prolongation d'accès - {person} - {place}",
            "Extension of access - {person} - {place}",
        ),
        "authorisation.mail.extend.text": (
            "Bonjour,\n\nMerci de prolonger cet accès :\n\nSociété : {company}\nContrat : {contract}\nPersonne :"
            " {person}\n"
            "Badge : {badge}\nLieu : {place}\nJusqu'au : {until}\n\nMerci de confirmer par retour, en gardant"
            " {number} dans"
            " l'objet.",
            "Hello,\n\nPlease extend this access:\n\nCompany: {company}\nContract: {contract}\nPerson: {person}\nBadge:"
            " {badge}\nPlace: {place}\nUntil: {until}\n\nPlease confirm by return, and keep {number} in the subject.",
        ),
        "authorisation.mail.remove.subject": (
            "RETRAIT IMMÉDIAT d'accès - {person} - {place}",
            "IMMEDIATE REMOVAL of access - {person} - {place}",
        ),
        "authorisation.mail.remove.text": (
            "Bonjour,\n\nMerci de retirer dès maintenant cette personne de la liste des personnes autorisées et de"
            " désactiver"
            " son badge :\n\nSociété : {company}\nContrat : {contract}\nPersonne : {person}\nBadge : {badge}\nLieu"
            " : {place}"
            "\n\nMerci de confirmer par retour, en gardant {number} dans l'objet.",
            "Hello,\n\nPlease take this person off the list of authorised people now, and disable the"
            " badge:\n\nCompany:"
            " {company}\nContract: {contract}\nPerson: {person}\nBadge: {badge}\nPlace: {place}\n\nPlease confirm"
            " by return,"
            " and keep {number} in the subject.",
        ),
    }
)
