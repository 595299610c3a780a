"""Sentences of the interventions, in both languages: refusals, the check, judgements, and the mails without a form."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "feed.name": ("Interventions - {company}", "Interventions - {company}"),
        "intervention.refused.window": (
            "La fin doit suivre le début.",
            "The end must come after the beginning.",
        ),
        "intervention.refused.what": ("Dites ce qui sera fait.", "Say what will be done."),
        "intervention.refused.places": (
            "Aucun lieu connu de l'inventaire : {items}.",
            "No place that the inventory knows: {items}.",
        ),
        "intervention.refused.supplier": (
            "Les lieux doivent être d'un seul fournisseur, qui a des conditions d'accès dans suppliers.yaml.",
            "The places must be of one supplier, which has terms of access in suppliers.yaml.",
        ),
        "intervention.refused.state": (
            "Ce n'est pas possible maintenant : relisez où en est {number}.",
            "This can't be done now: read again how far {number} is.",
        ),
        "intervention.refused.not_begun": (
            "Elle n'a pas commencé : annulez-la plutôt.",
            "It has not begun: cancel it instead.",
        ),
        "intervention.refused.stopped": (
            "La vérification l'empêche : {count} point(s) à régler avant l'envoi.",
            "The check forbids it: {count} point(s) to settle before it can be sent.",
        ),
        "intervention.refused.risks": (
            "La vérification montre des risques : lisez-les, et acceptez-les pour envoyer.",
            "The check shows risks: read them, and accept them to send it.",
        ),
        "intervention.accepted": (
            "Envoyée ; risques acceptés : {count}.",
            "Sent; accepted risks: {count}.",
        ),
        "intervention.unanswered": (
            "Envoyée le {asked_at}, sans accusé de réception.",
            "Sent on {asked_at}, not acknowledged.",
        ),
        "intervention.overrun": (
            "Elle devait finir le {end_at}, et n'est pas close.",
            "It was to end on {end_at}, and is not closed.",
        ),
        "intervention.check.nobody": ("Personne n'est nommé.", "Nobody is named."),
        "intervention.check.authorised": (
            "{person} est autorisé pour {where} tout le temps (badge {badge}).",
            "{person} is authorised for {where} all the time (badge {badge}).",
        ),
        "intervention.check.not_all_the_time": (
            "{person} n'est autorisé pour {where} que du {first} au {last}.",
            "{person} is authorised for {where} only from {first} until {last}.",
        ),
        "intervention.check.not_authorised.none": (
            "{person} n'est pas autorisé pour {where}.",
            "{person} is not authorised for {where}.",
        ),
        "intervention.check.not_authorised.requested": (
            "L'accès de {person} à {where} est demandé, mais pas confirmé.",
            "The access of {person} to {where} is requested, but not confirmed.",
        ),
        "intervention.check.not_authorised.removal_requested": (
            "Le retrait de {person} pour {where} est demandé.",
            "The removal of {person} for {where} is requested.",
        ),
        "intervention.check.freeze": (
            "Gel « {name} » du {first} au {last}.",
            "Freeze '{name}' from {first} until {last}.",
        ),
        "intervention.check.late": (
            "{supplier} veut le savoir {wanted} avant : déclarée trop tard, son engagement peut être contesté.",
            "{supplier} wants to know {wanted} before: declared too late, its commitment may be contested.",
        ),
        "intervention.check.in_time": (
            "Déclarée assez tôt : {supplier} veut le savoir {wanted} avant.",
            "Declared early enough: {supplier} wants to know {wanted} before.",
        ),
        "intervention.check.takes_down": (
            "Si tout ce qui est touché s'arrête, cela arrête : {applications}",
            "If all that is touched goes off, this goes down: {applications}",
        ),
        "intervention.check.takes_nothing_down": (
            "Seule, elle n'arrête aucune application.",
            "By itself it takes no application down.",
        ),
        "intervention.meets.incident.applications": (
            "{incident} a déjà fait perdre l'autre côté ({cause}) : ensemble, cela arrête {applications}",
            "{incident} has already taken the other side ({cause}): together, this takes down {applications}",
        ),
        "intervention.meets.incident.devices": (
            "{incident} a déjà fait perdre l'autre côté ({cause}) : ensemble, cela arrête {count} équipement(s).",
            "{incident} has already taken the other side ({cause}): together, this takes down {count} device(s).",
        ),
        "intervention.meets.works.applications": (
            "{works} (« {what} ») touche l'autre côté du {start_at} au {end_at} : ensemble, cela arrête"
            " {applications}",
            "{works} ('{what}') touches the other side from {start_at} until {end_at}: together, this takes down"
            " {applications}",
        ),
        "intervention.meets.works.devices": (
            "{works} (« {what} ») touche l'autre côté du {start_at} au {end_at} : ensemble, cela arrête {count}"
            " équipement(s).",
            "{works} ('{what}') touches the other side from {start_at} until {end_at}: together, this takes down"
            " {count} device(s).",
        ),
        "intervention.meets.same_rack": (
            "{works} (« {what} ») est dans la même baie du {start_at} au {end_at} : {racks}.",
            "{works} ('{what}') is in the same rack from {start_at} until {end_at}: {racks}.",
        ),
        "intervention.meets.nothing": (
            "Ne rencontre plus rien d'autre.",
            "Meets nothing else any more.",
        ),
        "intervention.judged.declared": (
            "La panne a commencé pendant {works}, déclarée à {supplier} le {declared_at} (leur référence :"
            " {reference}) comme"
            " touchant ce matériel : son délai n'est pas compté.",
            "The loss began within {works}, declared to {supplier} on {declared_at} (their reference: {reference})"
            " as touching"
            " this equipment: its time is not counted.",
        ),
        "intervention.judged.without_effect": (
            "La panne a commencé pendant {works}, déclarée à {supplier} le {declared_at} comme sans effet sur son"
            " engagement :"
            " son délai court.",
            "The loss began within {works}, declared to {supplier} on {declared_at} as without effect on its"
            " commitment: its"
            " time runs.",
        ),
        "intervention.judged.undeclared": (
            "La panne a commencé pendant {works}, qui n'était pas déclarée à {supplier} : nous n'avons pas tenu notre"
            " obligation, il peut contester son engagement.",
            "The loss began within {works}, which was not declared to {supplier}: we did not keep our obligation,"
            " it may"
            " contest its commitment.",
        ),
        "intervention.judged.late": (
            "La panne a commencé pendant {works}, déclarée à {supplier} le {declared_at}, plus tard que le contrat"
            " ne le veut :"
            " il peut contester son engagement.",
            "The loss began within {works}, declared to {supplier} on {declared_at}, later than the contract wants:"
            " it may"
            " contest its commitment.",
        ),
        "intervention.judged.announced": (
            "La panne a commencé pendant {works}, travaux de {supplier} ({reference}) annoncés le {announced_at} :"
            " son délai"
            " n'est pas compté si le contrat exclut les travaux annoncés.",
            "The loss began within {works}, works of {supplier} ({reference}) announced on {announced_at}: its time"
            " is not"
            " counted if the contract excludes announced works.",
        ),
        "intervention.judged.announced_after": (
            "{works}, travaux de {supplier} ({reference}), n'ont été annoncés que le {announced_at}, après la panne"
            " : son délai"
            " court.",
            "{works}, works of {supplier} ({reference}), was announced only on {announced_at}, after the loss: its"
            " time runs.",
        ),
        "intervention.desk.answered": ("{supplier} a répondu : {what}", "{supplier} has answered: {what}"),
        "intervention.desk.answered.text": (
            "Lisez sa réponse, et notez sur la page de l'intervention s'il en a pris note ou la refuse.",
            "Read its answer, and note on the page of the intervention whether it has taken note, or refuses it.",
        ),
        "intervention.desk.unanswered": (
            "{supplier} n'a pas accusé réception : {what}",
            "{supplier} has not acknowledged: {what}",
        ),
        "intervention.desk.unanswered.text": (
            "« {what} » vient d'être renvoyée à {supplier}. Appelez-le si cela presse, et notez sa réponse sur la"
            " page de"
            " l'intervention.",
            "'{what}' has just been sent to {supplier} again. Call it if it is urgent, and note its answer on the"
            " page of the"
            " intervention.",
        ),
        "intervention.desk.overrun": ("À clore ou à prolonger : {what}", "To be closed or prolonged: {what}"),
        "intervention.desk.overrun.text": (
            "L'heure de fin de « {what} » est passée. Dites à {supplier}, depuis sa page, qu'elle est finie ou"
            " prolongée.",
            "The end of '{what}' has passed. Let {supplier} know, from its page, that it is done or prolonged.",
        ),
        "intervention.desk.colliding": ("Des travaux se heurtent : {what}", "Works collide: {what}"),
        "intervention.desk.colliding.text": (
            "{findings}\n\nAppelez {supplier} pour décaler, ou décalez la vôtre.",
            "{findings}\n\nCall {supplier} to put them off, or put yours off.",
        ),
        "intervention.mail.declare.subject": (
            "Déclaration d'intervention - {places} - {from}",
            "Declaration of an intervention - {places} - {from}",
        ),
        "intervention.mail.declare.text": (
            "Bonjour,\n\nNous déclarons cette intervention :\n\nSociété : {company}\nContrat : {contract}\nNotre"
            " référence :"
            " {number}\nLieux : {places}\nDébut : {from} ({zone})\nFin : {until} ({zone})\nIntervenants :"
            " {people}\nNature :"
            " {what}\n\nMerci d'en accuser réception, en gardant {number} dans l'objet.",
            "Hello,\n\nWe declare this intervention:\n\nCompany: {company}\nContract: {contract}\nOur reference:"
            " {number}\n"
            "Places: {places}\nFrom: {from} ({zone})\nUntil: {until} ({zone})\nPeople: {people}\nWhat: {what}\n\nPlease"
            " acknowledge, and keep {number} in the subject.",
        ),
        "intervention.mail.prolong.subject": (
            "Intervention prolongée - {places} - jusqu'au {until}",
            "Intervention prolonged - {places} - until {until}",
        ),
        "intervention.mail.prolong.text": (
            "Bonjour,\n\nL'intervention {number} (votre référence : {reference}) durera plus longtemps.\n\nLieux :"
            " {places}\n"
            "Nouvelle fin : {until} ({zone})\nIntervenants : {people}\nNature : {what}\n\nMerci d'en accuser"
            " réception, en"
            " gardant {number} dans l'objet.",
            "Hello,\n\nThe intervention {number} (your reference: {reference}) will last longer.\n\nPlaces:"
            " {places}\nNew end:"
            " {until} ({zone})\nPeople: {people}\nWhat: {what}\n\nPlease acknowledge, and keep {number} in the"
            " subject.",
        ),
        "intervention.mail.end.subject": ("Intervention terminée - {places}", "Intervention done - {places}"),
        "intervention.mail.end.text": (
            "Bonjour,\n\nL'intervention {number} (votre référence : {reference}) est terminée. Remarque :"
            " {note}\n\nLieux :"
            " {places}\nNature : {what}",
            "Hello,\n\nThe intervention {number} (your reference: {reference}) is done. Remark: {note}\n\nPlaces:"
            " {places}\n"
            "What: {what}",
        ),
        "intervention.mail.cancel.subject": (
            "Intervention ANNULÉE - {places} - {from}",
            "Intervention CANCELLED - {places} - {from}",
        ),
        "intervention.mail.cancel.text": (
            "Bonjour,\n\nL'intervention {number} (votre référence : {reference}) n'aura pas lieu. Remarque :"
            " {note}\n\nLieux :"
            " {places}\nPrévue du {from} au {until} ({zone})\nNature : {what}",
            "Hello,\n\nThe intervention {number} (your reference: {reference}) will not take place. Remark:"
            " {note}\n\nPlaces:"
            " {places}\nPlanned from {from} until {until} ({zone})\nWhat: {what}",
        ),
    }
)
