"""Sentences of the checks: what is wrong, or doubtful, with an organisation, and what to do about it."""

from tocsin.core.kernel.sentences import declare_faults

declare_faults(
    {
        "fault.calendar.zone": (
            "fuseau horaire inconnu : « {zone} »",
            "unknown time zone {zone!r}",
            "un nom IANA, comme Europe/Paris",
            "an IANA name, like Europe/Paris",
        ),
        "fault.calendar.never_open": (
            "ce calendrier n'ouvre jamais",
            "the calendar never opens",
            "donnez au moins une plage",
            "give at least one span",
        ),
        "fault.calendar.both": (
            "le {day} est à la fois ouvert et fermé",
            "{day} is both opened and closed",
            "gardez l'un des deux",
            "keep one",
        ),
        "fault.calendar.span": (
            "« {span} » n'est pas une plage",
            "{span!r} is no span",
            "écrivez 09:00-12:30 ; 24:00 finit un jour",
            "write 09:00-12:30; 24:00 ends a day",
        ),
        "fault.calendar.backwards": (
            "{span} finit avant de commencer",
            "{span} ends before it starts",
            "coupez à minuit : jusqu'à 24:00, puis dès 00:00 le lendemain",
            "split it at midnight: until 24:00, then from 00:00 on the next day",
        ),
        "fault.calendar.overlap": (
            "{before} et {after} se chevauchent",
            "{before} and {after} overlap",
            "réunissez-les, ou déplacez-en une",
            "join them, or move one",
        ),
        "fault.calendar.country": (
            "aucun jour férié connu pour « {country} »",
            "no holidays known for {country!r}",
            "écrivez le code ISO 3166 : FR",
            "write the ISO 3166 code: FR",
        ),
        "fault.calendar.subdivision": (
            "{country} n'a pas de « {subdivision} »",
            "{country} has no {subdivision!r}",
        ),
        "fault.commitment.no_supplier": (
            "party vaut {party}, supplier vaut « {supplier} »",
            "party is {party}, supplier is {supplier!r}",
            "nommez le fournisseur",
            "name the supplier",
        ),
        "fault.commitment.supplier": (
            "party vaut {party}, supplier vaut « {supplier} »",
            "party is {party}, supplier is {supplier!r}",
            "retirez supplier, ou écrivez party: supplier",
            "remove supplier, or party: supplier",
        ),
        "fault.commitment.target": (
            "un délai de {target} s",
            "a target of {target} s",
            "un nombre de secondes positif",
            "a positive number of seconds",
        ),
        "fault.commitment.calendar": (
            "period vaut {period}",
            "period is {period}",
            "retirez-le",
            "remove it",
        ),
        "fault.commitment.no_calendar": (
            "period vaut {period}",
            "period is {period}",
            "nommez le calendrier qui dit les heures ouvrées",
            "name the calendar that defines working time",
        ),
        "fault.commitment.calendars": (
            "{names} ne s'entendent pas sur les heures ouvrées",
            "{names} define working time differently",
            "gardez un seul calendrier",
            "use one",
        ),
        "fault.commitment.same_time": (
            "{one} et {other} promettent pour le même temps ({period})",
            "{one} and {other} promise for the same time ({period})",
            "gardez l'un des deux, ou donnez-leur des périodes différentes",
            "keep one, or give them different periods",
        ),
        "fault.commitment.gap": (
            "{names} laisse un trou : rien pour la période {missing}",
            "{names} leaves a gap: nothing for {missing} time",
            "ajoutez-en un pour {missing}",
            "add one for {missing}",
        ),
    }
)

