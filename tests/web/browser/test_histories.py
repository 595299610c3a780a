"""Histories in a real browser: a file is looked at and started from the keyboard; readable by everybody."""

from playwright.sync_api import expect

from tests.flow.histories.importing import SAMPLES
from tests.web.browser.test_pages import is_for_everybody


def test_a_file_is_sent_looked_at_and_started_from_the_keyboard(open_page):
    page = open_page("/histories", user="bruno")
    is_for_everybody(page)
    page.set_input_files("#h-file", SAMPLES / "servicenow.csv")
    page.locator("#h-origin").focus()
    page.keyboard.type("snow")
    page.keyboard.press("Enter")
    page.wait_for_url("**/histories/*")
    expect(page.locator(".history-rows tbody tr").first).to_contain_text("INC0010001")
    is_for_everybody(page)
    page.get_by_role("button", name="Lancer l’import").focus()
    page.keyboard.press("Enter")
    expect(page.locator("progress")).to_be_visible()
    is_for_everybody(page)
