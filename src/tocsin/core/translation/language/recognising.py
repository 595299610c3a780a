"""Recognising: the tests by which a format knows a message, and what they found when it did not."""

from collections.abc import Callable
from typing import Any

from tocsin.core.kernel.why import Why
from tocsin.core.translation.language.checking import Checker
from tocsin.core.translation.language.conditions import compiled_condition
from tocsin.core.translation.language.paths import Element, Path
from tocsin.core.translation.language.patterns import Test, compiled_tests
from tocsin.core.translation.language.splitting import compiled_path
from tocsin.core.translation.reading import authentication
from tocsin.core.translation.reading.document import Document
from tocsin.core.translation.text import word

Failure = dict[str, str] | None  # None: the test holds; else test, expected, found
Check = Callable[[Document], Failure]

KEYS = (
    "from",
    "authenticated",
    "to",
    "subject",
    "text",
    "header",
    "part",
    "media_type",
    "attachment",
    "calendar",
    "json",
    "when",
    "any",
)
IGNORE_KEYS = ("reason",)


class Recogniser:
    """Every test must hold; the first that fails is returned."""

    def __init__(self, checks: tuple[Check, ...]) -> None:
        self.checks = checks

    def failure(self, document: Document) -> Failure:
        """None if the document is recognised."""
        for check in self.checks:
            failed = check(document)
            if failed is not None:
                return failed
        return None


def compiled_recogniser(node: Checker, extra: tuple[str, ...] = ()) -> Recogniser:
    """The tests written here."""
    node.only((*KEYS, *extra))
    checks: list[Check] = []
    for name, read in _READ.items():
        if not node.at(name).absent:
            checks.append(_among(name, compiled_tests(node.at(name)), node.at(name), read))
    if not node.at("from").absent:
        checks.insert(0, _sender(node.at("from")))
    if not node.at("authenticated").absent:
        checks.append(_authenticated(node.at("authenticated").text()))
    for name, test in node.at("header").items():
        checks.append(_among(f"header {name}", compiled_tests(test), test, _header(name.lower())))
    checks += [_calendar(child.text().upper()) for child in node.at("calendar").each()]
    checks += _json(node.at("json"))
    if not node.at("any").absent:
        checks.append(_any(tuple(compiled_recogniser(child) for child in node.at("any").each())))
    if not node.at("when").absent:
        checks.append(_when(node.at("when")))
    return Recogniser(tuple(checks))


def names_of(document: Document) -> dict[str, Any]:
    """The names that a condition on a whole message may use."""
    return {
        "subject": document.subject,
        "sender": document.sender,
        "recipient": document.recipient,
        "text": document.text,
        "headers": document.headers,
        "parts": list(document.parts),
        "attachments": [attachment.name for attachment in document.attachments],
        "media_type": document.media_type,
        "source": document.source,
        "json": document.json,
    }


NAMES = (
    "subject", "sender", "recipient", "text", "headers", "parts", "attachments", "media_type", "source", "json"
)  # fmt: skip
_READ: dict[str, Callable[[Document], list[str]]] = {
    "media_type": lambda document: [document.media_type],
    "to": lambda document: [document.recipient],
    "subject": lambda document: [document.subject],
    "part": lambda document: list(document.parts),
    "attachment": lambda document: [attachment.name for attachment in document.attachments],
    "text": lambda document: [document.text],
}


def _header(name: str) -> Callable[[Document], list[str]]:
    return lambda document: [document.headers[name]] if name in document.headers else []


def _among(name: str, tests: tuple[Test, ...], node: Checker, read: Callable[[Document], list[str]]) -> Check:
    """One of the tests must hold of one of the texts."""
    expected = " | ".join(Checker(node.value, "", []).texts())
    plains = tuple(test.plain for test in tests if test.pattern is None)
    patterns = tuple(test.pattern for test in tests if test.pattern is not None)

    def check(document: Document) -> Failure:
        texts = read(document)
        for text in texts:
            normalised = word(text)
            for plain in plains:
                if plain in normalised:
                    return None
            for pattern in patterns:
                if pattern.found(text):
                    return None
        return {"test": name, "expected": expected, "found": ", ".join(texts)[:120]}

    return check


def _sender(node: Checker) -> Check:
    """An address is the whole address, ``@domain`` the whole domain, ``name@`` the whole name before it: a
    look-alike must not pass."""
    wanted = [text.lower() for text in node.texts()]

    def passes(sender: str, pattern: str) -> bool:
        if pattern.startswith("@"):
            return sender.endswith((pattern, "." + pattern[1:]))
        if pattern.endswith("@"):
            return sender.startswith(pattern)
        return sender == pattern if "@" in pattern else pattern in sender

    def check(document: Document) -> Failure:
        if any(passes(document.sender, pattern) for pattern in wanted):
            return None
        return {"test": "from", "expected": " | ".join(wanted), "found": document.sender}

    return check


def _authenticated(host: str) -> Check:
    """The relay of this name must have found that the mail is of its sender's domain."""

    def check(document: Document) -> Failure:
        domain = document.sender.rpartition("@")[2]
        if authentication.proven(document.authentication, host, domain):
            return None
        domains = authentication.found(document.authentication, host)
        return {"test": "authenticated", "expected": f"{host}: {domain}", "found": domains}

    return check


def _calendar(name: str) -> Check:
    """A calendar property that must be there."""

    def check(document: Document) -> Failure:
        entries = [
            component for calendar in document.calendars for component in (calendar, *calendar.components)
        ]
        met = {property_.name for entry in entries for property_ in entry.properties}
        return (
            None
            if name in met
            else {"test": "calendar", "expected": name, "found": ", ".join(sorted(met))[:120]}
        )

    return check


def _json(node: Checker) -> list[Check]:
    """Paths that must lead somewhere; with a test, to a text that passes."""
    if isinstance(node.value, dict):
        return [
            check
            for key, test in node.items()
            if (path := compiled_path(Checker(key, test.path, node.faults)))
            for check in [_path_test(path, test)]
        ]
    return [_present(path) for child in node.each() if (path := compiled_path(child))]


def _present(path: Path) -> Check:
    def check(document: Document) -> Failure:
        if document.json is not None and path.nodes(Element(document.json)):
            return None
        return {"test": "json", "expected": path.source, "found": type(document.json).__name__}

    return check


def _path_test(path: Path, node: Checker) -> Check:
    def read(document: Document) -> list[str]:
        return [path.text(Element(document.json))] if document.json is not None else []

    return _among(f"json {path.source}", compiled_tests(node), node, read)


def _any(recognisers: tuple[Recogniser, ...]) -> Check:
    def check(document: Document) -> Failure:
        failure: Failure = {"test": "any", "expected": "one of the blocks", "found": "none"}
        for recogniser in recognisers:
            failure = recogniser.failure(document)
            if failure is None:
                return None
        return failure

    return check


def _when(node: Checker) -> Check:
    condition = compiled_condition(node, NAMES)

    def check(document: Document) -> Failure:
        why: list[Why] = []
        if condition is None or condition.holds(names_of(document), why):
            return None
        found = why[0].facts["reason"] if why else "false"
        return {"test": "when", "expected": condition.source, "found": str(found)}

    return check