declare_faults(
    {
        "fault.priority.effect": (
            "effet inconnu : « {effect} »",
            "unknown effect {effect!r}",
            "l'un de : down, degraded, redundancy_lost, none",
            "one of: down, degraded, redundancy_lost, none",
        ),
        "fault.priority.missing": (
            "la matrice des priorités n'a pas de ligne « {effect} »",
            "the priority matrix has no row {effect!r}",
            "ajoutez-la à priorities.yaml",
            "add it to priorities.yaml",
        ),
        "fault.settings.missing": (
            "les réglages manquent",
            "the settings are missing",
            "écrivez settings.yaml : name: ...",
            "write settings.yaml: name: ...",
        ),
        "fault.settings.languages": ("aucune langue", "no language", "fr, en ou les deux", "fr, en or both"),
        "fault.settings.policy": (
            "doit être positif",
            "must be positive",
            "écrivez un nombre au-dessus de 0, ou retirez la ligne",
            "write a number above 0, or remove the line",
        ),
        "fault.settings.at_risk": (
            "serait à risque une fois dépassé seulement",
            "at risk only when breached",
            "en dessous de 100",
            "below 100",
        ),
        "fault.settings.trust": (
            "une supposition ne fait jamais foi",
            "a guess is never believed",
            "plus de {guess}, au plus 1",
            "more than {guess}, at most 1",
        ),
        "fault.source.rhythm": (
            "un rythme ne peut pas être négatif",
            "a rhythm can't be negative",
            "des secondes ; 0 : aucun attendu",
            "seconds; 0: none expected",
        ),
        "fault.source.witness": (
            "« {other} » est d'un autre fournisseur, ou elle-même le second témoin d'une autre source",
            "'{other}' is of another supplier, or is itself the second witness of another source",
            "nommez la source principale du même fournisseur",
            "name the main source of the same supplier",
        ),
        "fault.source.tokens": (
            "{count} jetons",
            "{count} tokens",
            "deux au plus : l'ancien et le nouveau",
            "two at most: the old one and the new one",
        ),
        "fault.source.digest": (
            "ce n'est pas une empreinte SHA-256",
            "not a SHA-256 digest",
            "printf %s JETON | sha256sum",
            "printf %s TOKEN | sha256sum",
        ),
        "fault.source.same_token": (
            "{other} a le même jeton",
            "{other} has the same token",
            "un jeton, une source",
            "one token, one source",
        ),
        "fault.source.secret": (
            "un secret en clair",
            "a secret in the open",
            "écrivez env:NOM ou file:CHEMIN",
            "write env:NAME or file:PATH",
        ),
        "fault.source.authentication": (
            "« {host} » n'est pas un nom de serveur",
            "{host!r} is no name of a host",
            "écrivez le nom par lequel commence l'en-tête Authentication-Results de votre relais, comme mx.exemple.fr",
            "write the name with which your relay begins its Authentication-Results, like mx.example.com",
        ),
        "fault.source.address": (
            "« {address} » n'est pas une adresse de courrier",
            "{address!r} is no mail address",
            "écrivez nom@domaine, ou @domaine ; pour les retours parmi les expéditeurs, <>",
            "write name@domain, or @domain; for bounces among the senders, <>",
        ),
        "fault.supplier.ladder": (
            "les marches ne se suivent pas dans le temps",
            "the steps do not follow each other in time",
            "ordonnez-les par after_s",
            "order them by after_s",
        ),
        "fault.supplier.unreachable": (
            "{name} n'a ni téléphone ni adresse de courrier",
            "{name} has neither a phone nor a mail address",
            "donnez phone ou email, ou retirez cette ligne",
            "give phone or email, or take this entry out",
        ),
        "fault.supplier.phone": (
            "« {phone} » n'est pas un numéro de téléphone",
            "{phone!r} is no telephone number",
            "écrivez-le avec l'indicatif du pays, comme +33 1 23 45 67 89",
            "write it with its country code, like +33 1 23 45 67 89",
        ),
        "fault.supplier.url": (
            "« {address} » n'est pas une adresse web",
            "{address!r} is no web address",
            "écrivez https://...",
            "write https://...",
        ),
        "fault.supplier.cost": (
            "un coût est inférieur à zéro",
            "a cost is below zero",
            "écrivez des centimes, 0 ou plus",
            "write cents, 0 or more",
        ),
        "fault.supplier.minutes": (
            "le canal {channel} ne se paie pas à la minute",
            "the channel {channel} is not paid by the minute",
            "écrivez cost, le prix d'un usage ; cost_minute est pour le téléphone",
            "write cost, the price of a use; cost_minute is for the phone",
        ),
        "fault.supplier.channel_twice": (
            "le canal {channel} est déclaré deux fois",
            "the channel {channel} is declared twice",
            "gardez-en un ; d'autres numéros ou adresses sont des contacts",
            "keep one; further numbers or addresses are contacts",
        ),
        "fault.supplier.no_number": (
            "un contrat n'a pas de numéro",
            "a contract has no number",
            "écrivez le numéro que le fournisseur demande",
            "write the number that the supplier asks for",
        ),
        "fault.contract.negative": (
            "un montant ou une durée ne peut être négatif",
            "no amount and no length of time can be below zero",
            "écrivez 0 ou plus",
            "write 0 or more",
        ),
        "fault.contract.currency": (
            "{currency} n'est pas une devise",
            "{currency} is no currency",
            "écrivez son code de trois lettres, par exemple EUR",
            "write its code of three letters, EUR for one",
        ),
        "fault.contract.twice": (
            "deux mesures de ce contrat s'appellent {key}",
            "two measures of this contract are called {key}",
            "donnez à chacune sa propre clé",
            "give each its own key",
        ),
        "fault.contract.percent": (
            "{figure} se promet en pour cent d'un mois",
            "{figure} is promised in per cent of a month",
            "écrivez par exemple availability: 99.9",
            "write availability: 99.9, for one",
        ),
        "fault.contract.length": (
            "{figure} se promet en durée",
            "{figure} is promised as a length of time",
            "écrivez par exemple target: 4h",
            "write target: 4h, for one",
        ),
        "fault.contract.step": (
            "ce palier de pénalité ne se mesure pas sur {figure}",
            "this step of a penalty can't be measured on {figure}",
            "availability demande below (pour cent), les autres mesures over (durée)",
            "availability wants below (per cent), the other figures over (a length of time)",
        ),
        "fault.contract.order": (
            "ce palier est moins grave que le précédent, et compterait à sa place",
            "this step is a smaller miss than the one before, and would count instead of it",
            "rangez les paliers du plus petit écart au plus grand",
            "put the steps in order, from the smallest miss to the greatest",
        ),
        "fault.contract.price": (
            "un palier coûte percent du mois, ou amount en centimes",
            "a step costs percent of the month, or amount in cents",
            "écrivez l'un des deux",
            "write one of the two",
        ),
        "fault.contract.no_fee": (
            "un pour cent du mois, mais le contrat {number} n'a pas de prix mensuel",
            "a per cent of the month, but contract {number} has no price for a month",
            "écrivez fee, en centimes par mois",
            "write fee, in cents a month",
        ),
        "fault.supplier.two_contracts": (
            "les contrats {other} et {number} couvrent la même chose",
            "the contracts {other} and {number} hold the same thing",
            "donnez à chaque contrat ses propres items ; un seul peut n'en avoir aucun",
            "give each contract items of its own; only one may have none",
        ),
    }
)

