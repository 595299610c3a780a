"""Why a notice was not delivered, in French and in English."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "smtp.temporary": (
            "Le serveur de messagerie n'a pas pris l'avis ({reply}) : nouvel essai plus tard.",
            "The mail server did not take the notice ({reply}): it will be tried again.",
        ),
        "smtp.permanent": (
            "Le serveur de messagerie refuse l'avis : {reply}.",
            "The mail server refuses the notice: {reply}.",
        ),
        "smtp.ambiguous": (
            "Connexion perdue pendant l'envoi ({reply}) : l'avis est peut-être parti, il n'est pas renvoyé.",
            "Connection lost while sending ({reply}): the notice may have left, it is not sent again.",
        ),
    }
)
