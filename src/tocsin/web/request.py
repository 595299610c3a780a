"""The request as our pages see it: its account, its organisation, whether htmx asks."""

from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language
from django_htmx.middleware import HtmxDetails

from tocsin.core.kernel.sentences import Language
from tocsin.core.organisation.organisation import Organisation
from tocsin.store.models import Account


class Request(HttpRequest):
    """A request after our middleware (a type for views; Django makes the object)."""

    user: Account
    htmx: HtmxDetails
    organisation: Organisation
    LANGUAGE_CODE: str


def language(request: HttpRequest) -> Language:
    """The reader's language."""
    return "en" if getattr(request, "LANGUAGE_CODE", "fr").startswith("en") else "fr"


def current_language() -> Language:
    """The language of the request being answered, where no request is at hand."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def fields(form: QueryDict) -> dict[str, str]:
    """What was typed into a form, without the blanks around it; of a field that is there twice, the last."""
    return {name: str(text).strip() for name, text in form.items()}
