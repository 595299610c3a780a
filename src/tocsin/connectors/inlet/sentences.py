"""Why the mail inlet refused a mail, in French and in English."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "mail_inlet.sender": (
            "Un courriel de « {sender} » à {recipient} : cet expéditeur n'est pas déclaré pour cette source.",
            "A mail from '{sender}' to {recipient}: this sender is not declared for this source.",
        ),
        "mail_inlet.circle": (
            "Un courriel de « {sender} » tourne en rond.",
            "A mail from '{sender}' goes round in circles.",
        ),
    }
)
