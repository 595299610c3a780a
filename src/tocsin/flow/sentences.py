"""What the use cases say, in both languages, and what every stage says: a stored reason is read in any process."""

import tocsin.connectors.smtp.sentences
import tocsin.core.correlation.sentences
import tocsin.core.escalation.sentences
import tocsin.core.incident.sentences
import tocsin.core.inventory.sentences
import tocsin.core.notice.sentences
import tocsin.core.routing.sentences
import tocsin.core.sla.sentences
import tocsin.core.translation.sentences  # noqa: F401  declared when imported
from tocsin.core.kernel.sentences import declare

declare(
    {
        "flow.message_broke_us": (
            "Ce message a mis nos règles en échec ({error}) : gardé tel quel, à rejouer après correction.",
            "This message broke our rules ({error}): kept as it is, to be replayed after a correction.",
        ),
        "flow.fires_after_resolution": (
            "De nouvelles alertes alors que l'incident était résolu : il est rouvert.",
            "New alerts while the incident was resolved: it is open again.",
        ),
        "flow.truncated": (
            "Trop volumineux pour être lu en entier ({size}) : seuls ses en-têtes sont gardés.",
            "Too large to be read whole ({size}): only its headers are kept.",
        ),
        "flow.loop": (
            "Réponse automatique, accusé ou notre propre courrier ({reason}) : aucun avis n'en naîtra.",
            "An automatic reply, a receipt or our own mail ({reason}): no notice will come of it.",
        ),
        "error.no_source": (
            "Pas de source « {source} » ; connues : {known}.",
            "No source '{source}'; known: {known}.",
        ),
        "error.no_incident": ("L'incident INC-{number} n'existe pas.", "There is no incident INC-{number}."),
    }
)
