"""Take the README's pictures from a running demo (``python -m tools.pictures ADDRESS``; needs chromium)."""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tools.browser import find_chromium

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZE = {"width": 1440, "height": 900}


def take(address: str, room: str, title: str) -> None:
    """The board, the incident of this title and a room, as the group's manager sees them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        page = browser.new_context(base_url=address, viewport=SIZE, locale="en-GB").new_page()
        _log_in(page)
        page.goto("/")
        _shoot(page, "board")
        page.goto(
            page.locator("main a[href^='/incidents/']", has_text=title).first.get_attribute("href") or "/"
        )
        _shoot(page, "incident")
        page.goto(f"/rooms/{room}")
        _shoot(page, "room")
        browser.close()


def _log_in(page: Page) -> None:
    page.goto("/login")
    page.fill("#id_username", "claire")
    page.fill("#id_password", "tocsin-demo")
    page.click("main button")
    with page.expect_navigation():
        page.locator("button[name=language][value=en]").first.evaluate("one => one.form.requestSubmit(one)")


def _shoot(page: Page, name: str) -> None:
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")


if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080", "par1.s2", "Salle 2")
