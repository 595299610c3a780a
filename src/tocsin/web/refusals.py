"""A refusal as a page: the sentence in the reader's language, with the status that it deserves."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.shortcuts import render

from tocsin.core.kernel.errors import BadInput, NotAllowed, NotFound, TocsinError
from tocsin.web.request import Request, language

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]


def shown(view: View[P]) -> View[P]:
    """The view, whose TocsinErrors become a page."""

    def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TocsinError as error:
            context = {"text": error.sentence(language(request)), "back": request.headers.get("referer", "/")}
            return render(request, "refused.html", context, status=_status(error))

    update_wrapper(guarded, view)
    return guarded


def _status(error: TocsinError) -> int:
    match error:
        case NotAllowed():
            return 403
        case NotFound():
            return 404
        case BadInput():
            return 422
        case _:
            return 409
