"""Desk: a ticket desk behind a REST API, spoken to by configuration, within the budget of its account."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from tocsin.connectors.kit.calls import Calls
from tocsin.connectors.kit.desk import Changes, Denied, DeskLine, Doubtful, Sent, TicketDesk, Unsent
from tocsin.connectors.kit.filling import blanks, filled, filled_path, piece, replaced
from tocsin.connectors.rest import paths
from tocsin.connectors.rest.api import Api, Failure, quoted
from tocsin.connectors.rest.desk_reading import files, remarks, text_at
from tocsin.connectors.rest.desk_settings import DeskRequest, DeskSettings, Found
from tocsin.connectors.rest.parents import Item
from tocsin.connectors.rest.settings import Client, Endpoint, Resource
from tocsin.connectors.rest.transport import Answer, Page, Request
from tocsin.connectors.rest.walk import walk
from tocsin.core.calls.breaker import DESK, caller_of
from tocsin.core.exchange.recognising import reference_in
from tocsin.core.exchange.ticket import NewTicket, RemoteFile, Taken, Ticket
from tocsin.core.kernel.errors import Busy, Unavailable

_GONE = (404, 410)
_REFERENCE = re.compile(r"\{reference\}")
_HIDDEN, _HIDDEN_S = (
    403,
    600.0,
)  # a ticket that was moved where we may not read; seconds until it is tried again
_DENIED = (400, 404, 405, 406, 409, 410, 412, 413, 415, 422)
_STALE = 412  # somebody changed it between our look and our write: nothing was done
Names = dict[str, Any]


@contextmanager
def opened(line: DeskLine, *, urgent: bool) -> Iterator[TicketDesk]:
    """The desk, for as long as the block lasts."""
    settings: DeskSettings = line.settings
    api = Api(settings.client, calls_of(settings.client, line), line.now, urgent=urgent)
    try:
        yield RestDesk(settings, api)
    finally:
        api.close()


def calls_of(client: Client, line: DeskLine) -> Calls:
    """The calls of the desk's account; a source with the same account shares its budget."""
    rates = tuple(row.rate for row in client.api_budget.rates)
    caller = caller_of(DESK, msgspec.json.encode(client.auth))
    return line.calls(client.named_account, rates, client.api_budget.margin, caller)


