"""Api: asks the counterpart, within its budget, and judges the answer. Knows no resource."""

from collections.abc import Callable
from typing import Any, NoReturn

import httpx2

from tocsin.connectors.kit.calls import Calls
from tocsin.connectors.kit.handover import Now
from tocsin.connectors.rest import auth
from tocsin.connectors.rest.auth import NoToken
from tocsin.connectors.rest.decoding import NotDecoded, decoded
from tocsin.connectors.rest.settings import Client, OAuth2, ResponseAction, SessionToken
from tocsin.connectors.rest.transport import Answer, Broken, Elsewhere, Page, Request, Transport, Unsent
from tocsin.connectors.rest.unchanged import Unchanged
from tocsin.core.calls.breaker import Cause
from tocsin.core.calls.retry_after import retry_after
from tocsin.core.kernel.errors import Unavailable

_SHOWN = 120  # characters of an answer that a reason quotes
_COME_BACK = (403, 429, 503)  # a ban is often a 403


class Failure(Exception):
    """A call that failed, as the breaker wants to know it."""

    def __init__(
        self, cause: Cause, reason: str, retry_after_s: float | None = None, *, unsent: bool = False
    ) -> None:
        self.cause: Cause = cause
        self.unsent = unsent  # the request surely had no effect
        self.reason = reason
        self.retry_after_s = retry_after_s
        super().__init__(reason)


class Api:
    """One counterpart, called by one account. Raises Busy (wait, and ask again) or Unavailable."""

    def __init__(self, client: Client, calls: Calls, now: Now, *, urgent: bool = False) -> None:
        self._client = client
        self._calls = calls
        self.now = now
        self._urgent = urgent
        self._transport = Transport(client)
        self.unchanged = Unchanged()

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def ask(
        self,
        request: Request,
        actions: tuple[ResponseAction, ...] = (),
        *,
        is_answer: Callable[[Answer], bool] | None = None,
    ) -> Page:
        """The answer to one request, signed; if its session is refused, it is sent once more with a new session.

        ``is_answer``: of what this very request may be answered, rather than the counterpart having failed; such an
        answer may be of another form.
        """
        how = self._client.auth
        if not isinstance(how, SessionToken | OAuth2):
            return self._counted(auth.signed(request, how), actions, is_answer)
        token = self._calls.session() or self._login(how)
        try:
            return self._counted(auth.signed(request, how, token), actions, is_answer, may_renew=True)
        except _Stale:
            token = self._login(how, stale=token)
            return self._counted(auth.signed(request, how, token), actions, is_answer)

    def _login(self, how: SessionToken | OAuth2, stale: str = "") -> str:
        try:
            return auth.login(how, self._calls, lambda request: self._logged_in(how, request), stale)
        except NoToken:
            self._fail(Failure("broken", "the login was answered without a token"))

    def _logged_in(self, how: SessionToken | OAuth2, request: Request) -> Page:
        """The answer to a login; one whose token stands in its headers may be a form's, and redirect."""
        in_body = isinstance(how, OAuth2) or bool(how.session_token_path)
        return self._counted(request, (), None if in_body else lambda answer: 200 <= answer.status < 400)

    def _counted(
        self,
        request: Request,
        actions: tuple[ResponseAction, ...],
        is_answer: Callable[[Answer], bool] | None = None,
        *,
        may_renew: bool = False,
    ) -> Page:
        with self._calls.one_call(urgent=self._urgent):
            try:
                answer = self._transport.send(request)
                taken = is_answer is not None and is_answer(answer)
                page = (
                    Page(_if_decoded(answer, request), answer)
                    if taken
                    else self._judged(request, answer, actions, may_renew)
                )
            except Failure as failure:
                self._fail(failure)
            except Elsewhere as address:
                self._fail(Failure("broken", f"another host is named: {address}", unsent=True))
            except Unsent as wrong:
                self._fail(Failure("broken", str(wrong), unsent=True))
            except Broken as broken:
                self._fail(Failure("broken", str(broken)))
            except httpx2.HTTPError as error:
                unsent = isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout)
                self._fail(Failure("unreachable", f"{type(error).__name__}: {error}", unsent=unsent))
            except httpx2.InvalidURL as error:
                self._fail(Failure("broken", str(error)))
        self._calls.answered()
        return page

    def _judged(
        self, request: Request, answer: Answer, actions: tuple[ResponseAction, ...], may_renew: bool
    ) -> Page:
        for action in actions:
            if _fits(action, answer):
                if action.action == "ignore":
                    return Page(None, answer)
                if action.action == "renew" and may_renew:
                    raise _Stale
                raise Failure("unreachable", quoted(answer))
        if answer.status == 401 and may_renew:
            raise _Stale
        if answer.status == 401:
            raise Failure("forbidden", quoted(answer), unsent=True)
        if answer.status in _COME_BACK:
            wait_s = retry_after(answer.headers, self.now())
            raise Failure("refused", quoted(answer), wait_s, unsent=answer.status != 503)
        if answer.status == 204 or (answer.status == 304 and self.unchanged.was_asked(request)):
            return Page(None, answer)
        if not 200 <= answer.status < 300:
            raise Failure("broken", quoted(answer))
        try:
            return Page(decoded(answer, request.decoder), answer)
        except NotDecoded as wrong:
            raise Failure("broken", f"{wrong}: {quoted(answer)}") from wrong

    def _fail(self, failure: Failure) -> NoReturn:
        self._calls.failed(failure.cause, failure.reason, failure.retry_after_s)
        raise Unavailable("error.rest", reason=failure.reason) from failure

    def refuse(self, reason: str) -> Unavailable:
        """Count an answer that can be read, but is not as expected, as a failure; the error to raise."""
        self._calls.failed("broken", reason)
        return Unavailable("error.rest", reason=reason)


class _Stale(Exception):
    """The session is no longer good."""


def _fits(action: ResponseAction, answer: Answer) -> bool:
    by_status = action.status_code is None or action.status_code == answer.status
    by_content = not action.content or action.content.encode() in answer.body
    return by_status and by_content and (action.status_code is not None or bool(action.content))


def _if_decoded(answer: Answer, request: Request) -> Any:
    try:
        return decoded(answer, request.decoder) if answer.body else None
    except NotDecoded:
        return None


def quoted(answer: Answer) -> str:
    """An answer in short, for people: its status, where it redirects to, the beginning of its text."""
    text = " ".join(answer.body[: 4 * _SHOWN].decode("utf-8", "replace").split())
    redirected = answer.headers.get("location", "")
    more = f" to {redirected}" if redirected and 300 <= answer.status < 400 else ""
    return f"HTTP {answer.status}{more}: {text[:_SHOWN]}" if text else f"HTTP {answer.status}{more}"
