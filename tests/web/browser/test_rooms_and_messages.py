"""The rooms, messages, sources and accounts in a real browser: readable by everybody, walked by mouse and keyboard."""

import pytest
from playwright.sync_api import expect

from tests.web.browser.test_pages import is_for_everybody, violations

PAGES = [
    "/rooms",
    "/rooms/par1.s1",
    "/rooms/par1.s1?rack=par1.s1.r07",
    "/messages",
    "/messages?status=quarantined",
    "/messages/queue",
    "/messages/try",
    "/sources",
    "/commitments",
    "/commitments/month?supplier=valmont&contract=VDC-2026-0417&measure=power&month=2026-03",
    "/duty",
    "/duty/handovers",
    "/duty/import",
    "/people",
    "/people/karim.haddad",
    "/escalation",
    "/escalation/what-if?item=par1.s1&at=2026-12-31T23:30",
    "/recurrences",
    "/problems",
    "/problems/1",
    "/providers",
    "/providers/valmont",
    "/statements",
    "/incidents",
    "/incidents?text=crm&state=open",
    "/me",
    "/nowhere",
]


@pytest.mark.parametrize("path", PAGES)
def test_no_accessibility_violation(open_page, path):
    is_for_everybody(open_page(path))


@pytest.mark.parametrize(
    "path", ["/accounts", "/accounts/new", "/accounts/tokens", "/accounts/audit", "/me/password"]
)
def test_what_an_administrator_sees_is_accessible(open_page, path):
    is_for_everybody(open_page(path, user="bruno"))


def test_a_ticket_of_the_provider_s_own_is_placed_and_what_is_refused_is_accessible(open_page):
    page = open_page("/providers/valmont", width=390)
    field = page.get_by_label("Il s’agit de l’incident").first
    field.fill("celui d'hier")
    field.press("Enter")
    expect(page.locator(".form-error")).to_contain_text("INC-42")
    is_for_everybody(page)


def test_setting_a_message_aside_is_accessible(open_page):
    page = open_page("/messages")
    address = page.locator("[data-row] a").first.get_attribute("href")
    page.goto(page.url.replace("/messages", f"{address}/aside"))
    expect(page.locator("#reason")).to_be_visible()
    is_for_everybody(page)


def test_a_place_of_the_queue_is_found_by_the_keyboard(open_page):
    page = open_page("/messages/queue", width=390, user="bruno")
    field = page.locator("#place-of-1")
    field.focus()
    page.keyboard.type("baie 7 salle 1")
    expect(page.locator("#place-of-1s [role=option]").first).to_contain_text("Baie 07")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#place-of-1s")).to_be_hidden()
    assert page.locator("[data-place]").first.locator("input[name=item]").input_value() == "par1.s1.r07"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_place_of_the_queue_is_offered_without_a_script(open_page):
    page = open_page("/messages/queue", script=False, width=390, user="bruno")
    page.locator("#place-of-1").fill("baie 2")
    page.locator("form:has(#place-of-1) button").click()
    expect(page.locator(".offers input[type=radio]").first).to_be_visible()
    expect(page.locator("#place-of-1-fault")).to_be_visible()


def test_a_message_is_accessible(open_page):
    page = open_page("/messages")
    page.locator("[data-row] a").first.click()
    page.wait_for_url("**/messages/*")
    assert violations(page) == []


def test_a_rack_opens_by_mouse_and_by_keyboard(open_page):
    page = open_page("/rooms/par1.s1")
    page.locator("[id='rack-par1.s1.r05']").click()
    page.wait_for_url("**/rooms/par1.s1?rack=par1.s1.r05#opened")
    expect(page.locator("#opened h2")).to_have_text("Baie 05")
    page.locator("[id='rack-par1.s1.r05']").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rooms/par1.s1?rack=par1.s1.r06#opened")
    expect(page.locator("#opened h2")).to_have_text("Baie 06")


def test_a_rack_opens_without_a_script(open_page):
    page = open_page("/rooms/par1.s1", script=False)
    page.locator("[id='rack-par1.s1.r05']").click()
    expect(page.locator("#opened h2")).to_have_text("Baie 05")


def test_on_a_phone_the_racks_are_a_list(open_page):
    page = open_page("/rooms/par1.s1", width=390)
    expect(page.locator(".plan")).not_to_be_visible()
    page.locator(".rack-card", has_text="Baie 05").click()
    expect(page.locator("#opened h2")).to_have_text("Baie 05")
