"""Sentences of the inventory checks: places, power, hosts and requirements that are impossible, and what to do about it."""

from tocsin.core.kernel.sentences import declare_faults

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
            "name one of type {wanted}",
        ),
        "fault.item.not_fed": (
            "« {type} » n'a pas de voie d'alimentation propre",
            "a {type} has no feed of its own",
            "retirez feed, ou donnez-le à l'un de : {fed}",
            "remove feed, or give it to one of: {fed}",
        ),
        "fault.item.to": (
            "« {type} » ne relie pas deux sites",
            "a {type} doesn't connect two sites",
            "retirez to : seule une liaison (circuit) en a",
            "remove to: only a circuit has it",
        ),
        "fault.item.hosts": (
            "« {type} » n'a pas d'hôtes",
            "a {type} has no hosts",
            "retirez hosts : seule une grappe (cluster) en a ; l'hôte d'une machine virtuelle est son parent",
            "remove hosts: only a cluster has them; the host of a virtual machine is its parent",
        ),
        "fault.item.no_hosts": (
            "la grappe {item} n'a pas d'hôtes : rien ne la ferait tomber",
            "the cluster {item} has no hosts: nothing would take it down",
            "nommez ses hyperviseurs dans hosts, et combien il en faut dans hosts_needed",
            "name its hypervisors in hosts, and how many are needed in hosts_needed",
        ),
        "fault.item.hosts_needed": (
            "{needed} hôtes nécessaires sur {count}",
            "{needed} of {count} hosts needed",
            "au moins 1, au plus tous",
            "at least 1, at most all of them",
        ),
        "fault.source.no_observer": (
            "{source} surveille des objets, et rien ne dit depuis quelle machine",
            "{source} watches items, and nothing says from which machine",
            "nommez l'appareil ou la machine virtuelle dans observer",
            "name the device or virtual machine in observer",
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
