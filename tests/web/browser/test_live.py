"""What changes is seen at once, without a reload."""

import psycopg
from playwright.sync_api import expect


def change(database: str, statement: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(statement)
        connection.execute("""select pg_notify('tocsin', '{"board": true, "incidents": [48]}')""")


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
    page.locator("summary", has_text="Commenter").click()
    page.locator("#comment-note").fill("En train d'écrire")
    with other.expect_response("**/incidents/48"):  # another reader's page is refreshed: ours had its chance
        change(database, "update incident set firing_count = 7 where id = 48")
    assert page.locator("#comment-note").input_value() == "En train d'écrire"
