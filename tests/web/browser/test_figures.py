"""The teams' work in a browser: readable by everybody, and no picture without its figures as text."""

import pytest
from playwright.sync_api import expect

from tests.web.browser.test_pages import violations


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_accessible(open_page, width, scheme):
    page = open_page("/figures?days=90", width=width, scheme=scheme, user="bruno")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#figure-open").click()
    expect(page.locator("[data-row]").first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
