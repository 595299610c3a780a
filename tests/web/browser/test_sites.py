"""Access, interventions and recovery in a real browser: readable by everybody, used from a phone and from the keyboard."""

import pytest
from playwright.sync_api import expect

from tests.web.browser.test_pages import is_for_everybody, violations

PAGES = [
    "/interventions",
    "/interventions/new",
    "/interventions/1",
    "/interventions/2",
    "/authorisations",
    "/authorisations/3",
    "/authorisations/1",
    "/recovery",
    "/recovery/1",
]


@pytest.mark.parametrize("path", PAGES)
def test_no_accessibility_violation(open_page, path):
    is_for_everybody(open_page(path))


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
