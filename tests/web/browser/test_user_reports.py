"""Users' reports in the browser: a call by the keyboard alone, the report's page, and what axe says of both."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.browser.test_pages import violations


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_a_call_is_recorded_answered_and_moved_by_the_keyboard_alone(open_page, width, scheme):
    page = open_page("/user-reports", width=width, scheme=scheme)
    assert violations(page) == []
    page.keyboard.press("c")
    page.wait_for_url("**/user-reports/call")
    expect(page.locator("#u-caller")).to_be_focused()
    page.keyboard.type("lea@x.example")
    page.keyboard.press("Tab")
    page.keyboard.type("INC-44 dure encore")
    expect(page.locator("#probable")).to_contain_text("INC-44")
    assert violations(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/user-reports/\d+$"))
    expect(page.locator("main")).to_contain_text("INC-44 dure encore")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#a-note").focus()
    page.keyboard.type("Nous regardons.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".timeline")).to_contain_text("Écrit à l’utilisateur : une réponse")
    page.locator("text=Il ne concerne aucun de nos incidents").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".timeline")).to_contain_text("ne concerne aucun incident")
