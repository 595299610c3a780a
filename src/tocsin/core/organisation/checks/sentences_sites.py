"""Sentences of the site checks: access, forms, freezes and recovery plans that can't work, and what to do about it."""

from tocsin.core.kernel.sentences import declare_faults

declare_faults(
    {
        "fault.site.no_desk": (
            "les demandes partent en tickets, et le fournisseur n'a pas de guichet",
            "requests leave as tickets, and the supplier has no ticket desk",
            "déclarez desk, ou choisissez channel: mail ou phone",
            "declare desk, or choose channel: mail or phone",
        ),
        "fault.site.no_phone": (
            "les demandes se font par téléphone, et le fournisseur n'a pas de numéro",
            "requests are made on the phone, and the supplier has no number",
            "ajoutez à channels {{name: phone, address: ...}}",
            "add {{name: phone, address: ...}} to channels",
        ),
        "fault.site.no_team": (
            "aucune équipe ne peut entrer",
            "no team may enter",
            "nommez les équipes d'exploitation dans teams",
            "name the operational teams in teams",
        ),
        "fault.site.length": (
            "cette durée est trop courte",
            "this length of time is too short",
            "une minute au moins pour answer, un jour au moins pour test_every",
            "a minute at least for answer, a day at least for test_every",
        ),
        "fault.site.role": ("personne n'a le rôle « {role} »", "nobody has the role {role!r}"),
        "fault.site.blank": (
            "« {blank} » n'est pas un champ de ce modèle",
            "{blank!r} is no blank of this form",
        ),
        "fault.site.freeze": (
            "le gel « {name} » finit avant de commencer",
            "the freeze {name!r} ends before it begins",
            "écrivez since avant until",
            "write since before until",
        ),
        "fault.site.plan_twice": (
            "le plan de reprise {plan} est déclaré deux fois",
            "the recovery plan {plan} is declared twice",
            "donnez à chaque plan sa propre clé",
            "give each plan a key of its own",
        ),
        "fault.site.code": (
            "un code de reprise ne s'écrit pas dans les fichiers",
            "a recovery code is not written into the files",
            "écrivez env:NOM ou file:CHEMIN",
            "write env:NAME or file:PATH",
        ),
        "fault.site.no_caller": (
            "personne ne peut déclencher « {name} »",
            "nobody may trigger {name!r}",
            "nommez des personnes dans callers",
            "name people in callers",
        ),
    }
)
