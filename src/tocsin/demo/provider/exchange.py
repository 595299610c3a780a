"""Exchange: one HTTP request to the provider, and its answer. Values; they know no route."""

from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from tocsin.core.kernel.value import Value
from tocsin.demo.provider.contract import PARIS


class Request(Value):
    """A request. ``local``: it comes from this machine."""

    method: str
    target: str
    headers: dict[str, str]  # lower case
    body: bytes = b""
    local: bool = True

    @property
    def path(self) -> str:
        """The address without its query."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """The first value of each parameter."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.target).query).items()}

    @property
    def form(self) -> dict[str, str]:
        """The fields of a form."""
        found = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[0].strip() for name, values in found.items()}

    def json(self) -> dict[str, Any]:
        """The object that was sent. Raises WrongError."""
        try:
            return msgspec.json.decode(self.body, type=dict[str, Any])
        except msgspec.MsgspecError as error:
            raise WrongError(400, f"JSON attendu : {error}") from error


class Answer(Value):
    """An answer."""

    status: int
    body: bytes = b""
    media_type: str = "application/json"
    headers: dict[str, str] = {}


class WrongError(Exception):
    """The request can't be answered; ``more`` stands beside the reason in the answer."""

    def __init__(self, status: int, reason: str, **more: Any) -> None:
        self.status, self.reason, self.more = status, reason, more
        super().__init__(reason)

    @property
    def answer(self) -> Answer:
        """As it is sent."""
        return json(self.status, {"erreur": self.reason, **self.more})


def json(status: int, content: Any, **headers: str) -> Answer:
    """An answer in JSON, its instants with the offset of Paris; ``headers`` with ``_`` for ``-``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, body=msgspec.json.encode(_local(content)), headers=named)


def _local(content: Any) -> Any:
    match content:
        case datetime():
            return content.astimezone(PARIS)
        case dict():
            return {name: _local(value) for name, value in content.items()}
        case list() | tuple():
            return [_local(value) for value in content]
        case _:
            return content
