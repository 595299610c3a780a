"""A seeded Tocsin served by the real server on a database of its own, and Chromium in front of it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
import pytest

from tests.connectors.servers import free_port
from tools.browser import find_chromium

CHROMIUM = find_chromium()
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
ROOT = Path(__file__).resolve().parents[3]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests say so instead of failing."""
    for item in items:
        if "browser" in item.path.parts and not CHROMIUM:
            item.add_marker(pytest.mark.skip(reason="no chromium: apt-get install chromium-headless-shell"))


@pytest.fixture(scope="session")
def database(embedded: None, worker_id: str) -> Iterator[str]:
    """The URL of a seeded database."""
    from tocsin.settings.database import database_url

    name = f"tocsin_browser_{worker_id}"
    ours = psycopg.conninfo.make_conninfo(database_url(), dbname="postgres")
    with psycopg.connect(ours, autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")
        connection.execute(f"create database {name}")
    url = database_url().replace("/tocsin?", f"/{name}?")
    subprocess.run([sys.executable, "-m", "tests.web.seeded"], check=True, env=_environment(url), cwd=ROOT)
    yield url
    with psycopg.connect(ours, autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")


@pytest.fixture(scope="session")
def site(database: str) -> Iterator[str]:
    """The address of a running Tocsin."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "asgi",
        "--port",
        str(port),
        "tocsin.web.asgi:app",
    ]
    with subprocess.Popen(command, env=_environment(database), cwd=ROOT, stderr=subprocess.DEVNULL) as server:
        _wait_for(f"http://127.0.0.1:{port}/login", server)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """The browser; not for longer than a file: its event loop runs in this thread, and suffers no other."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def session(chromium, site: str):
    """``session("karim")``: the cookies of someone logged in, by hand once a file."""

    @cache
    def log_in(user: str):
        context = chromium.new_context(base_url=site, locale="fr-FR")
        page = context.new_page()
        page.goto("/login")
        page.fill("#id_username", user)
        page.fill("#id_password", "tocsin-demo")
        page.click("main button")
        state = context.storage_state()
        context.close()
        return state

    return log_in


@pytest.fixture
def open_page(chromium, site: str, session):
    """``open_page("/", width=390, scheme="dark", user="karim")``: a page, logged in; a script error fails the test."""
    contexts, errors = [], []

    def visit(
        path: str, *, width: int = 1440, scheme: str = "light", user: str = "karim", script: bool = True
    ):
        context = chromium.new_context(
            base_url=site, viewport={"width": width, "height": 900}, color_scheme=scheme, locale="fr-FR",
            java_script_enabled=script, storage_state=session(user) if user else None,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda message: errors.append(message.text) if "Content Security" in message.text else None,
        )
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not errors


def _environment(url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tocsin.settings.test",
        "PYTHONPATH": str(ROOT),
    }


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Until the server answers; it dies or it answers."""
    while server.poll() is None:
        try:
            urlopen(address, timeout=5).close()
        except HTTPError as broken:
            raise RuntimeError(f"the login page answers {broken.code}") from broken
        except OSError:
            continue
        return
    raise RuntimeError("the server did not start")
