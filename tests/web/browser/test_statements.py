"""The statements in a real browser: readable by everybody, on a desk and on a phone, and settled from the keyboard."""

from playwright.sync_api import expect

from tests.web.browser.test_pages import is_for_everybody


def test_a_statement_with_every_class_and_its_bits_opened_is_accessible(open_page):
    page = open_page("/statements/1", user="claire")
    page.locator(".bits summary").first.click()
    expect(page.locator(".bits dl").first).to_be_visible()
    page.locator(".statement-columns > summary").click()
    expect(page.locator(".statement-headings")).to_be_visible()
    is_for_everybody(page)


def test_the_list_with_a_statement_and_its_form_is_accessible(open_page):
    page = open_page("/statements", user="claire")
    expect(page.locator("[data-row]")).not_to_have_count(0)
    is_for_everybody(page)


def test_a_line_in_doubt_is_found_settled_and_undone_from_the_keyboard(open_page):
    page = open_page("/statements", user="claire")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/statements/1")
    choice = page.locator(".statement-act input[type=checkbox]").first
    for _ in range(80):
        if choice.evaluate("box => box === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(choice).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".statement-act")).to_have_count(0)
    expect(page.locator("#line-4")).to_contain_text("tranché")
    undo = page.locator("#line-4").get_by_role("button", name="Annuler")
    undo.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".statement-act input[type=checkbox]").first).to_be_visible()
