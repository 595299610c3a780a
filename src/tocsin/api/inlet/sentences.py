"""Sentences of the HTTP inlet for those who post to it, in French and in English."""

from tocsin.core.kernel.sentences import declare, declare_faults

declare(
    {
        "inlet.bad_token": (
            "Jeton inconnu ou révoqué.",
            "Unknown or revoked token.",
        ),
        "inlet.bodies_in_flight": (
            "Trop de données arrivent en même temps : réessayez dans quelques secondes.",
            "Too much data is arriving at once: try again in a few seconds.",
        ),
        "inlet.crashed": (
            "Erreur interne : rien n'a été enregistré, réessayez.",
            "Internal error: nothing was kept, try again.",
        ),
        "inlet.encoding": (
            "Corps compressé ({encoding}) non accepté : envoyez-le tel quel.",
            "Compressed bodies ({encoding}) are not accepted: send it as it is.",
        ),
        "inlet.media_type": (
            "Type de contenu non accepté : {media_type}. Acceptés : {accepted}.",
            "Content type not accepted: {media_type}. Accepted: {accepted}.",
        ),
        "inlet.method": (
            "Méthode {method} non prévue ici.",
            "Method {method} is not for this address.",
        ),
        "inlet.no_alertmanager": (
            "Tocsin prend les alertes (POST /api/v2/alerts) ; il ne les liste pas et n'a pas de silences : interrogez votre"
            " Alertmanager, ou regardez les pages de Tocsin.",
            "Tocsin takes alerts (POST /api/v2/alerts); it does not list them and has no silences: ask your Alertmanager, or"
            " look at Tocsin's pages.",
        ),
        "inlet.no_token": (
            "Jeton absent : envoyez « Authorization: Bearer <jeton> », ou le jeton comme mot de passe Basic.",
            "No token: send 'Authorization: Bearer <token>', or the token as the Basic password.",
        ),
        "inlet.partly": (
            "{kept} sur {sent} enregistrés ; les autres sont refusés.",
            "{kept} of {sent} kept; the others are refused.",
        ),
        "inlet.slow_body": (
            "Le corps n'est pas arrivé en {limit_s} s.",
            "The body did not arrive within {limit_s} s.",
        ),
        "inlet.too_large": (
            "Corps au-delà de {limit} octets.",
            "Body over {limit} bytes.",
        ),
        "inlet.too_many_events": (
            "Plus de {limit} événements dans une requête.",
            "More than {limit} events in one request.",
        ),
    }
)

declare_faults(
    {
        "inlet.fault.control": (
            "les caractères de contrôle ne sont pas permis",
            "control characters are not allowed",
        ),
        "inlet.fault.deep": (
            "du JSON à plus de {limit} niveaux, ou mal fermé",
            "JSON nested deeper than {limit} levels, or unbalanced",
        ),
        "inlet.fault.events": (
            "{count} événements en une requête",
            "{count} events in one request",
            "envoyez-en {limit} au plus",
            "send at most {limit}",
        ),
        "inlet.fault.no_label": ("au moins une étiquette est nécessaire", "at least one label is needed"),
        "inlet.fault.required": ("obligatoire", "required"),
        "inlet.fault.too_large": (
            "le corps dépasse {limit} octets",
            "the body is over {limit} bytes",
            "envoyez moins d'événements à la fois",
            "send fewer events at once",
        ),
        "inlet.fault.version": ("1.0 attendu, « {found} » trouvé", "expected 1.0, got {found!r}"),
    }
)
