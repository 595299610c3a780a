"""What people do from a phone, click by click: ask for access, call about a site, escalate, say until when, accept."""

import subprocess
import sys

import pytest
from django.core import signing
from playwright.sync_api import expect

from tests.web.browser.conftest import ROOT, _environment
from tests.web.browser.test_pages import violations
from tocsin.flow import clock

UNTAKEN = 47  # nobody owns it
PHONE = {"width": 390, "scheme": "dark"}


@pytest.fixture
def valmont_on_the_phone(database):
    """Valmont is asked on the phone, and by mail again afterwards."""

    def ask_by(channel: str) -> None:
        command = [sys.executable, "-m", "tests.web.on_the_phone", channel]
        subprocess.run(command, check=True, env=_environment(database), cwd=ROOT)

    ask_by("phone")
    yield
    ask_by("mail")


def test_access_is_asked_for_a_person(open_page):
    page = open_page("/authorisations", **PHONE)
    page.select_option("#a-person", label="Nadia Ouali")
    page.select_option("#a-place", label="Salle 1")
    page.fill("#a-until", "2027-11-28")
    page.click("text=Demander au fournisseur")
    page.wait_for_url("**/authorisations/*")
    expect(page.locator("h1")).to_contain_text("Nadia Ouali")
    expect(page.locator("main")).to_contain_text("Pas encore confirmé")
    assert violations(page) == []


def test_a_call_about_a_site_is_read_out_and_logged(open_page, valmont_on_the_phone):
    page = open_page("/authorisations/4", **PHONE)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator(".call-script .verbatim")).to_contain_text("VDC-2026-0417")
    page.fill("#s-minutes", "3")
    page.fill("#s-text", "N. Morvan : c’est noté")
    page.locator(".call-script button").click()
    expect(page.locator("main")).to_contain_text("Le fournisseur a été appelé")
    page.goto("/providers/valmont")
    expect(page.locator("main")).to_contain_text(
        "11,40\u00a0€"
    )  # with the 6,30 € of the call about an incident


def _open(page, name: str):
    """The form of an action of the incident, opened."""
    summary = page.locator("summary", has_text=name)
    menu = page.locator(".incident-head .actions details.action", has=summary)
    menu.locator("summary").click()
    assert violations(page) == []
    return menu


def test_an_incident_is_escalated_by_hand_with_a_reason(open_page):
    page = open_page("/incidents/44", **PHONE)
    menu = _open(page, "Escalader")
    menu.locator("[name=note]").fill("La baie perd un disque par heure")
    menu.locator("button.primary").click()
    expect(page.locator(".timeline")).to_contain_text("La baie perd un disque par heure")


def test_who_works_on_it_says_until_when(open_page):
    page = open_page("/incidents/42", **PHONE)
    menu = _open(page, "J’y travaille jusqu’à")
    chosen = menu.locator("[name=until] option").nth(3)
    clock_time = chosen.inner_text()
    menu.locator("[name=until]").select_option(index=3)
    menu.locator("button.primary").click()
    until = page.locator("#escalation p").first
    expect(until).to_contain_text("Compte comme pris en charge jusqu’au")
    expect(until).to_contain_text(clock_time.strip()[-5:])


def test_a_hand_over_is_accepted_with_what_comes_next(open_page):
    page = open_page("/incidents/45", user="bruno", **PHONE)
    menu = _open(page, "Transmettre")
    menu.locator("[name=to]").select_option("karim.haddad")
    menu.locator("[name=note]").fill("Redémarré deux fois, sans effet")
    menu.locator("button.primary").click()
    expect(page.locator(".timeline")).to_contain_text("Redémarré deux fois")
    page = open_page("/duty/handovers", **PHONE)
    expect(page.locator(".handover-note")).to_contain_text("Redémarré deux fois")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.fill("#step-45", "Je remplace la carte")
    page.click("text=J’accepte")
    expect(page.locator("main")).to_contain_text("Rien n’attend votre réponse")


def _link(incident: int) -> str:
    """The signed link of a notice to Karim, made with the site's own key."""
    made = {"incident": incident, "person": "karim.haddad", "at": int(clock.now().timestamp())}
    return f"/take/{signing.dumps(made, salt='tocsin.take')}"


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_the_link_of_a_notice_is_one_incident_and_one_button_without_login(open_page, width, scheme):
    page = open_page(_link(UNTAKEN), width=width, scheme=scheme, user="")
    expect(page.locator("main form")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("prenez-vous cet incident en charge")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Tab")
    assert page.locator("main a, main input:not([type=hidden]), main select").count() == 0


def test_the_button_of_the_link_takes_the_incident_for_its_person_without_login(open_page):
    """Looking at it does nothing; one tap does, in the name of the person whom the notice was for."""
    page = open_page(_link(UNTAKEN), user="", **PHONE)
    page.reload()  # as scanners of mails do
    seen = open_page(f"/incidents/{UNTAKEN}", **PHONE)
    expect(seen.locator(".timeline")).not_to_contain_text("Karim Haddad")
    page.locator("main form button").click()
    expect(page.locator("main")).to_contain_text("Karim Haddad")
    expect(page.locator("main form")).to_have_count(0)
    assert violations(page) == []
    page.goto(f"/incidents/{UNTAKEN}")
    assert "/login" in page.url, "the link opens nothing else"
    seen.reload()
    expect(seen.locator(".timeline")).to_contain_text("Karim Haddad")
