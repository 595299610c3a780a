"""Every error that Tocsin raises on purpose.

TocsinError
├── Refused            a command that the rules do not allow now (409)
│   └── Outdated       somebody has acted since the caller looked (409; 412 over the API)
├── NotAllowed         a person may not do this here (403)
├── NotFound           no such thing (404)
├── BadInput           input that cannot be read; carries Faults (422, exit 2)
│   └── TooLarge       input over its limit (413)
├── Busy               come back later; carries ``retry_after_s`` (429 or 503)
└── Unavailable        a part that we need does not answer (503, exit 4)
"""

from typing import Any, ClassVar

from tocsin.core.kernel.sentences import Language, declared, render_why
from tocsin.core.kernel.value import Value
from tocsin.core.kernel.why import Why


class Fault(Value):
    """One mistake in an input: where it is, what is wrong, and its remedy, if there is one."""

    why: Why
    cure: Why | None = None
    file: str = ""
    line: int | None = None
    field: str = ""

    def message(self, language: Language) -> str:
        """What is wrong, in one line."""
        return render_why(self.why, language)

    def remedy(self, language: Language) -> str:
        """What to do about it, in one line; empty when there is no remedy."""
        return render_why(self.cure, language) if self.cure else ""

    def sentence(self, language: Language) -> str:
        """``file:line: field: message (remedy)``."""
        place = ":".join(str(part) for part in (self.file, self.line) if part not in ("", None))
        remedy = self.remedy(language)
        parts = [place, self.field, self.message(language) + (f" ({remedy})" if remedy else "")]
        return ": ".join(part for part in parts if part)

    def __str__(self) -> str:
        return self.sentence("en")


def fault(
    code: str,
    cure: Why | None = None,
    *,
    file: str = "",
    line: int | None = None,
    field: str = "",
    **facts: Any,
) -> Fault:
    """The mistake of this ``code`` with these facts. The remedy is ``cure``, or else the remedy declared with the code."""
    if cure is None and declared(f"{code}.remedy"):
        cure = Why(code=f"{code}.remedy", facts=facts)
    return Fault(why=Why(code=code, facts=facts), cure=cure, file=file, line=line, field=field)


class TocsinError(Exception):
    """The root. ``code`` is stable and documented; the sentence exists in both languages."""

    code: ClassVar[str] = "error"

    def __init__(self, code: str = "", **facts: Any) -> None:
        self.why = Why(code=code or self.code, facts=facts)
        super().__init__(render_why(self.why, "en"))

    def sentence(self, language: Language) -> str:
        """The error in the reader's language."""
        return render_why(self.why, language)


class Refused(TocsinError):
    """The rules do not allow this command in this state."""

    code = "error.refused"


class Outdated(Refused):
    """Somebody has acted since the caller looked."""

    code = "error.outdated"


class NotAllowed(TocsinError):
    """This person may not do this here."""

    code = "error.not_allowed"


class NotFound(TocsinError):
    """No such thing."""

    code = "error.not_found"


class BadInput(TocsinError):
    """Input that cannot be read. ``faults`` lists every mistake, not only the first."""

    code = "error.bad_input"

    def __init__(self, faults: tuple[Fault, ...] | list[Fault] = (), code: str = "", **facts: Any) -> None:
        self.faults = tuple(faults)
        super().__init__(code, count=len(self.faults), **facts)

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *map(str, self.faults)])


class TooLarge(BadInput):
    """Input over its limit."""

    code = "error.too_large"


class Busy(TocsinError):
    """The queue is full or a limit is reached: come back in ``retry_after_s`` seconds."""

    code = "error.busy"

    def __init__(self, retry_after_s: int = 1, code: str = "", **facts: Any) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(code, retry_after_s=retry_after_s, **facts)


class Unavailable(TocsinError):
    """A part that we need (the database, a mail server) does not answer."""

    code = "error.unavailable"
