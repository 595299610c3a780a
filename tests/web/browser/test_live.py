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

REFRESH = 'htmx.trigger("[data-live]", "live")'


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
    page.locator("summary", has_text="Commenter").click()
    page.locator("#comment-note").fill("En train d'écrire")
    with other.expect_response("**/incidents/48"):  # another reader's page is refreshed: ours had its chance
        change(database, "update incident set firing_count = 7 where id = 48")
    assert page.locator("#comment-note").input_value() == "En train d'écrire"


def test_a_form_survives_every_refresh_and_the_page_catches_up_when_it_is_closed(open_page, database):
    page = open_page("/incidents/48")
    page.locator("summary", has_text="Commenter").click()
    page.locator("#comment-note").fill("En train d'écrire")
    change(database, "update incident set firing_count = 5 where id = 48")
    page.evaluate(SETTLED)  # a minute is over
    assert page.locator("#comment-note").input_value() == "En train d'écrire"
    page.keyboard.press("Escape")
    expect(page.locator(".status")).to_contain_text("5 encore active")


def test_what_a_person_does_another_person_sees(open_page):
    mine, theirs = open_page("/incidents/48"), open_page("/incidents/48", user="bruno")
    expect(theirs.locator("[data-live-lamp]")).to_have_attribute("data-state", "live")
    mine.locator("summary", has_text="Commenter").click()
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


def lamp(page):
    return page.locator("[data-live-lamp]")


def commenting(page, note: str) -> None:
    page.locator("summary", has_text="Commenter").click()
    page.locator("#comment-note").fill(note)


def test_after_a_refused_action_the_page_lives_on(open_page, database):
    """It asked the address of the form, got 405 for ever, and the lamp stayed green."""
    page = open_page("/incidents/43")
    page.locator("summary", has_text="Mettre en attente").click()
    page.locator("input[name=seen]").evaluate_all("(all) => all.forEach((seen) => { seen.value = '99'; })")
    page.locator("#pause-reason").select_option("waiting_user")
    page.locator("details[open] button.primary").click()
    expect(page.locator(".form-error")).to_be_visible()
    page.keyboard.press("Escape")
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("update incident set firing_count = 3 where id = 43")
        connection.execute("""select pg_notify('tocsin', '{"board": true, "subjects": ["incident:43"]}')""")
    expect(page.locator(".status")).to_contain_text("3 encore active")
    expect(lamp(page)).to_have_attribute("data-state", "live")


def test_the_lamp_says_that_the_server_fails_and_that_it_is_over(open_page):
    page = open_page("/incidents/48")
    expect(lamp(page)).to_have_attribute("data-state", "live")
    page.route("**/incidents/48", lambda route: route.fulfill(status=500, body="broken"))
    page.evaluate(REFRESH)
    expect(lamp(page)).to_have_attribute("data-state", "failing")
    expect(lamp(page)).to_contain_text("Serveur en erreur")
    page.unroute("**/incidents/48")
    page.evaluate(REFRESH)
    expect(lamp(page)).to_have_attribute("data-state", "live")


def test_offline_is_shown_on_a_phone_too(open_page):
    page = open_page("/", width=390)
    expect(lamp(page)).to_have_attribute("data-state", "live")
    page.context.set_offline(True)
    expect(lamp(page)).to_have_attribute("data-state", "away")
    expect(page.locator("[data-live-word]")).to_be_visible()
    page.context.set_offline(False)
    expect(lamp(page)).not_to_have_attribute("data-state", "away")


def test_what_was_not_sent_is_reported_and_stays(open_page):
    page = open_page("/incidents/48")
    commenting(page, "À ne pas perdre")
    page.route("**/incidents/48/comment", lambda route: route.abort())
    page.get_by_role("button", name="Ajouter le commentaire").click()
    expect(page.locator("#trouble")).to_contain_text("Non envoyé")
    assert page.locator("#comment-note").input_value() == "À ne pas perdre"


def test_an_ended_session_says_so_and_keeps_the_text(open_page):
    page = open_page("/incidents/48", user="bruno")
    commenting(page, "Écrit avant la fin de session")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Ajouter le commentaire").click()
    expect(page.locator("#trouble")).to_contain_text("Votre session est terminée")
    expect(lamp(page)).to_have_attribute("data-state", "ended")
    page.get_by_role("link", name="Se reconnecter").click()
    log_in(page)
    page.wait_for_url("**/incidents/48")
    assert page.locator("#comment-note").input_value() == "Écrit avant la fin de session"


def test_a_session_that_nobody_uses_is_said_before_it_ends_and_keeps_the_text(open_page):
    page = open_page("/incidents/48", user="bruno")
    page.clock.install()
    page.reload()
    commenting(page, "Écrit avant de partir")
    page.clock.run_for("11:56:00")
    warned = page.locator("[data-trouble=idle]")
    expect(warned).to_be_visible()
    with page.expect_request("**/me/present") as request:
        page.get_by_role("link", name="Je suis là").click()
    assert request.value.response().status == 204
    expect(warned).to_be_hidden()
    page.clock.run_for("12:02:00")
    expect(page.locator("#trouble")).to_contain_text("Votre session est terminée")
    assert page.locator("#comment-note").input_value() == "Écrit avant de partir"


def test_a_form_that_no_script_sends_gives_its_text_back_after_the_login(open_page):
    page = open_page("/messages/try", user="bruno")
    page.locator("main textarea").first.fill("From: a@b.example\n\nBonjour")
    page.context.clear_cookies(name="sessionid")
    page.locator("main form[method=post] button.primary").first.click()
    log_in(page)
    page.wait_for_url("**/messages/try")
    assert page.locator("main textarea").first.input_value() == "From: a@b.example\n\nBonjour"


def log_in(page) -> None:
    page.fill("#id_username", "bruno")
    page.fill("#id_password", "tocsin-demo")
    page.click("main button")
