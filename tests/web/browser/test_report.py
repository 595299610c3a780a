"""A technician opens an incident in twenty seconds: by the keyboard, by touch, and without a script."""

import time

import pytest
from playwright.sync_api import expect

from tests.web.browser.test_pages import is_for_everybody


def test_by_the_keyboard_alone(open_page):
    page = open_page("/")
    began = time.monotonic()
    page.keyboard.press("n")
    page.wait_for_url("**/report")
    expect(page.locator("#r-place")).to_be_focused()
    page.keyboard.type("baie 7 salle 1")
    expect(page.locator("#r-places [role=option]").first).to_contain_text("Baie 07")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#r-what")).to_be_focused()
    page.keyboard.type("Fumée dans la baie")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/*")
    assert time.monotonic() - began < 20
    expect(page.locator(".timeline blockquote").first).to_contain_text("Fumée dans la baie")


def test_the_list_says_what_is_chosen_and_escape_shuts_it(open_page):
    page = open_page("/report")
    page.locator("#r-place").fill("crm")
    expect(page.locator("#r-place")).to_have_attribute("aria-expanded", "true")
    assert page.locator("#r-place").get_attribute("aria-activedescendant") == "place-1"
    page.keyboard.press("Escape")
    expect(page.locator("#r-places")).to_be_hidden()


def test_by_touch_on_a_phone(open_page):
    page = open_page("/", width=390, user="mehdi")
    page.locator("a.report-button").click()
    page.wait_for_url("**/report")
    page.locator("#r-place").fill("srv-crm-01")
    page.locator("#r-places [role=option]").first.click()
    page.locator("#r-what").fill("Ne répond plus")
    page.get_by_role("button", name="Ouvrir l’incident").click()
    page.wait_for_url("**/incidents/*")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_without_a_script_the_form_offers_what_the_text_may_mean(open_page):
    page = open_page("/report", script=False)
    page.locator("#r-place").fill("baie 2")
    page.locator("#r-what").fill("Bruit")
    page.locator("main button").click()
    page.locator(".offers input[type=radio]").first.check()
    page.locator("main button").click()
    page.wait_for_url("**/incidents/*")


@pytest.mark.parametrize("address", ["/report", "/incidents/42/merge/choose", "/incidents/42/split/choose"])
def test_axe_finds_nothing(open_page, address):
    is_for_everybody(open_page(address))
