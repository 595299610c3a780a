"""Sentences of the checks: people, teams, rotations and routing that are wrong, and what to do about it."""

from tocsin.core.kernel.sentences import declare_faults

declare_faults(
    {
        "fault.rotation.nobody": (
            "cette rotation n'a personne",
            "the rotation has nobody",
            "nommez ses membres, dans l'ordre de leurs tours",
            "name its members, in the order of their turns",
        ),
        "fault.rotation.handover": (
            "« {time} » n'est pas une heure",
            "{time!r} is no time of day",
            "écrivez 08:30",
            "write 08:30",
        ),
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
    }
)
