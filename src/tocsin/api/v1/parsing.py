"""Parsing: requests of the API, without text that cannot be stored (NUL, lone surrogates)."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser
from ninja.types import DictStrAny

from tocsin.core.kernel.errors import BadInput, fault


class Storable(Parser):
    """Refuses what PostgreSQL could not store, wherever in the request it stands."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """The body as JSON. ValueError (answered by a problem) if it is none."""
        body: DictStrAny = super().parse_body(request)
        if isinstance(body, dict):  # our bodies are flat
            _check(value for value in body.values() if isinstance(value, str))
        return body

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> DictStrAny:
        """The query's parameters."""
        _check(str(value) for _, values in data.lists() for value in values)
        query: DictStrAny = super().parse_querydict(data, list_fields, request)
        return query


def _check(texts: Iterable[str]) -> None:
    if any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for text in texts for letter in text):
        raise BadInput([fault("api.half_a_character")])
