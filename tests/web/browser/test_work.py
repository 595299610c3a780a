"""A person's work by the keyboard alone: walk, choose, act on several, read what became of each."""

import pytest
from playwright.sync_api import expect

from tests.web.browser.test_pages import violations


def test_walk_choose_and_comment_several_without_a_mouse(open_page):
    page = open_page("/")
    page.keyboard.press("g")
    page.keyboard.press("w")
    page.wait_for_url("**/work")
    page.goto("/work?list=team")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-chosen]")).to_have_text("2")
    page.keyboard.press("c")
    expect(page.locator("#together-note")).to_be_focused()
    page.keyboard.type("Relu à deux.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".outcomes")).to_contain_text("2 faits")
    assert violations(page) == []


def test_without_a_choice_the_row_where_one_stands_is_meant(open_page):
    page = open_page("/work")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(".outcomes")).to_contain_text("INC-42")
    expect(page.locator(".outcomes")).to_contain_text("déjà à vous")


def test_a_choice_is_not_lost_when_the_page_refreshes(open_page):
    page = open_page("/work?list=team")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.evaluate("htmx.trigger('#work', 'live')")
    expect(page.locator("#work")).to_have_attribute("data-behind", "")
    expect(page.locator("[data-select]:checked")).to_have_count(1)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_accessible(open_page, width, scheme):
    page = open_page("/work?list=team", width=width, scheme=scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
