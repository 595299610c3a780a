"""Why the mail inlet refused a mail, in French and in English."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "mail_inlet.sender": (
            "Un courriel de « {sender} » à {recipient} : cet expéditeur n'est pas déclaré pour cette source.",
            "A mail from '{sender}' to {recipient}: this sender is not declared for this source.",
        ),
        "mail_inlet.circle": (
            "Un courriel de « {sender} » revient à son expéditeur (boucle).",
            "A mail from '{sender}' comes back to its sender (loop).",
        ),
        "mail_inlet.connections": (
            "Trop de connexions à la fois : {peer} est prié de revenir.",
            "Too many connections at once: {peer} is asked to come again.",
        ),
        "mail_inlet.connections_of_peer": (
            "Trop de connexions à la fois de {peer}, qui est prié de revenir.",
            "Too many connections at once from {peer}, which is asked to come again.",
        ),
        "mail_inlet.rate": (
            "Trop de courriels de {peer} en une minute : il est prié de revenir.",
            "Too many mails from {peer} in a minute: it is asked to come again.",
        ),
        "mail_inlet.bytes": (
            "Trop d'octets à la fois : {peer} est prié de revenir.",
            "Too many bytes at once: {peer} is asked to come again.",
        ),
        "mail_inlet.slow": (
            "Trop lent : la connexion de {peer} a été coupée, il est prié de revenir.",
            "Too slow: the connection of {peer} was cut, it is asked to come again.",
        ),
    }
)
