"""What changes is seen at once, without a reload."""

import psycopg
from playwright.sync_api import expect

from tests.connectors.servers import until

# The region asks for itself; resolved when it is there again, or at once if it asks nothing.
SETTLED = """() => new Promise((done) => {
  document.addEventListener("htmx:afterSettle", done, { once: true });
  htmx.trigger("#incident", "live");
  if (!document.querySelector("#incident.htmx-request")) done();
})"""


def change(database: str, statement: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(statement)
        connection.execute("""select pg_notify('tocsin', '{"board": true, "subjects": ["incident:48"]}')""")


def test_the_board_follows(open_page, database):
    page = open_page("/")
    expect(page.locator("[data-live-lamp]")).to_have_attribute("data-state", "live")
    change(
        database, """update incident set title = '{"fr": "Titre changé", "en": "Changed"}' where id = 48"""
    )
    expect(page.locator("#row-48")).to_have_text("Titre changé")


def test_an_open_form_is_not_swept_away(open_page, database):
    page, other = open_page("/incidents/48"), open_page("/incidents/48")
    expect(page.locator("[data-live-lamp]")).to_have_attribute("data-state", "live")
    page.locator("summary", says="Commenter").click()
    page.locator("#comment-note").fill("En train d'écrire")
    with other.expect_response("**/incidents/48"):  # another reader's page is refreshed: ours had its chance
        change(database, "update incident set firing_count = 7 where id = 48")
    assert page.locator("#comment-note").input_value() == "En train d'écrire"


def test_a_form_survives_every_refresh_and_the_page_catches_up_when_it_is_closed(open_page, database):
    page = open_page("/incidents/48")
    page.locator("summary", says="Commenter").click()
    page.locator("#comment-note").fill("En train d'écrire")
    change(database, "update incident set firing_count = 5 where id = 48")
    page.evaluate(SETTLED)  # a minute is over
    assert page.locator("#comment-note").input_value() == "En train d'écrire"
    page.keyboard.press("Escape")
    expect(page.locator(".status")).to_contain_text("5 encore active")


def test_what_one_does_the_other_sees(open_page):
    mine, theirs = open_page("/incidents/48"), open_page("/incidents/48", user="bruno")
    expect(theirs.locator("[data-live-lamp]")).to_have_attribute("data-state", "live")
    mine.locator("summary", says="Commenter").click()
    mine.locator("#comment-note").fill("Purge lancée")
    mine.get_by_role("button", name="Ajouter le commentaire").click()
    expect(theirs.locator("#timeline")).to_contain_text("Purge lancée")
    expect(mine.locator("#timeline")).to_contain_text("Purge lancée")


WITHIN = "document.documentElement.scrollWidth <= innerWidth"


def test_no_form_opens_beyond_the_page(open_page):
    for width in (1440, 1180, 1024, 800):
        page = open_page("/incidents/45", width=width)
        for menu in page.locator(".action > summary").all():
            menu.click()
            until(lambda page=page: page.evaluate(WITHIN), 5)  # it is moved once it is open
            page.keyboard.press("Escape")
