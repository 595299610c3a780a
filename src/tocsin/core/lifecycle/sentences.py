"""Sentences: the reasons that the lifecycle itself gives, in French and in English."""

from tocsin.core.kernel.sentences import declare

_AGAIN = (
    "De nouvelles alertes alors que l'incident était résolu : il est rouvert.",
    "New alerts while the incident was resolved: it is open again.",
)
declare(
    {
        "lifecycle.fires_after_resolution": _AGAIN,
        "flow.fires_after_resolution": _AGAIN,  # in the timelines that earlier versions wrote
        "lifecycle.intervention_over": (
            "L'intervention est finie depuis le {end_at} et n'explique plus aucune alerte.",
            "The intervention has been over since {end_at} and explains no alert any more.",
        ),
    }
)
