"""Sentences of the review of a major incident, in both languages. They say what happened, and blame nobody."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "review.lasted": (
            "Début de la panne {since}, déclaré {at}, levé {until} : conduit pendant {lasted}.",
            "The trouble began {since}, declared {at}, stood down {until}: led for {lasted}.",
        ),
        "review.applications": ("Applications touchées : {names}.", "Applications hit: {names}."),
        "review.commanded": (
            "{who} a commandé du {since} au {until}.",
            "{who} commanded from {since} to {until}.",
        ),
        "review.nobody": (
            "Du {since} au {until}, des personnes étaient appelées à prendre le commandement.",
            "From {since} to {until}, people were being called to take the command.",
        ),
        "review.section.summary": ("Résumé", "Summary"),
        "review.section.course": ("Déroulement", "Course of events"),
        "review.section.informed": ("Qui a été informé, et quand", "Who was informed when"),
        "review.section.commitments": (
            "Engagements, les nôtres et ceux des fournisseurs",
            "Commitments, ours and the suppliers'",
        ),
        "review.section.provider": ("Échanges avec les fournisseurs", "Exchanges with suppliers"),
        "review.section.questions": ("Questions ouvertes", "Open questions"),
        "review.section.helped": ("Ce qui a aidé", "What helped"),
        "review.section.hindered": ("Ce qui a gêné", "What hindered"),
        "review.section.actions": ("Actions", "Actions"),
        "review.blameless": (
            "Cette revue dit ce qui s'est passé et ce qui aiderait ; elle ne cherche pas de fautif.",
            "This review says what happened and what would help; it looks for nobody to blame.",
        ),
        "review.internal": ("interne", "internal"),
        "review.public": ("publique", "public"),
        "review.plan.kept": (
            "Plan « {name} » (toutes les {every}) : tenu.",
            "Plan “{name}” (every {every}): kept.",
        ),
        "review.plan.late": (
            "Plan « {name} » (toutes les {every}) : jusqu'à {late} de retard.",
            "Plan “{name}” (every {every}): up to {late} late.",
        ),
        "review.side.ours": ("notre engagement", "our commitment"),
        "review.side.supplier": ("engagement du fournisseur", "supplier's commitment"),
        "review.no_provider": (
            "Aucun échange avec un fournisseur n'est noté.",
            "No exchange with a supplier is noted.",
        ),
        "review.question.inferred": (
            "{incident} : la cause a été déduite, personne ne l'a signalée. Est-ce la bonne ?",
            "{incident}: its cause was inferred, nobody reported it. Is it the right one?",
        ),
        "review.question.no_problem": (
            "Aucun problème n'est ouvert : que faut-il comprendre pour que cela ne revienne pas ?",
            "No problem is open: what is to be understood so that it does not come back?",
        ),
        "review.question.late": (
            "Qu'est-ce qui aurait aidé à donner l'information « {name} » à temps ?",
            "What would have helped to give the update “{name}” in time?",
        ),
        "review.question.nobody": (
            "Qu'est-ce qui aurait fait qu'un commandant présent soit trouvé tout de suite ?",
            "What would have made sure that a commander who is there was found at once?",
        ),
        "review.question.earlier": (
            "Qu'est-ce qui aurait permis de le voir, ou de le rétablir, plus tôt ?",
            "What would have let us see it, or restore it, earlier?",
        ),
    }
)
