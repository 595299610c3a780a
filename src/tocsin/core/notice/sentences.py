"""Sentences of the notice stage, in both languages: the lines of mails, and the reasons of their timing."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "notice.sent.single": ("Envoyée aussitôt.", "Sent at once."),
        "notice.sent.bundled": (
            "{waited} autre(s) attendai(en)t ; envoyées en une seule fois.",
            "{waited} more waited; sent as one.",
        ),
        "notice.sent.fallen_back": (
            "Envoyée par le moyen suivant de la personne : {failed} n'a pas pu être joint.",
            "Sent by the person's next way: {failed} could not be reached.",
        ),
        "notice.sent.digest": (
            "Envoyée en un seul résumé de {count} incident(s) : {waited} autre(s) attendai(en)t, {most} par heure au plus.",
            "Sent as one digest of {count} incident(s): {waited} more waited, {most} an hour at most.",
        ),
        "notice.fallen_back": (
            "Pas arrivée par {failed} : renvoyée par le moyen suivant, {next}.",
            "Did not arrive by {failed}: sent again by the next way, {next}.",
        ),
        "notice.delayed.opening": (
            "Retenue jusqu'à {until_at} : la cause peut encore être signalée.",
            "Delayed until {until_at}: its cause may still be reported.",
        ),
        "notice.delayed.bundle": (
            "Retenue jusqu'à {until_at} : le destinataire vient d'être prévenu de cet incident.",
            "Delayed until {until_at}: the recipient has just been notified of this incident.",
        ),
        "notice.sent.urgent": (
            "Envoyée aussitôt, avant celles qui attendent : première notification d'un P1.",
            "Sent at once, before those that wait: the first notification of a P1.",
        ),
        "notice.sent.late": (
            "Envoyée en un seul résumé de {count} incident(s), lu(s) longtemps après leur fin.",
            "Sent as one summary of {count} incident(s), read long after they were over.",
        ),
        "notice.delayed.late": (
            "Retenue jusqu'à {until_at} : la panne est finie depuis longtemps, d'autres messages peuvent encore suivre.",
            "Delayed until {until_at}: it has long been over, and more messages may still be read.",
        ),
        "notice.delayed.allowance": (
            "Retenue jusqu'à {until_at} : le destinataire a atteint la limite de courriels par heure.",
            "Delayed until {until_at}: the recipient has reached the limit of mails an hour.",
        ),
        "notice.skipped.over": (
            "Non envoyée : la panne était finie avant la première notification.",
            "Not sent: it was over before anyone was notified.",
        ),
        "notice.skipped.folded": (
            "Non envoyée : un autre incident l'explique, et est notifié à sa place.",
            "Not sent: another incident explains it, and is notified instead.",
        ),
        "notice.skipped.back": (
            "Non envoyée : rétabli puis de nouveau en panne, le destinataire le sait déjà en panne.",
            "Not sent: recovered, then down again; the recipient knows it as down.",
        ),
    }
)
declare(
    {
        "notice.short.waited": (
            "{waited} autre(s) attendai(en)t ; envoyées en une seule fois.",
            "{waited} more waited; sent as one.",
        ),
        "notice.short.answer": (
            "Répondez PRIS {number} pour le prendre en charge.",
            "Reply ACK {number} to take it.",
        ),
        "notice.take": (
            "Le prendre en charge : répondez PRIS, ou par ce lien : {link}",
            "Take it: reply ACK, or by this link: {link}",
        ),
        "notice.kind.opened": ("Ouvert", "Opened"),
        "notice.kind.worsened": ("Aggravé", "Worse"),
        "notice.kind.reopened": ("Rouvert", "Reopened"),
        "notice.kind.handed_over": ("Transmis par {by}", "Handed over by {by}"),
        "notice.kind.answered": ("Réponse du fournisseur", "The supplier answered"),
        "notice.kind.untaken": ("Non pris en charge", "Taken by nobody"),
        "notice.kind.escalated": ("Escalade", "Escalated"),
        "notice.kind.deescalated": ("Désescalade", "De-escalated"),
        "notice.kind.lapsed": ("Prise en charge expirée", "Acknowledgement expired"),
        "notice.kind.major": ("Incident majeur", "Major incident"),
        "notice.kind.recovered": ("Rétabli", "Recovered"),
        "notice.kind.at_risk.ours": ("Engagement menacé", "Commitment at risk"),
        "notice.kind.at_risk.supplier": ("Engagement du fournisseur menacé", "Supplier's commitment at risk"),
        "notice.kind.breached.ours": ("Engagement dépassé", "Commitment breached"),
        "notice.kind.breached.supplier": (
            "Engagement du fournisseur dépassé",
            "Supplier's commitment breached",
        ),
        "notice.opened.down": ("Panne", "Down"),
        "notice.opened.degraded": ("Dégradé", "Degraded"),
        "notice.opened.redundancy_lost": ("Sans redondance", "Redundancy lost"),
        "notice.opened.none": ("Signalé", "Reported"),
        "notice.lead.handed_over": (
            "{by} vous transmet cet incident.",
            "{by} hands this incident over to you.",
        ),
        "notice.lead.lapsed": (
            "Vous l'avez pris en charge sans rien noter depuis : dites jusqu'à quand vous y êtes, ou transmettez-le.",
            "You took it and have noted nothing since: say until when you are on it, or hand it over.",
        ),
        "notice.lead.deescalated": (
            "{by} : vous n'avez plus besoin d'agir sur cet incident.",
            "{by}: you need not act on this incident any more.",
        ),
        "notice.lead.call": ("À appeler : {who}.", "Please call: {who}."),
        "notice.struck.down": ("En panne : {what}.", "Down: {what}."),
        "notice.struck.degraded": ("Dégradé : {what}.", "Degraded: {what}."),
        "notice.struck.redundancy_lost": (
            "Sans redondance, le service continue : {what}.",
            "Without redundancy, the service goes on: {what}.",
        ),
        "notice.was.down": ("Était en panne : {what}.", "Was down: {what}."),
        "notice.was.degraded": ("Était dégradé : {what}.", "Was degraded: {what}."),
        "notice.was.redundancy_lost": ("Était sans redondance : {what}.", "Was without redundancy: {what}."),
        "notice.names": ("{names}", "{names}"),
        "notice.names.more": ("{names} et {count} autre(s)", "{names} and {count} more"),
        "notice.names.devices": ("{count} équipement(s)", "{count} device(s)"),
        "notice.names.and": (" ; ", "; "),
        "notice.began": ("Début : {since} ; reçu : {received}.", "Began {since}; received {received}."),
        "notice.back": ("Rétabli ; le début était le {since}.", "It works again; it began {since}."),
        "notice.back.lasted": (
            "Rétabli depuis le {over}, après {lasted} (début : {since}).",
            "It has worked again since {over}, after {lasted} (began {since}).",
        ),
        "notice.provider.call": ("Appeler {supplier} : {who}, {number}", "Call {supplier}: {who}, {number}"),
        "notice.provider.number": ("Appeler {supplier} : {number}", "Call {supplier}: {number}"),
        "notice.provider.mail": ("Écrire à {supplier} : {address}", "Write to {supplier}: {address}"),
        "notice.provider.opens": ("{name} répond dès le {at}.", "{name} answers from {at}."),
        "notice.provider.reference": ("Leur référence : {reference}.", "Their number: {reference}."),
        "notice.provider.contract": ("Contrat : {contract}.", "Contract: {contract}."),
        "notice.provider.place": ("Dans leurs mots : {kind}, {place}.", "In their words: {kind}, {place}."),
        "notice.provider.place_ours": ("À leur dire : {kind}, {place}.", "To report: {kind}, {place}."),
        "notice.provider.rung.due": (
            "Peut être appelé depuis le {at} : {name}, {reach}.",
            "May be called since {at}: {name}, {reach}.",
        ),
        "notice.provider.rung.next": (
            "Prochain échelon le {at} : {name}, {reach}.",
            "Next rung {at}: {name}, {reach}.",
        ),
        "notice.also": ("Entre-temps : {kinds}.", "Meanwhile: {kinds}."),
        "notice.note": ("{by} : « {note} »", "{by}: “{note}”"),
        "notice.effect.down": ("En panne.", "Down."),
        "notice.effect.degraded": ("Dégradé.", "Degraded."),
        "notice.effect.redundancy_lost": (
            "Sans redondance, le service continue.",
            "Without redundancy, the service goes on.",
        ),
        "notice.effect.none": ("Sans effet connu sur un service.", "No known effect on a service."),
        "notice.effect.over": ("Plus rien n'est touché.", "Nothing is hit any more."),
        "notice.late.subject": (
            "[Tocsin] Lu tard : {count} incident(s) du {first} au {last}, tous terminés",
            "[Tocsin] Read late: {count} incident(s) of {first} to {last}, all over",
        ),
        "notice.late.lead": (
            "{count} incident(s) que Tocsin a lus longtemps après leur fin. Il n'y a plus rien à rétablir.",
            "{count} incident(s) that Tocsin read long after they were over. There is nothing left to restore.",
        ),
        "notice.late.entry": (
            "{number}  {priority}  du {since} au {over}  {title}",
            "{number}  {priority}  {since} to {over}  {title}",
        ),
        "notice.applications": ("Applications touchées : {names}.", "Applications hit: {names}."),
        "notice.applications.more": (
            "Applications touchées : {names} et {count} autre(s).",
            "Applications hit: {names} and {count} more.",
        ),
        "notice.devices": ("Équipements touchés : {count}.", "Devices hit: {count}."),
        "notice.owner": (
            "Équipe {team}, pris en charge par {owner}.",
            "Team {team}, owner {owner}.",
        ),
        "notice.no_owner": (
            "Équipe {team}, non pris en charge.",
            "Team {team}, no owner yet.",
        ),
        "notice.side.ours": ("Notre engagement « {name} » ", "Our commitment “{name}” "),
        "notice.side.supplier": ("Engagement du fournisseur « {name} » ", "Supplier's commitment “{name}” "),
        "notice.clock": ("({target}) : {standing}.", "({target}): {standing}."),
        "notice.clock.running": ("({target}) : {standing}, le {due}.", "({target}): {standing}, {due}."),
        "notice.clock.running.worked": (
            "({target}) : {standing}, le {due} ; reste {left}.",
            "({target}): {standing}, {due}; {left} left.",
        ),
        "notice.clock.breached": (
            "({target}) : {standing}, échéance {due}.",
            "({target}): {standing}, was due {due}.",
        ),
        "notice.digest.subject": (
            "[Tocsin] {count} incidents, dont [{number}] {priority} : {title}",
            "[Tocsin] {count} incidents, among them [{number}] {priority} : {title}",
        ),
        "notice.digest.lead": (
            "{count} incidents ont changé, du plus urgent au moins urgent.",
            "{count} incidents have changed, the most urgent first.",
        ),
        "notice.digest.more": ("et {count} autre(s).", "and {count} more."),
    }
)
