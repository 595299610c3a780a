"""What the exchange of tickets says, in both languages: on timelines, to people, and to the supplier's desk."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "exchange.opened.api": (
            "Ticket {ticket} ouvert chez {supplier} par son API.",
            "Ticket {ticket} opened with {supplier} by its API.",
        ),
        "exchange.opened.mail": (
            "Signalé à {supplier} par courriel, sous notre référence {ticket}.",
            "Reported to {supplier} by mail, under our reference {ticket}.",
        ),
        "exchange.opened.theirs": (
            "{supplier} a ouvert son ticket {ticket} chez nous.",
            "{supplier} has opened its ticket {ticket} at ours.",
        ),
        "exchange.called": (
            "Appel à {supplier}, {minutes} min.",
            "Call to {supplier}, {minutes} min.",
        ),
        "exchange.received": (
            "{supplier} a bien reçu ({author}, réponse automatique) : {ticket}.",
            "{supplier} has received it ({author}, automatic answer): {ticket}.",
        ),
        "exchange.answered": (
            "{author} répond sur {ticket} : « {text} »",
            "{author} answers on {ticket}: “{text}”",
        ),
        "exchange.answered.edited": (
            "{author} a modifié sa réponse sur {ticket} : « {text} »",
            "{author} has edited an answer on {ticket}: “{text}”",
        ),
        "exchange.file": (
            "{author} joint {name} à {ticket}.",
            "{author} attaches {name} to {ticket}.",
        ),
        "exchange.state.acknowledged": (
            "{supplier} a pris connaissance de {ticket} ({word}).",
            "{supplier} has acknowledged {ticket} ({word}).",
        ),
        "exchange.state.in_progress": (
            "{supplier} travaille sur {ticket} ({word}).",
            "{supplier} works on {ticket} ({word}).",
        ),
        "exchange.state.held": (
            "{supplier} a mis {ticket} en attente d'un tiers ({word}).",
            "{supplier} has put {ticket} on hold for somebody else ({word}).",
        ),
        "exchange.state.pending": (
            "{supplier} attend notre réponse sur {ticket} ({word}) : à nous d'agir.",
            "{supplier} waits for our answer on {ticket} ({word}): it is for us to act.",
        ),
        "exchange.state.resolved": (
            "{supplier} dit {ticket} résolu ({word}).",
            "{supplier} says that {ticket} is resolved ({word}).",
        ),
        "exchange.state.closed": (
            "{supplier} a clos {ticket} ({word}).",
            "{supplier} has closed {ticket} ({word}).",
        ),
        "exchange.state.rejected": (
            "{supplier} rejette {ticket} ({word}) : à nous d'agir.",
            "{supplier} rejects {ticket} ({word}): it is for us to act.",
        ),
        "exchange.state.cancelled": (
            "{supplier} a annulé {ticket} ({word}) : à nous d'agir.",
            "{supplier} has cancelled {ticket} ({word}): it is for us to act.",
        ),
        "exchange.state.still": (
            "{supplier} dit {ticket} terminé ({word}), mais nous mesurons encore la panne.",
            "{supplier} says that {ticket} is over ({word}), but we still measure trouble.",
        ),
        "exchange.contested.reopened": (
            "Nous mesurons encore la panne : {ticket} est rouvert chez {supplier}.",
            "We still measure trouble: {ticket} is reopened with {supplier}.",
        ),
        "exchange.contested.asked": (
            "Nous mesurons encore la panne : la question est posée à {supplier} sur {ticket}.",
            "We still measure trouble: {supplier} is asked on {ticket}.",
        ),
        "exchange.contested.people": (
            "{supplier} maintient que {ticket} est terminé, et nous mesurons encore la panne : appelez-les.",
            "{supplier} maintains that {ticket} is over, and we still measure trouble: call them.",
        ),
        "exchange.restored": (
            "{supplier} est informé sur {ticket} que nous ne mesurons plus de panne.",
            "{supplier} is informed on {ticket} that we measure no trouble any more.",
        ),
        "exchange.silent": (
            "Personne chez {supplier} n'a pris connaissance de {ticket} en {minutes} min : appelez-les.",
            "Nobody at {supplier} has acknowledged {ticket} in {minutes} min: call them.",
        ),
        "exchange.cut": (
            "{supplier} ne répond pas ({reason}) : l'échange {ticket} reprendra dès que possible.",
            "{supplier} does not answer ({reason}): the exchange {ticket} goes on as soon as it does.",
        ),
        "exchange.unknown": (
            "Pas de réponse de {supplier} ({reason}) : {ticket} est peut-être parti ; on relit avant de renvoyer.",
            "No answer from {supplier} ({reason}): {ticket} has perhaps left; it is read before anything is sent again.",
        ),
        "exchange.refused": (
            "{supplier} refuse sur {ticket} : {reason}.",
            "{supplier} refuses on {ticket}: {reason}.",
        ),
        "exchange.refused.move": (
            "{supplier} refuse sur {ticket} : {reason}. États possibles : {allowed}.",
            "{supplier} refuses on {ticket}: {reason}. Possible states: {allowed}.",
        ),
        "exchange.doubled": (
            "{supplier} a plusieurs tickets sous notre référence : {ticket}, et aussi {doubles}.",
            "{supplier} has several tickets under our reference: {ticket}, and also {doubles}.",
        ),
        "exchange.gone": (
            "{ticket} n'existe plus chez {supplier} ({reason}).",
            "{ticket} no longer exists at {supplier} ({reason}).",
        ),
        "exchange.reused": (
            "{ticket} désigne maintenant un autre ticket chez {supplier} ({other}) : rien n'en est repris.",
            "{ticket} now names another ticket at {supplier} ({other}): nothing of it is taken.",
        ),
        "exchange.moved": (
            "{supplier} a fusionné ou déplacé {before} : c'est maintenant {ticket}.",
            "{supplier} has merged or moved {before}: it is now {ticket}.",
        ),
        "exchange.strange_word": (
            "{supplier} dit {ticket} « {word} », un état qu'aucune table ne traduit.",
            "{supplier} calls {ticket} “{word}”, a state that no table translates.",
        ),
        "exchange.rerouted.mail": (
            "L'API de {supplier} ne répond pas ({reason}) : {ticket} part par courriel.",
            "The API of {supplier} does not answer ({reason}): {ticket} goes by mail.",
        ),
        "exchange.refused.no_transition": (
            "Aucune transition n'est déclarée vers l'état {state}.",
            "No transition is declared to the state {state}.",
        ),
        "exchange.refused.blocked": (
            "{ticket} ne peut plus rien recevoir : ouvrez-en un autre, ou appelez.",
            "{ticket} can take nothing more: open another one, or call.",
        ),
        "exchange.refused.open_already": (
            "Un ticket existe déjà chez eux : {ticket}.",
            "There is a ticket with them already: {ticket}.",
        ),
        "exchange.refused.no_channel": (
            "{supplier} n'a ni guichet ni adresse de courriel : appelez.",
            "{supplier} has neither a desk nor an address for mail: call.",
        ),
        "exchange.refused.large": (
            "{name} dépasse {most} Mo.",
            "{name} is larger than {most} MB.",
        ),
        "exchange.refused.empty": (
            "Écrivez quelque chose, ou joignez un fichier.",
            "Write something, or attach a file.",
        ),
        "exchange.refused.not_refused": (
            "Cette ligne n'a pas été refusée.",
            "That line was not refused.",
        ),
        "exchange.write.still": (
            "Nous mesurons encore la panne ({number}). Merci de reprendre ce ticket.",
            "We still measure the trouble ({number}). Please take this ticket up again.",
        ),
        "exchange.write.restored": (
            "Nous ne mesurons plus de panne ({number}). Merci de clore si tout est rétabli de votre côté.",
            "We measure no trouble any more ({number}). Please close if all is restored on your side.",
        ),
        "exchange.call.hello": ("Bonjour, {caller}, de {company}.", "Hello, this is {caller}, of {company}."),
        "exchange.call.contract": ("Contrat {contract}.", "Contract {contract}."),
        "exchange.call.contract.code": (
            "Contrat {contract}, code d'appelant {code}.",
            "Contract {contract}, caller's code {code}.",
        ),
        "exchange.call.ticket": (
            "J'appelle pour votre ticket {ticket} ; notre référence est {ours}.",
            "I call about your ticket {ticket}; our reference is {ours}.",
        ),
        "exchange.call.new": (
            "Je vous signale une panne ; notre référence est {ours}.",
            "I report a trouble; our reference is {ours}.",
        ),
        "exchange.call.trouble": (
            "{kind}, {place}, depuis le {since}.",
            "{kind}, {place}, since {since}.",
        ),
        "exchange.call.still": (
            "Votre ticket est terminé, et nous mesurons encore la panne.",
            "Your ticket is over, and we still measure trouble.",
        ),
        "exchange.call.guarantee": (
            "La garantie est de {target} ; il reste {left}.",
            "The guarantee is {target}; {left} are left.",
        ),
        "exchange.call.guarantee.over": (
            "La garantie de {target} est dépassée de {left}.",
            "The guarantee of {target} was exceeded {left} ago.",
        ),
        "exchange.call.ask": (
            "Qui s'en occupe, quel est le numéro de ticket, et quand est-ce rétabli ?",
            "Who is on it, what is the ticket's number, and when will it work again?",
        ),
        "exchange.next.over": ("Rien à faire : la panne est finie.", "Nothing to do: the trouble is over."),
        "exchange.next.open": (
            "Ouvrez un ticket : chez eux, personne ne le sait encore.",
            "Open a ticket: nobody there knows of it yet.",
        ),
        "exchange.next.call.guarantee": (
            "Appelez maintenant : la garantie de {target_s} s'achève dans {left_s}.",
            "Call now: the guarantee of {target_s} ends in {left_s}.",
        ),
        "exchange.next.call.broken": (
            "Appelez maintenant : la garantie de {target_s} est dépassée depuis {left_s}.",
            "Call now: the guarantee of {target_s} was exceeded {left_s} ago.",
        ),
        "exchange.next.call.silent": (
            "Appelez : personne n'a pris connaissance du ticket depuis {silent_s}.",
            "Call: nobody has acknowledged the ticket for {silent_s}.",
        ),
        "exchange.next.call.cut": (
            "Appelez : leur API ne répond pas, et le ticket n'est pas parti.",
            "Call: their API does not answer, and the ticket has not left.",
        ),
        "exchange.next.call.gone": (
            "Appelez : le ticket n'existe plus chez eux.",
            "Call: the ticket no longer exists there.",
        ),
        "exchange.next.call.reused": (
            "Appelez : leur numéro désigne maintenant un autre ticket.",
            "Call: their number now names another ticket.",
        ),
        "exchange.next.call.contested": (
            "Appelez : ils disent que c'est fini, et nous mesurons encore la panne.",
            "Call: they say that it is over, and we still measure trouble.",
        ),
        "exchange.next.settle": (
            "Réglez la ligne qu'ils ont refusée : corrigez et renvoyez, ou abandonnez-la.",
            "Settle the line that they refused: send it again, or give it up.",
        ),
        "exchange.next.answer": (
            "Répondez-leur : ils attendent notre réponse.",
            "Answer them: they wait for us.",
        ),
        "exchange.next.ours": ("À nous d'agir.", "It is for us to act."),
        "exchange.next.wait": (
            "À eux d'agir : rien à faire pour l'instant.",
            "It is for them to act: nothing to do now.",
        ),
        "exchange.next.wait.guarantee": (
            "À eux d'agir : la garantie de {target_s} s'achève dans {left_s}.",
            "It is for them to act: the guarantee of {target_s} ends in {left_s}.",
        ),
        "exchange.next.wait.unknown": (
            "Attendez : on vérifie chez eux si le ticket est arrivé. Ne le recréez pas à la main.",
            "Wait: whether the ticket arrived is being checked there. Do not create it again by hand.",
        ),
        "exchange.next.wait.sending": ("Attendez : le ticket part.", "Wait: the ticket is leaving."),
        "exchange.next.wait.ended": (
            "Attendez : s'il reste de la panne, le ticket sera rouvert de lui-même.",
            "Wait: if trouble is left, the ticket will be reopened by itself.",
        ),
    }
)
