"""Every sentence that a page may have to say: the stages' own, and what a form that is not filled says."""

import tocsin.flow.sentences  # noqa: F401  the stages declare theirs when they are imported
from tocsin.core.kernel.sentences import declare

declare(
    {
        "web.field_needed": (
            "Il manque quelque chose : remplissez le formulaire et envoyez-le de nouveau.",
            "Something is missing: fill in the form and send it again.",
        ),
    }
)
