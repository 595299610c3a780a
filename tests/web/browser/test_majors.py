"""A major incident in a browser: declared and led by keyboard, its pages for everybody, its status page without script."""

from playwright.sync_api import expect

from tests.connectors.servers import until
from tests.web.browser.test_pages import is_for_everybody


def test_its_pages_are_for_everybody(open_page):
    for path in ("/majors", "/majors/1", "/majors/2"):
        is_for_everybody(open_page(path))


def test_the_status_page_is_for_everybody_without_script_and_login(open_page):
    page = open_page("/status/fr", user="", script=False)
    expect(page.get_by_role("heading", name="En ce moment")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_text("Dashboards are unavailable.")).to_be_visible()
    is_for_everybody(open_page("/status/fr", user=""))


def test_it_is_declared_by_keyboard_and_the_commander_writes_an_update(open_page):
    page = open_page("/incidents/45")
    page.keyboard.press("w")
    page.get_by_label("Pourquoi c’en est un").fill("Les expéditions s’arrêtent")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Commandant", exact=True)).to_have_value("karim.haddad")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Les expéditions s’arrêtent")
    page.get_by_label("Pour", exact=True).select_option("public")
    page.get_by_label("En français").fill("srv-wms-01 est arrêté")
    page.get_by_label("En anglais").fill("Shipping is down")
    page.get_by_role("button", name="Donner l’information").click()
    expect(page.locator(".form-error")).to_contain_text("srv-wms-01")
    page.get_by_label("En français").fill("Les expéditions sont arrêtées")
    page.get_by_role("button", name="Donner l’information").click()
    expect(page.locator(".updates")).to_contain_text("Les expéditions sont arrêtées")
    status = open_page("/status/fr", user="")
    until(lambda: status.reload() and status.get_by_text("Les expéditions sont arrêtées").count())