class RestDesk:
    """A desk that is asked. Implements connectors.kit.desk.TicketDesk."""

    def __init__(self, settings: DeskSettings, api: Api) -> None:
        self._settings = settings
        self._api = api

    def open(self, ticket: NewTicket) -> Taken:
        """Open a ticket, under the reference that finds it again."""
        names = {**ticket.fields, **msgspec.to_builtins(ticket)}
        return self._write(self._settings.create, names, "ticket")

    def comment(self, ticket: str, text: str) -> Taken:
        """Write under a ticket."""
        return self._write(self._settings.comment, {"ticket": ticket, "text": text}, "remark")

    def transition(self, ticket: str, to: str, fields: dict[str, str], text: str) -> Taken:
        """Bring it into another state."""
        return self._write(
            self._settings.transition, {**fields, "ticket": ticket, "to": to, "text": text}, ""
        )

    def attach(self, ticket: str, file: Sent) -> Taken:
        """Put a file under it."""
        names = {"ticket": ticket, "file_name": file.name, "file_type": file.media_type}
        names["file_base64"] = base64.b64encode(file.content).decode()
        return self._write(self._settings.attach, names, "remote_file", file)

    def read(self, ticket: str) -> Ticket | None:
        """All that the requests of ``read`` say of it."""
        names: Names = {"ticket": ticket}
        answers: Names = {}
        for step in self._settings.read:
            if not _is_wanted(step, names):
                continue
            page = self._look(_request(step, names), _is_of_this_ticket)
            if page.answer.status in _GONE:
                return None
            if page.answer.status == _HIDDEN:
                raise Unsent(quoted(page.answer), _HIDDEN_S, away=False)
            if not 200 <= page.answer.status < 300 or page.content is None:
                raise Unsent(quoted(page.answer))
            answers[step.name] = page.content
            names |= _captured(step, page.content)
        return self._ticket(answers, names)

    def fetch(self, ticket: str, file: RemoteFile) -> bytes:
        """The content of a file of theirs."""
        how = self._settings.download
        if how is None:
            raise Denied("how files are downloaded is not declared in the settings of this desk")
        names = {"ticket": ticket, "file": file.id, "file_name": file.name}
        request = Request(
            url=filled_path(how.path, names),
            params=filled(how.params, names),
            headers={name: str(value) for name, value in filled(how.headers, names).items()},
        )
        page = self._look(request, lambda answer: answer.status in _GONE or 200 <= answer.status < 300)
        if not 200 <= page.answer.status < 300:
            raise Denied(quoted(page.answer))
        return _content(page, how.base64_path)

    def search(self, reference: str) -> tuple[Ticket, ...]:
        """The tickets that bear our reference."""
        found = self._settings.search
        return tuple(self._listed(found, bearing(found.endpoint, reference), None)[0])

    def changed(self, since: Any) -> Changes:
        """What has changed since the position."""
        found = self._settings.list
        if found is None:
            return Changes((), since)
        tickets, reached = self._listed(found, found.endpoint, since)
        return Changes(tuple((ticket.reference, ticket.updated) for ticket in tickets), reached)

    def _listed(self, found: Found, endpoint: Endpoint, since: Any) -> tuple[list[Ticket], Any]:
        tickets: list[Ticket] = []

        def take(items: list[Item]) -> int:
            tickets.extend(_listed_ticket(found, msgspec.json.decode(item.body)) for item in items)
            return 0

        resource = Resource(name="tickets", endpoint=endpoint, primary_key=found.item.reference)
        try:
            walked = walk(resource, since, self._api, take)
        except Busy as busy:
            raise _waiting(busy) from busy
        except Unavailable as away:
            raise Unsent(_reason(away), _wait_s(away)) from away
        return tickets, walked.reached

    def _write(
        self, steps: tuple[DeskRequest, ...], names: Names, remote: str, file: Sent | None = None
    ) -> Taken:
        """Carry out a deed, request by request; what it says of its failure depends on whether one may have had effect."""
        if not steps:
            raise Denied("not declared in the settings of this desk")
        written, proof = False, ""
        for step in steps:
            if not _is_wanted(step, names):
                continue
            writes = step.method != "GET"
            page = self._send(_request(step, names, file), written=written, writes=writes)
            proof = f"HTTP {page.answer.status}"
            _check(page.answer, written=written)
            written = written or writes
            names = {**names, **_captured(step, page.content)}
        if remote == "ticket" and not names.get("ticket"):
            raise Doubtful("the answer names no ticket")
        return Taken(remote=str(names.get(remote, "")) if remote else "", said=proof)

    def _send(self, request: Request, *, written: bool, writes: bool) -> Page:
        try:
            return self._api.ask(request, is_answer=_is_answer)
        except Busy as busy:
            if written:
                raise Doubtful(str(busy)) from busy
            raise _waiting(busy) from busy
        except Unavailable as away:
            if not written and (not writes or _is_unsent(away)):
                raise Unsent(_reason(away), _wait_s(away)) from away
            raise Doubtful(_reason(away)) from away

    def _look(self, request: Request, is_answer: Callable[[Answer], bool]) -> Page:
        try:
            return self._api.ask(request, is_answer=is_answer)
        except Busy as busy:
            raise _waiting(busy) from busy
        except Unavailable as away:
            raise Unsent(_reason(away), _wait_s(away)) from away

    def _ticket(self, answers: Names, names: Names) -> Ticket:
        where = self._settings.ticket
        reference, state = text_at(where.reference, answers), text_at(where.state, answers)
        if not reference or not state:
            raise Unsent(f"the answer has nothing at {where.reference} or {where.state}")
        kept = text_at(where.our_reference, answers)
        return Ticket(
            reference=reference,
            state=state,
            updated=text_at(where.updated, answers),
            our_reference=reference_in(kept),
            moved_to=text_at(where.moved_to, answers),
            created=text_at(where.created, answers),
            page=str(filled(where.page, names)) if where.page else "",
            allowed=tuple(map(str, paths.found(where.allowed, answers))) if where.allowed else (),
            state_by=text_at(where.state_by, answers),
            remarks=remarks(self._settings.remarks, answers),
            files=files(self._settings.files, answers),
        )


