"""Each document that people need in both languages has its twin, with the same headings; and no link leads nowhere."""

import re

import pytest

from tests.architecture.source import SOURCE

DOCS = SOURCE.parents[1] / "docs"
TWINS = [
    (DOCS / "guide" / "operator.md", DOCS / "guide" / "operator.fr.md"),
    (DOCS / "guide" / "user.en.md", DOCS / "guide" / "user.fr.md"),
    (DOCS / "formats" / "README.md", DOCS / "formats" / "fr.md"),
    (DOCS / "formats" / "histories.md", DOCS / "formats" / "histories.fr.md"),
    *((english, DOCS / "rules" / "fr" / english.name) for english in sorted((DOCS / "rules").glob("*.md"))),
]
_CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def levels(document):
    """The headings of a document, as how deep each is."""
    prose = _CODE.sub("", document.read_text("utf-8"))
    return [len(marks) for marks in re.findall(r"^(#+) ", prose, re.MULTILINE)]


@pytest.mark.parametrize(("english", "french"), TWINS, ids=lambda document: document.name)
def test_the_french_twin_has_the_same_headings(english, french):
    assert levels(french) == levels(english)


def slug(heading):
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(document):
    prose = _CODE.sub("", document.read_text("utf-8"))
    return {slug(heading) for heading in re.findall(r"^#+ (.*)$", prose, re.MULTILINE)}


@pytest.mark.parametrize(
    "document", sorted(DOCS.rglob("*.md")), ids=lambda document: str(document.relative_to(DOCS))
)
def test_no_link_leads_nowhere(document):
    prose = _CODE.sub("", document.read_text("utf-8"))
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file)):
            broken.append(target)
    assert broken == []


def test_every_test_that_the_security_table_names_exists():
    """Who trusts a line reads its test; ``...`` is the file that was named before."""
    root, file, missing = DOCS.parent, "", []
    table = (DOCS / "security.md").read_text("utf-8")
    for path, name in re.findall(r"`(tests/[\w/]+(?:\.py)?|\.\.\.)(?:::(\w+))?`", table):
        file = file if path == "..." else path
        if not (root / file).exists() or (name and f"def {name}(" not in (root / file).read_text("utf-8")):
            missing.append((file, name))
    assert missing == []
