"""Attachments: which attachments of a mail no rule of a format reads. Knows what rules read, not what files contain."""

from collections.abc import Iterator
from typing import Any

from tocsin.core.translation.language.checking import Checker
from tocsin.core.translation.language.patterns import Test, compiled, compiled_tests
from tocsin.core.translation.reading.document import Attachment, Document

_SIGNATURES = frozenset(
    {
        "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
        "application/pgp-keys", "text/vcard", "text/x-vcard", "text/directory",
    }
)  # fmt: skip
_SIGNATURE_NAMES = (".p7s", ".asc", ".sig", ".vcf")


class Reads:
    """What the rules of a format read of attachments: calendars, JSON, CSV, and names that they know."""

    def __init__(self, node: Checker) -> None:
        self._names = (*compiled_tests(node.at("ignore_attachments")), *_named(node.value, node))
        spec = {key: value for key, value in _mapping(node.value).items() if key != "tables"}
        keys = dict.fromkeys(_keys(spec))
        self._calendars = "calendar" in keys
        self._json = "json" in keys or any("json" in str(text) for text in _values(spec, "when"))
        self._csv = any(where not in ("html", "text") for where in _cut_by_rows(spec))

    def unread(self, document: Document) -> list[str]:
        """The names of the attachments that nothing reads. Pictures within the text and signatures do not count."""
        if document.media_type != "message/rfc822":
            return []
        found = [
            attachment
            for attachment in document.attachments
            if not attachment.inline and not _is_signature(attachment)
        ]
        return [
            attachment.name or attachment.media_type
            for attachment in found
            if not self._reads(attachment, document)
        ]

    def _reads(self, attachment: Attachment, document: Document) -> bool:
        if self._calendars and attachment.is_calendar:
            return True
        if self._csv and attachment.is_csv:
            return True
        if self._json and attachment.is_json and document.json is not None:
            return attachment is next(candidate for candidate in document.attachments if candidate.is_json)
        return any(test.holds(attachment.name) for test in self._names)


def _is_signature(attachment: Attachment) -> bool:
    return attachment.media_type in _SIGNATURES or attachment.name.lower().endswith(_SIGNATURE_NAMES)


def _named(spec: Any, node: Checker, *, in_fields: bool = False) -> Iterator[Test]:
    """The names that tests and fields use."""
    for key, value in _mapping(spec).items():
        here = Checker(value, node.path, [])
        if key == "attachment" and in_fields:
            if (pattern := compiled(here)) is not None:
                yield Test("", pattern)
        elif key == "attachment":
            yield from compiled_tests(here)
        else:
            yield from _named(value, node, in_fields=in_fields or key == "fields")
    for element in spec if isinstance(spec, list) else ():
        yield from _named(element, node, in_fields=in_fields)


def _keys(spec: Any) -> Iterator[str]:
    for key, value in _mapping(spec).items():
        yield str(key)
        yield from _keys(value)
    for element in spec if isinstance(spec, list) else ():
        yield from _keys(element)


def _values(spec: Any, name: str) -> Iterator[Any]:
    for key, value in _mapping(spec).items():
        if key == name:
            yield value
        yield from _values(value, name)
    for element in spec if isinstance(spec, list) else ():
        yield from _values(element, name)


def _cut_by_rows(spec: Any) -> Iterator[Any]:
    """Where each ``rows`` and ``columns`` looks."""
    mapping = _mapping(spec)
    if "rows" in mapping or "columns" in mapping:
        yield mapping.get("in", "")
    for value in (*mapping.values(), *(spec if isinstance(spec, list) else ())):
        yield from _cut_by_rows(value)


def _mapping(spec: Any) -> dict[Any, Any]:
    return spec if isinstance(spec, dict) else {}
