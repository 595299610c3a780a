"""What the pages say of a form that is not filled as it must be, in both languages."""

from tocsin.core.kernel.sentences import declare

declare(
    {
        "web.field_needed": (
            "Il manque quelque chose : remplissez le formulaire et envoyez-le de nouveau.",
            "Something is missing: fill in the form and send it again.",
        ),
    }
)