def bearing(endpoint: Endpoint, reference: str) -> Endpoint:
    """The list of the tickets that bear our reference: it fills ``{reference}`` wherever it is declared."""
    parts = {name: getattr(endpoint, name) for name in ("params", "headers", "json", "data")}
    filled_parts = {name: replaced(part, _REFERENCE, lambda _: reference) for name, part in parts.items()}
    path = _REFERENCE.sub(lambda _: piece(reference), endpoint.path)
    changed: Endpoint = msgspec.structs.replace(endpoint, path=path, **filled_parts)
    return changed


def _is_answer(answer: Answer) -> bool:
    """What a write may be answered."""
    return 200 <= answer.status < 300 or answer.status in _DENIED or _is_hidden(answer)


def _is_of_this_ticket(answer: Answer) -> bool:
    """What the reading of a ticket may be answered that stops no other."""
    return answer.status in _GONE or _is_hidden(answer)


def _is_hidden(answer: Answer) -> bool:
    """A ban is often a 403; one in JSON is about this very request."""
    return answer.status == _HIDDEN and "json" in answer.headers.get("content-type", "")


def _check(answer: Answer, *, written: bool) -> None:
    if 200 <= answer.status < 300:
        return
    if written:
        raise Doubtful(quoted(answer))
    if answer.status == _STALE:
        raise Unsent(quoted(answer), away=False)
    raise Denied(quoted(answer))


def _is_wanted(step: DeskRequest, names: Names) -> bool:
    wanted = blanks(step.path) | blanks(step.params)
    return all(names.get(name) not in ("", None, []) for name in wanted if name in names)


def _request(step: DeskRequest, names: Names, file: Sent | None = None) -> Request:
    data = {name: str(value) for name, value in filled(step.data, names).items()} if step.data else None
    whole = (file.name, file.content, file.media_type) if file else None
    return Request(
        url=filled_path(step.path, names),
        method=step.method,
        params=filled(step.params, names),
        json=filled(step.json, names) if step.json is not None else None,
        data=data,
        headers={name: str(value) for name, value in filled(step.headers, names).items()},
        content=file.content if file and step.content == "body" else None,
        files={step.file_field: whole} if whole and step.content == "form" else None,
    )


def _captured(step: DeskRequest, content: Any) -> Names:
    return {name: _value(paths.found(path, content)) for name, path in step.capture.items()}


def _value(found: list[Any]) -> Any:
    """One value is itself; several, and a list, are a list."""
    return found[0] if len(found) == 1 else found


def _listed_ticket(found: Found, item: Any) -> Ticket:
    where = found.item
    return Ticket(
        reference=text_at(where.reference, item),
        state="",
        our_reference=reference_in(text_at(where.our_reference, item)),
        created=text_at(where.created, item),
        updated=text_at(where.updated, item),
    )


def _content(page: Page, base64_path: str) -> bytes:
    if not base64_path:
        return page.answer.body
    try:
        return base64.b64decode(text_at(base64_path, page.content))
    except binascii.Error as error:
        raise Denied(f"no base64 at {base64_path}: {error}") from error


def _waiting(busy: Busy) -> Unsent:
    return Unsent(str(busy), busy.retry_after_s, away=busy.why.code == "error.calls.cut")


def _is_unsent(away: Unavailable) -> bool:
    return isinstance(away.__cause__, Failure) and away.__cause__.unsent


def _wait_s(away: Unavailable) -> float:
    cause = away.__cause__
    return (cause.retry_after_s or 1.0) if isinstance(cause, Failure) else 1.0


def _reason(away: Unavailable) -> str:
    return str(away.why.facts.get("reason", away))
