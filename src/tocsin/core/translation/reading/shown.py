"""Shown: a mail as a page shows it: headers and text, within the limits of translation. Knows no page."""

from collections.abc import Sequence

from tocsin.core.kernel.value import Value
from tocsin.core.translation import limits
from tocsin.core.translation.reading import headers
from tocsin.core.translation.reading.document import Unreadable
from tocsin.core.translation.reading.mail import RAISED_BY_LIBRARY, open_mail
from tocsin.core.translation.reading.parts import gather


class Shown(Value):
    """All headers, decoded, in their order; the text of all inline parts, or their HTML where all texts are empty."""

    headers: tuple[tuple[str, str], ...]
    text: str
    html: str

    def named(self, names: Sequence[str]) -> list[tuple[str, str]]:
        """These headers, in this order, each as it stands first."""
        return [(name, found) for name in names if (found := self._first(name))]

    def _first(self, name: str) -> str:
        return next((value for known, value in self.headers if known.lower() == name.lower()), "")


def show(body: bytes) -> Shown:
    """The mail that begins with ``body``, which may be cut. Raises Unreadable."""
    try:
        root = open_mail(body)
        stretches = gather(root).stretches
    except RAISED_BY_LIBRARY as error:
        raise Unreadable(reason=f"mail: {type(error).__name__}") from error
    text = "\n\n".join(stretch.plain for stretch in stretches if stretch.has_text)
    return Shown(
        headers=tuple((name, headers.decoded(value)) for name, value in root.items()[: limits.MAX_HEADERS]),
        text=text[: limits.MAX_TEXT_CHARS],
        html="" if text else "\n".join(stretch.html for stretch in stretches if stretch.html),
    )
