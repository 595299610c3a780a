"""Access, interventions and recovery in a real browser: readable by everybody, used from a phone and from the keyboard."""

import pytest
from playwright.sync_api import expect

from tests.web.browser.test_pages import violations

DESK, PHONE = (1440, "light"), (390, "dark")
PAGES = [
    ("/interventions", *DESK),
    ("/interventions", *PHONE),
    ("/interventions/new", *DESK),
    ("/interventions/1", *DESK),
    ("/interventions/2", *PHONE),
    ("/authorisations", *DESK),
    ("/authorisations", *PHONE),
    ("/authorisations/3", *PHONE),
    ("/authorisations/1", *DESK),
    ("/recovery", *DESK),
    ("/recovery/1", *PHONE),
]


@pytest.mark.parametrize(("path", "width", "scheme"), PAGES)
def test_no_accessibility_violation(open_page, path, width, scheme):
    page = open_page(path, width=width, scheme=scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_intervention_is_planned_checked_and_declared_on_a_phone(open_page):
    page = open_page("/interventions", width=390, scheme="dark")
    page.click("text=Préparer une intervention")
    page.fill("#p-what", "Remplacement d'une alimentation")
    page.get_by_label("Salle 1", exact=True).check()
    page.locator("summary", has_text="Baies").first.click()
    page.get_by_label("Baie 03", exact=True).first.check()
    page.click("text=Garder en brouillon")
    expect(page.locator(".findings")).to_contain_text("Karim Haddad est autorisé pour Salle 1")
    assert violations(page) == []
    if page.locator("input[name=accepted]").count():
        page.locator("input[name=accepted]").check()
    page.click("text=La déclarer à Valmont")
    expect(page.locator("main")).to_contain_text("Envoyée, sans accusé de réception")
    page.locator(".mails summary").first.click()
    expect(page.locator(".mails pre").first).to_contain_text("Nature des travaux")


def test_a_bar_of_the_calendar_is_reached_and_opened_from_the_keyboard(open_page):
    page = open_page("/interventions")
    page.locator(".week-lanes a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/interventions/*")


def test_the_calendars_address_is_made_once_and_works_without_a_login(open_page, site):
    page = open_page("/interventions")
    page.locator(".subscribe summary").click()
    assert violations(page) == []
    page.click("text=Créer mon adresse")
    address = page.input_value("#f-address")
    answer = page.request.get(f"{site}/calendar/{address.rpartition('/')[2]}")
    assert answer.text().startswith("BEGIN:VCALENDAR")
    assert "BEGIN:VTIMEZONE" in answer.text()
