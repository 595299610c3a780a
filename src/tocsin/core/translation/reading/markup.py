"""Markup: a page without attributes, comments and elements that do not shape its text. Takes linear time for any input."""

import re
from functools import lru_cache
from typing import Any

import re2

BLOCKS = frozenset(
    {
        "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "thead", "tfoot", "section",
        "article", "header", "footer", "pre", "hr", "dl", "dt", "dd", "blockquote", "center", "form", "address", "caption",
    }
)  # fmt: skip
STRUCK = frozenset({"del", "s", "strike"})
_KEPT = BLOCKS | STRUCK | {"br", "tr", "td", "th", "span"}  # a span may be hidden
_SILENT = (
    "script",
    "style",
    "title",
    "template",
    "noscript",
    "svg",
    "math",
    "iframe",
    "object",
    "select",
    "textarea",
)
_ANY = re2.compile(
    (
        "(?is)"
        + "|".join(rf"<{name}(?:[\s/][^>]*)?>.*?(?:</{name}\s*>|$)" for name in _SILENT)
        + r"""|<!--.*?(?:-->|$)|<[!?][^>]*>|<(/?[a-z][^\s/>]*)(?:[^>"']|"[^"]*"|'[^']*')*>"""
    ).encode()
)
_USUAL = re.compile(
    r"""<(/?[a-z][a-z0-9:._-]*)(?=[\s/>])[^<>"']*+(?:"[^<>"]*+"[^<>"']*+|'[^<>']*+'[^<>"']*+)*+>""",
    re.I | re.A,
)
_CLOSED = {name: re.compile(rf"</{re.escape(name)}\s*+>", re.I) for name in _SILENT}
_SPAN = re.compile(r"""\b(row|col)span\s*=\s*["']?\s*(\d{1,3})(?!\d)""", re.I)
_HIDDEN = re.compile(
    r"\bdisplay\s{0,9}:\s{0,9}none\b|\bvisibility\s{0,9}:\s{0,9}hidden\b|\bmso-hide\s{0,9}:\s{0,9}all\b"
)
_STYLE = re.compile(r"""\sstyle\s{0,9}=\s{0,9}("[^"]*"|'[^']*')""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_HIDES = re.compile(r"\shidden(?=[\s=/>])")
_MAX_TAG_CHARS = 1_000  # of a tag, read for whether it hides, and how many rows and columns it spans


def bare(content: str) -> str:
    """The page without comments, elements that do not shape its text, and attributes but two: ``hidden``, a cell's spans.

    The parser is quadratic in attributes, options and much else; what is left can't hide from a count.
    """
    kept: list[str] = []
    position = 0
    while (start := content.find("<", position)) >= 0:
        kept.append(content[position:start])
        if content.startswith(("<!", "<?"), start):
            position = _declared(content, start)
        elif usual := _USUAL.match(content, start):
            name = usual[1].lower()
            position = _silent(content, usual.end(), name) if name in _CLOSED else usual.end()
            kept.append(_tag(usual[0][:_MAX_TAG_CHARS], name))
        else:
            position = -1
        if position < 0:  # unusual markup: RE2 decides the rest, more slowly, but in linear time
            return "".join(kept) + by_rules(content[start:])
    return "".join(kept) + content[position:]


def by_rules(content: str) -> str:
    """The same, tag by tag, of any page."""
    left: bytes = _ANY.sub(
        _replaced, content.encode()
    )  # bytes: for a text, RE2 would count the positions of each match
    return left.decode()


def _declared(content: str, start: int) -> int:
    """Where a comment or a declaration ends; -1 if it does not."""
    if content.startswith("<!--", start):
        end = content.find("-->", start + 4)
        return len(content) if end < 0 else end + 3
    return content.find(">", start + 2) + 1 or -1


def _silent(content: str, start: int, name: str) -> int:
    """Where an element ends that is not shown and has been opened."""
    closed = _CLOSED[name].search(content, start)
    return closed.end() if closed else len(content)


def _replaced(markup: Any) -> bytes:
    name = (markup.group(1) or b"").decode().lower()
    return _tag(markup.group(0)[:_MAX_TAG_CHARS].decode(errors="replace"), name).encode()


@lru_cache(maxsize=1024)  # pages are made of the same few tags
def _tag(written: str, name: str) -> str:
    """What is left of a tag."""
    if name.lstrip("/") not in _KEPT:
        return ""
    spans = dict(_SPAN.findall(written.lower())) if name in ("td", "th") else {}
    hidden = " hidden" if _is_hidden(written.lower()) else ""
    return f"<{name}{''.join(f' {which}span={count}' for which, count in spans.items())}{hidden}>"


def _is_hidden(tag: str) -> bool:
    """Whether a reader does not see the element: the line that only a list of mails shows, or a telephone's version."""
    styled = _STYLE.search(tag)
    return bool(styled and _HIDDEN.search(styled[1])) or bool(_HIDES.search(_QUOTED.sub("", tag)))
