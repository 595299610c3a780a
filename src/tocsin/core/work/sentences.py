"""Sentences of a person's work, in both languages: what runs out."""

from tocsin.core.kernel.sentences import declare, declare_faults

declare(
    {
        "work.answer": ("Transmission à accepter", "Hand-over to accept"),
        "work.taking": ("À prendre en charge", "To be taken"),
        "work.acknowledgement": ("Prise en charge", "Acknowledgement"),
        "work.ours": ("Notre engagement", "Our commitment"),
        "work.supplier": ("Engagement de l'hébergeur", "The provider's commitment"),
    }
)

declare_faults(
    {
        "work.none": (
            "aucun incident n'est choisi",
            "no incident is chosen",
            "cochez-en au moins un",
            "choose at least one",
        ),
        "work.many": (
            "trop d'incidents à la fois",
            "too many incidents at once",
            "choisissez-en {most} au plus",
            "choose at most {most}",
        ),
    }
)
