"""The command palette: by the keyboard alone, without the server, and what it leaves as it was."""

import pytest
from playwright.sync_api import expect

from tests.web.browser.test_pages import violations


def opened(page, text=""):
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    page.keyboard.type(text)
    return page.locator("#palette-list [role=option]:visible")


def test_find_an_incident_and_go_there(open_page):
    page = open_page("/")
    options = opened(page, "#entrepots")
    expect(options.first).to_contain_text("INC-45")
    field = page.locator("#palette-text")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/45")


def test_walk_the_options_and_escape_to_where_one_was(open_page):
    page = open_page("/")
    page.keyboard.press("j")
    expect(page.locator("#row-42")).to_be_focused()
    options = opened(page, "baie")
    expect(options.last).to_contain_text("baie")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    expect(page.locator("#row-42")).to_be_focused()


def test_an_answer_that_comes_late_leaves_the_mark_where_it_was_walked_to(open_page):
    page = open_page("/")
    options = opened(page, "baie")
    expect(options.last).to_contain_text("baie")
    late = []
    page.route("**/palette?text=baie", lambda route: late.append(route))
    with page.expect_request("**/palette?text=baie"):
        page.keyboard.type(" ")  # the same words, asked again
    page.keyboard.press("ArrowDown")
    walked_to = options.nth(1).get_attribute("data-href")
    options.nth(1).evaluate("option => option.id = 'before'")
    late[0].continue_()
    expect(page.locator("#before")).to_have_count(0)
    expect(page.locator("#palette-list [aria-selected=true]")).to_have_attribute("data-href", walked_to)


def test_people_and_places_by_their_sign(open_page):
    page = open_page("/")
    expect(opened(page, "@haddad").first).to_contain_text("Karim Haddad")
    page.keyboard.press("Control+a")
    page.keyboard.type(":salle 2")
    expect(page.locator("#palette-list [role=option]:visible").first).to_contain_text("Salle 2")
    expect(page.locator("#palette-actions")).to_be_hidden()


def test_actions_of_this_page_with_their_key_and_without_the_server(open_page):
    page = open_page("/incidents/45")
    page.context.set_offline(True)
    options = opened(page, ">comment")
    expect(options).to_have_count(1)
    expect(options.locator("kbd")).to_have_text("c")
    page.keyboard.press("Enter")
    expect(page.locator("#comment-note")).to_be_focused()


def test_without_the_server_it_says_so_and_still_offers_actions(open_page):
    page = open_page("/")
    page.context.set_offline(True)
    options = opened(page, "salles")
    expect(page.locator("#palette-status")).to_have_text("Le serveur ne répond pas\u00a0: actions seulement.")
    expect(options.first).to_contain_text("Salles")


def test_empty_it_offers_what_runs_out_first(open_page):
    page = open_page("/duty")
    expect(opened(page).first).to_contain_text("INC-")


def test_by_the_search_page_without_a_script(open_page):
    page = open_page("/", script=False)
    page.locator("[data-palette]").click()
    page.wait_for_url("**/search")
    page.fill("#search-text", "srv-wms-01")
    page.keyboard.press("Enter")
    expect(page.locator("a[href='/incidents/45']")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_accessible(open_page, width, scheme):
    page = open_page("/search?text=baie", width=width, scheme=scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("[data-palette]").click()
    expect(page.locator("#palette-list [role=option]:visible").first).to_be_visible()
    assert violations(page) == []
