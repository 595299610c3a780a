"""Sentences of the use cases, in both languages. Loads those of every stage: any process may read a stored reason."""

import tocsin.connectors.kit.sending
import tocsin.core.authorisation.sentences
import tocsin.core.correlation.sentences
import tocsin.core.escalation.sentences
import tocsin.core.exchange.sentences
import tocsin.core.exchange.sentences_watch
import tocsin.core.history.sentences
import tocsin.core.incident.sentences
import tocsin.core.intervention.sentences
import tocsin.core.inventory.sentences
import tocsin.core.major.sentences
import tocsin.core.major.sentences_review
import tocsin.core.notice.sentences
import tocsin.core.problem.sentences
import tocsin.core.problem.sentences_record
import tocsin.core.recovery.sentences
import tocsin.core.routing.sentences
import tocsin.core.sla.sentences
import tocsin.core.translation.sentences
import tocsin.core.userreport.sentences  # noqa: F401  declared when imported
from tocsin.core.kernel.sentences import declare, declare_faults

declare(
    {
        "flow.source.people": ("Signalement d'une personne", "A person's report"),
        "intake.not_read_yet": (
            "Tocsin démarre ou attend sa base de données ; réessayez dans un instant.",
            "Tocsin is starting, or waits for its database; try again in a moment.",
        ),
        "flow.source.ok": ("{source} envoie de nouveau", "{source} sends again"),
        "flow.source.silent": ("{source} n'envoie plus rien", "{source} is silent"),
        "flow.source.unreachable": (
            "{source} est injoignable : {reason}",
            "{source} can't be reached: {reason}",
        ),
        "flow.message_failed": (
            "Le traitement de ce message a échoué ({error}) : gardé tel quel, à retraiter après correction.",
            "Processing this message failed ({error}): it is kept as it is, to be replayed after a correction.",
        ),
        "error.calls.in_flight": (
            "Un appel à {account} est déjà en cours.",
            "A call to {account} is already under way.",
        ),
        "error.calls.budget": (
            "{account} : la limite du contrat ({line}) est atteinte ; prochain appel dans {retry_after_s} s.",
            "{account}: the contract's limit ({line}) is reached; the next call in {retry_after_s} s.",
        ),
        "error.calls.cut": (
            "{account} ne nous répond plus ({reason}) ; prochain essai dans {retry_after_s} s.",
            "{account} no longer answers us ({reason}); the next try in {retry_after_s} s.",
        ),
        "flow.answer": (
            "Cette réponse est notée sur {number}.",
            "This answer is noted on {number}.",
        ),
        "flow.set_aside": (
            "Mis de côté : « {reason} » ({person}, pour tous les messages de cette sorte).",
            "Set aside: “{reason}” ({person}, for all messages of this sort).",
        ),
        "messages.no_reason": (
            "Dites pourquoi ce n'est pas une alerte.",
            "Say why it is no alarm.",
        ),
        "messages.not_waiting": (
            "Ce message n'attend plus personne : il a été compris ou mis de côté entre-temps.",
            "This message no longer waits: it was understood or set aside meanwhile.",
        ),
        "messages.not_ours": (
            "« {word} » n'est pas un mot de notre vocabulaire.",
            "'{word}' is not a word of our vocabulary.",
        ),
        "messages.no_source": (
            "aucune source « {source} » n'est déclarée",
            "no source '{source}' is declared",
        ),
        "messages.place_taken": (
            "« {text} » est déjà le nom de {item} dans l'inventaire",
            "'{text}' is already the name of {item} in the inventory",
        ),
        "messages.no_item": (
            "Aucun de nos éléments ne s'appelle « {item} ».",
            "None of our items is called '{item}'.",
        ),
        "flow.truncated": (
            "Non lu en entier ({reason}) : n'est gardé que ce qui a pu l'être.",
            "Not read whole ({reason}): only what could be had is kept.",
        ),
        "flow.loop": (
            "Réponse automatique, accusé ou notre propre courrier ({reason}) : aucune notification n'en résultera.",
            "An automatic reply, a receipt or our own mail ({reason}): no notification results from it.",
        ),
        "flow.stranger": (
            "De {sender}, qui n'est pas un expéditeur déclaré de cette source : gardé, et ignoré.",
            "From {sender}, who is no declared sender of this source: kept, and ignored.",
        ),
        "why.message": ("Message", "Message"),
        "why.format": ("Format", "Format"),
        "why.correspondence": ("Correspondance", "Correspondence"),
        "why.item": ("Élément", "Item"),
        "why.impact": ("Impact", "Impact"),
        "why.incident": ("Incident", "Incident"),
        "why.intervention": ("Intervention", "Intervention"),
        "why.authorisation": ("Autorisation d'accès", "Authorisation of access"),
        "why.recovery": ("Plan de reprise", "Recovery plan"),
        "why.way": ("Moyen de joindre", "Way of being reached"),
        "error.no_way": ("{number} n'a pas d'historique.", "{number} has no history."),
        "why.problem": ("Problème", "Problem"),
        "why.problem.incidents": ("Incidents", "Incidents"),
        "why.problem.hypothesis": ("Hypothèse", "Hypothesis"),
        "why.problem.causes": ("Causes", "Causes"),
        "why.problem.workaround": ("Contournement", "Workaround"),
        "why.problem.use": ("Proposé / a aidé / écarté", "Offered / helped / not this"),
        "why.problem.actions": ("Actions", "Actions"),
        "why.problem.change": ("Changement", "Change"),
        "why.problem.history": ("Décisions", "Judgements"),
        "why.priority": ("Priorité", "Priority"),
        "why.team": ("Équipe", "Team"),
        "why.clocks": ("Engagements", "Clocks"),
        "why.provider": ("L'hébergeur", "The provider"),
        "why.rung": ("Échelon {name}, dès {at} : {reach}", "Rung {name}, from {at}: {reach}"),
        "why.notices": ("Notifications", "Notifications"),
        "why.hits": (
            "{causes} -> équipements : {devices}, applications : {applications}",
            "{causes} -> devices: {devices}, applications: {applications}",
        ),
        "why.folded": (
            "C'est un symptôme de {parent}, qui le porte : tocsin why {parent}",
            "It is a symptom of {parent}, which goes on for it: tocsin why {parent}",
        ),
        "why.event": (
            "#{message} -> {kind}, {state}, criticité {criticality}",
            "#{message} -> {kind}, {state}, {criticality} criticality",
        ),
        "why.verb.opened": ("ouvert", "opened"),
        "why.verb.prioritised": ("priorité", "priority"),
        "why.verb.routed": ("équipe choisie", "team chosen"),
        "why.verb.committed": ("engagement choisi", "commitment chosen"),
        "why.verb.referenced": ("référence du fournisseur", "the provider's number"),
        "why.verb.joined": ("{count} alerte(s) rattachée(s)", "{count} alert(s) joined"),
        "why.verb.worsened": ("aggravé", "worse"),
        "why.verb.eased": ("allégé", "better"),
        "why.verb.explained": ("cause nommée", "cause named"),
        "why.verb.folded": ("symptôme d'un autre", "another's symptom"),
        "why.verb.absorbed": ("symptôme réuni", "symptom folded in"),
        "why.verb.recovered": ("rétabli", "recovered"),
        "why.verb.reopened": ("rouvert", "reopened"),
        "why.verb.at_risk": ("engagement menacé", "commitment at risk"),
        "why.verb.flapping": ("{count} alerte(s) instable(s)", "{count} alert(s) flapping"),
        "why.verb.settled": ("{count} alerte(s) de nouveau stable(s)", "{count} alert(s) stable again"),
        "why.verb.gave": (
            "{count} alerte(s) relèvent de INC-{target}",
            "{count} alert(s) are part of INC-{target}",
        ),
        "why.verb.place_corrected": ("lieu corrigé", "place corrected"),
        "why.verb.place_restored": ("le lieu était juste", "the place was right"),
        "why.verb.split": (
            "{count} alerte(s) séparée(s) vers INC-{target}",
            "{count} alert(s) split into INC-{target}",
        ),
        "why.verb.merged": ("fusionné dans un autre", "merged into another"),
        "why.verb.merged_in": ("un autre y est fusionné", "another merged in"),
        "why.verb.ended": ("{count} alerte(s) terminée(s)", "{count} alert(s) over"),
        "why.verb.declared": ("intervention déclarée", "works declared"),
        "why.verb.changed": ("intervention modifiée", "works changed"),
        "why.verb.cancelled": ("intervention annulée", "works cancelled"),
        "why.verb.muted": ("{count} alerte(s) expliquée(s)", "{count} alert(s) muted"),
        "why.verb.raised": ("{count} alerte(s) toujours active(s)", "{count} alert(s) still firing"),
        "why.verb.over": ("intervention finie", "works over"),
        "why.verb.drafted": ("intervention préparée", "intervention planned"),
        "why.verb.requested": ("demandé au fournisseur", "asked of the supplier"),
        "why.verb.confirmed": ("confirmé par le fournisseur", "confirmed by the supplier"),
        "why.verb.refused": ("refusé par le fournisseur", "refused by the supplier"),
        "why.verb.called": ("appel au fournisseur", "a call to the supplier"),
        "why.verb.answered": ("réponse du fournisseur", "the supplier's answer"),
        "why.verb.reminded": ("demandé de nouveau", "asked again"),
        "why.verb.warned": ("rappel à notre équipe", "our team reminded"),
        "why.verb.colliding": ("se heurte à autre chose", "collides with something else"),
        "why.verb.spared": ("délai du fournisseur non compté", "the supplier's time not counted"),
        "why.verb.tested": ("essai noté", "test recorded"),
        "why.verb.identified": ("identifié", "identified"),
        "why.verb.analysed": ("analysé", "analysed"),
        "why.verb.planned": ("prévu", "planned"),
        "why.verb.done": ("fait", "done"),
        "why.verb.linked": ("incidents rattachés", "incidents linked"),
        "why.verb.unlinked": ("incident détaché", "incident unlinked"),
        "why.report": ("Signalement d'un utilisateur", "User's report"),
        "why.verb.user_reported": ("signalé par un utilisateur", "reported by a user"),
        "why.verb.user_linked": ("signalement rattaché", "user's report linked"),
        "why.verb.user_replied": ("réponse de l'utilisateur", "the user replied"),
        "why.verb.user_informed": ("utilisateur informé", "user informed"),
        "why.verb.imported": ("importé d'un autre programme", "imported from another program"),
        "why.major": ("Incident majeur", "Major incident"),
        "why.major.incidents": ("Ses incidents", "Its incidents"),
        "why.major.commanders": ("Qui a commandé", "Who commanded"),
        "why.major.updates": ("Informations données", "Updates given"),
        "why.major.history": ("Comment on y est arrivé", "How it came to this"),
        "why.verb.major_proposed": ("incident majeur proposé", "major incident proposed"),
        "why.verb.major_declared": ("incident majeur déclaré", "major incident declared"),
        "why.verb.major_update": ("information donnée", "update given"),
        "why.verb.commanded": ("commandement confié", "command given"),
        "why.verb.stood_down": ("incident majeur levé", "major incident stood down"),
        "why.verb.reviewed": ("revue", "review"),
        "error.no_major": (
            "L'incident majeur {number} n'existe pas.",
            "There is no major incident {number}.",
        ),
        "why.verb.offered": ("erreur connue proposée", "known error offered"),
        "why.verb.helped": ("l'erreur connue a aidé", "the known error helped"),
        "why.verb.rejected": ("l'erreur connue n'en est pas une ici", "the known error does not apply here"),
        "why.verb.exchanged": ("échange avec le fournisseur", "exchange with the supplier"),
        "why.verb.untaken": ("non pris en charge", "taken by nobody"),
        "why.verb.escalated": ("escalade", "escalated"),
        "why.verb.deescalated": ("désescalade", "de-escalated"),
        "why.verb.on_it": ("y travaille", "on it"),
        "why.verb.lapsed": ("prise en charge expirée", "acknowledgement expired"),
        "why.verb.breached": ("engagement dépassé", "commitment breached"),
        "why.effect.down": ("en panne", "down"),
        "why.effect.degraded": ("dégradé", "degraded"),
        "why.effect.redundancy_lost": ("sans redondance", "without redundancy"),
        "why.effect.none": ("sans effet", "without effect"),
        "why.notice.pending": ("à envoyer", "to be sent"),
        "why.notice.ready": ("à envoyer", "to be sent"),
        "why.notice.sending": ("en cours d'envoi", "being sent"),
        "why.notice.sent": ("envoyé", "sent"),
        "why.notice.bundled": ("envoyé avec un autre", "sent with another"),
        "why.notice.skipped": ("non envoyé", "not sent"),
        "why.notice.failed": ("non remis", "not delivered"),
        "why.notice.unconfirmed": ("peut-être envoyé", "perhaps sent"),
        "error.no_source": (
            "Pas de source « {source} » ; connues : {known}.",
            "No source '{source}'; known: {known}.",
        ),
        "error.no_intervention": (
            "L'intervention {number} n'existe pas.",
            "There is no intervention {number}.",
        ),
        "error.no_authorisation": (
            "L'autorisation {number} n'existe pas.",
            "There is no authorisation {number}.",
        ),
        "error.no_recovery": (
            "Le plan de reprise {number} n'existe pas.",
            "There is no recovery plan {number}.",
        ),
        "error.no_problem": (
            "Le problème {number} n'existe pas.",
            "There is no problem {number}.",
        ),
        "flow.answers": (
            "Réponse d'un fournisseur : elle se lit dans l'échange de l'incident.",
            "A supplier's answer: it is read in the exchange of the incident.",
        ),
        "error.no_exchange": ("Cet échange n'existe pas.", "There is no such exchange."),
        "error.no_incident": ("L'incident INC-{number} n'existe pas.", "There is no incident INC-{number}."),
    }
)

declare_faults(
    {
        "fault.months": (
            "nombre de mois : {months}",
            "number of months: {months}",
            "de 1 à {most}",
            "from 1 to {most}",
        ),
        "fault.intake.other_content": (
            "cette clé a déjà désigné un autre contenu",
            "this key has named another content before",
            "donnez une clé neuve à chaque requête, et la même à sa seule répétition",
            "give each request a key of its own, and the same only to its repetition",
        ),
    }
)
