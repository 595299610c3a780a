"""The keyboard alone is enough."""

from playwright.sync_api import expect


def test_skip_link_is_first_and_works(open_page):
    page = open_page("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_walk_the_board_and_open_a_row(open_page):
    page = open_page("/")
    page.keyboard.press("j")
    expect(page.locator("#row-42")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("#row-42")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/42")


def test_search_all_incidents_and_walk_what_is_found(open_page):
    page = open_page("/")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/incidents")
    page.keyboard.press("/")
    expect(page.locator("#f-text")).to_be_focused()
    page.keyboard.type("volume partage")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents?text=volume+partage*")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/47")


def test_comment_from_the_keyboard_where_one_stands(open_page):
    page = open_page("/incidents/47", user="mehdi")
    page.keyboard.press("c")
    page.keyboard.type("Archivage lancé.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".timeline blockquote").first).to_have_text("Archivage lancé.")
    expect(page.locator(".toast")).to_contain_text("Commentaire ajouté")


def test_single_letters_can_be_switched_off(open_page):
    page = open_page("/")
    page.keyboard.press("?")
    page.locator("#shortcuts-on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") != "row-42"


def test_everything_works_without_a_script(open_page):
    page = open_page("/incidents/45", script=False)
    page.locator("summary", has_text="Commenter").click()
    page.locator("#comment-note").fill("Vu sans script.")
    page.get_by_role("button", name="Ajouter le commentaire").click()
    expect(page.locator(".timeline blockquote").first).to_have_text("Vu sans script.")
