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
            "name the calendar that tells working time",
        ),
        "fault.commitment.calendars": (
            "{names} ne s'entendent pas sur les heures ouvrées",
            "{names} tell working time apart differently",
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
        "fault.item.application": (
            "une application se déclare dans sa propre section",
            "an application is declared in its own section",
            "déplacez-la dans applications",
            "move it to applications",
        ),
        "fault.item.site": (
            "un site ne se trouve dans rien",
            "a site stands in nothing",
            "retirez parent",
            "remove parent",
        ),
        "fault.item.nowhere": (
            "{item} ({type}) ne se trouve nulle part",
            "the {type} {item} stands nowhere",
            "donnez-lui un parent, l'un de : {inside}",
            "give it a parent, one of: {inside}",
        ),
        "fault.item.container": (
            "« {type} » ne peut pas se trouver dans « {found} »",
            "a {type} can't stand in a {found}",
            "dans l'un de : {inside}",
            "it stands in one of: {inside}",
        ),
        "fault.item.outlets": (
            "« {type} » n'a pas de prises",
            "a {type} has no outlets",
            "un PDU seul en a",
            "only a PDU has",
        ),
        "fault.item.cords_needed": (
            "{needed} cordons sur {count}",
            "{needed} of {count} cords",
            "au moins 1, au plus tous",
            "at least 1, at most all of them",
        ),
        "fault.item.type": (
            "{item} est de type {found}",
            "{item} is a {found}",
            "nommez un objet de type {wanted}",
            "name a {wanted}",
        ),
        "fault.item.namesake": (
            "« {key} » est aussi un objet de l'inventaire ({where})",
            "{key!r} is also an item ({where})",
            "renommez l'un des deux",
            "rename one",
        ),
        "fault.item.outlet_twice": (
            "la prise {outlet} alimente déjà {where}",
            "outlet {outlet} already feeds {where}",
            "corrigez l'un des cordons",
            "correct one cord",
        ),
        "fault.item.loop": (
            "{item} finit par avoir besoin de lui-même : {chain}",
            "{item} ends up needing itself: {chain}",
            "coupez l'un de ces liens",
            "cut one of these links",
        ),
        "fault.need.nothing": (
            "ce besoin ne dit rien",
            "the need says nothing",
            "l'un de : any, all, at_least avec of",
            "one of: any, all, at_least with of",
        ),
        "fault.need.several": (
            "ce besoin dit plusieurs choses",
            "the need says several things",
            "l'un de : any, all, at_least avec of",
            "one of: any, all, at_least with of",
        ),
        "fault.need.at_least": (
            "at_least et of vont ensemble",
            "at_least and of go together",
            "at_least: 2, of: [...]",
            "at_least: 2, of: [...]",
        ),
        "fault.need.count": (
            "il en faut {needed} sur {count}",
            "{needed} of {count} needed",
            "entre 1 et {count}",
            "between 1 and {count}",
        ),
    }
)

declare_faults(
    {
        "fault.person.no_team": (
            "{name} n'est d'aucune équipe",
            "{name} belongs to no team",
            "donnez une équipe",
            "give a team",
        ),
        "fault.person.circle": (
            "des responsables en cercle : {chain}",
            "managers in a circle: {chain}",
            "coupez l'un de ces liens",
            "cut one of these links",
        ),
        "fault.team.region": (
            "scope vaut {scope}, region vaut « {region} »",
            "scope is {scope}, region is {region!r}",
            "accordez-les",
            "make them agree",
        ),
        "fault.team.supplier": (
            "scope vaut {scope}, supplier vaut « {supplier} »",
            "scope is {scope}, supplier is {supplier!r}",
            "accordez-les",
            "make them agree",
        ),
        "fault.routing.order": (
            "{other} a l'ordre {order} aussi",
            "{other} has order {order} too",
            "donnez un autre nombre",
            "give another number",
        ),
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
        "fault.doubt.no_last_rule": (
            "aucune règle d'attribution sans condition : un incident peut ne trouver aucune équipe",
            "no routing rule without conditions: an incident may find no team",
            "ajoutez-en une, la dernière",
            "add one as the last rule",
        ),
    }
)
