"""Each page in a real browser: readable by everybody, at a desk and on a phone, in both themes, with no script error."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT as AXE
from playwright.sync_api import expect

PAGES = [
    "/",
    "/?show=unowned",
    "/?region=it",
    "/incidents/42",
    "/incidents/49",
    "/incidents/30",
    "/incidents/52",
    "/incidents",
    "/incidents?text=baie&state=open&sort=longest",
    "/incidents?text=introuvable-nulle-part",
    "/incidents?item=par1.s1.r05",
]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Only what is wrong leaves the browser: the report on all that is right took longer than to look.
_FAULTS = """rules => axe.run(rules).then(({violations}) => violations.flatMap(({id, nodes}) =>
    nodes.map(({target, failureSummary}) => `${id}: ${target} ${failureSummary}`)))"""

DESK, PHONE = (1440, "light"), (390, "dark")


def violations(page) -> list[str]:
    """What axe finds wrong: rule, element, why."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate(_FAULTS, RULES)


def is_for_everybody(page) -> None:
    """No violation and nothing wider than the screen, at a desk in light and on a phone in the dark."""
    for width, scheme in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert violations(page) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, scheme)


@pytest.mark.parametrize("path", PAGES)
def test_no_accessibility_violation(open_page, path):
    is_for_everybody(open_page(path))


def test_login_page(open_page):
    is_for_everybody(open_page("/login", user=""))


def test_open_forms_and_shortcuts_are_accessible_too(open_page):
    page = open_page("/incidents/42")
    page.locator("summary", has_text="Transmettre").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#shortcuts").is_visible()
    assert violations(page) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_the_ready_message_is_accessible_and_copied_with_one_tap(open_page, width):
    page = open_page("/incidents/42", width=width)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".ready > summary").click()
    assert violations(page) == []
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy]")).to_contain_text("Copié")
    assert "Baie R05" in page.evaluate("navigator.clipboard.readText()")


def test_the_first_screen_of_a_phone_says_what_is_down_who_must_act_both_clocks_and_whom_to_call(open_page):
    page = open_page("/incidents/42", width=390)
    for shown in ("h1", ".incident-head .lead", ".incident-head .status", ".quick-clocks", ".quick .call"):
        box = page.locator(shown).bounding_box()
        assert box
        assert box["y"] + box["height"] < 600, shown
    assert page.locator(".quick .call").get_attribute("href") == "tel:+33199007000"


def test_a_dark_page_is_printed_dark_on_white_without_what_can_be_pressed(open_page):
    page = open_page("/incidents/42", scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator(".appbar").is_visible()
    assert not page.locator(".incident-head > .actions").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(20, 24, 31)"