declare_faults(  # doubts: what is allowed, and deserves a look
    {
        "fault.doubt.miscabled": (
            "{device} a tous ses cordons sur {supply} : sans cela, il tombe",
            "{device} has all its cords on {supply}: without it, it is down",
            "déplacez un cordon sur l'autre voie",
            "move a cord to the other feed",
        ),
        "fault.doubt.single_cord": (
            "{device} n'a qu'un cordon, sous des applications critiques : {applications}",
            "{device} has a single cord, under critical applications: {applications}",
            "ajoutez un cordon",
            "add a cord",
        ),
        "fault.doubt.unpromised": (
            "rien n'est promis pour {application}",
            "nothing is promised for {application}",
            "ajoutez un engagement pour sa criticité",
            "add a commitment for its criticality",
        ),
        "fault.doubt.crowded": (
            "{other} est en U{unit} de {rack} aussi",
            "{other} is in U{unit} of {rack} too",
            "allez voir la baie",
            "look at the rack",
        ),
        "fault.doubt.alias": (
            "« {alias} » est un alias de {other} aussi : il ne sera jamais certain",
            "{alias!r} is an alias of {other} too: it will never be certain",
            "gardez-en un",
            "keep one",
        ),
        "fault.doubt.hard_need": (
            "sans {need}, {item} tomberait avec tout ce qu'il contient",
            "without {need}, {item} would be down with all that it contains",
            "ajoutez degrades: true au besoin : il fonctionne mal, il n'est pas arrêté",
            "add degrades: true to the need: it works badly, it is not down",
        ),
        "fault.doubt.useless": (
            "rien n'a besoin de {item} ({type}) : sa perte n'expliquera rien",
            "nothing needs {item} ({type}): its loss will explain nothing",
            "dites dans requirements qui en a besoin",
            "say in requirements who needs it",
        ),
        "fault.doubt.no_operator": (
            "la liaison {item} n'a pas d'opérateur : aucun contrat ne la couvre",
            "circuit {item} has no operator: no contract covers it",
            "nommez-le dans supplier",
            "name it in supplier",
        ),
        "fault.doubt.watches_nothing": (
            "{source} tourne sur {observer}, et rien ne dit ce qu'elle surveille",
            "{source} runs on {observer}, and nothing says what it watches",
            "nommez dans watches des sites, des salles ou des objets",
            "name sites, rooms or items in watches",
        ),
        "fault.doubt.no_last_rule": (
            "aucune règle d'attribution sans condition : un incident peut ne trouver aucune équipe",
            "no routing rule without conditions: an incident may find no team",
            "ajoutez-en une, la dernière",
            "add one as the last rule",
        ),
    }
)
