"""Markup: the short way and the rules leave the same of a page, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.translation.reading.markup import bare, by_rules

PIECES = (
    "<p>", "</p>", "<br/>", "<o:p>", "<TD colspan=2>", '<td rowspan="3" title="a > b">', "<td title='it'>", "</td>",
    "<tr>", "<style>", "</style >", "<STYLE type='x'>", "<script", "</script>", "<title/>", "<!--", "-->", "<!-->",
    "<!doctype html>", "<noſcript>", "<?xml", "<", ">", '"', "'", "=", "/", " ", "\n", "é", "texte", "<a href=x",
    "<select>", "</select>", '<p"x">', '<td title="<p>">', "<style title='>'>", "ſtyle", "<\u212a>",
    "<span style='display:none'>", "</span>", "<p hidden>", "<DEL>", "</del>",
)  # fmt: skip
PAGES = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(PAGES)
def test_the_short_way_leaves_what_the_rules_leave(page: str) -> None:
    assert bare(page) == by_rules(page)


@pytest.mark.parametrize(
    "page", ["<p>a</p>", "<html><!-- x --><style>p{}</style><td colspan=2>b</td></html>"]
)
def test_a_page_written_as_usual_needs_no_rules(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.core.translation.reading.markup.by_rules", lambda rest: pytest.fail(rest))
    assert "<" in bare(page)
