"""Who may do what: a table of roles, regions and incidents."""

import msgspec
import pytest
from django.test import Client

from tests.web import seed
from tocsin.core.incident.commands import Comment, HandOver, Take
from tocsin.core.incident.values import Incident
from tocsin.core.kernel.errors import NotAllowed
from tocsin.flow import access, clock
from tocsin.store import incidents
from tocsin.store.models import Account


@pytest.fixture
def known(db):
    organisation = seed.organisation()
    seed.incidents(organisation, seed.clock.now())
    return organisation


def who(role: str, region: str = "", person: str = "someone") -> Account:
    return Account(username="someone", role=role, region=region, person=person)


def core_incident(number: int) -> Incident:
    return incidents.load([number])[number]


GROUP, FRANCE, SPAIN = 45, 47, 50


@pytest.mark.parametrize(
    ("role", "region", "group", "france", "spain"),
    [
        ("reader", "", False, False, False),
        ("reader", "fr", False, False, False),
        ("technician", "", True, False, False),
        ("technician", "fr", False, True, False),
        ("technician", "es", False, False, True),
        ("manager", "fr", False, True, False),
        ("manager", "", True, False, False),
        ("administrator", "", True, True, True),
        ("administrator", "fr", True, True, True),
    ],
)
def test_who_may_act_on_what(known, role, region, group, france, spain):
    account = who(role, region)
    allowed = [access.may_act(account, core_incident(number), known) for number in (GROUP, FRANCE, SPAIN)]
    assert allowed == [group, france, spain]
    assert access.visible(account)


def test_who_has_left_sees_and_does_nothing(known):
    account = who("technician", "fr")
    account.is_active = False
    assert not access.visible(account)
    assert not access.may_act(account, core_incident(FRANCE), known)


def test_a_technician_hands_over_only_what_they_hold(known):
    incident = core_incident(FRANCE)
    access.require(who("technician", "fr"), incident, Take(), known)
    access.require(who("technician", "fr"), incident, Comment(note="x"), known)
    access.require(who("technician", "fr", "mehdi.zerrouki"), incident, HandOver(to="damien.roussel"), known)
    access.require(who("manager", "fr"), incident, HandOver(to="damien.roussel"), known)
    with pytest.raises(NotAllowed) as refused:
        access.require(who("technician", "fr"), incident, HandOver(to="damien.roussel"), known)
    assert "responsable" in refused.value.sentence("fr")


def test_an_incident_of_several_regions_is_each_ones(known):
    both = msgspec.structs.replace(core_incident(FRANCE), regions=("fr", "es"))
    assert access.may_act(who("technician", "es"), both, known)
    assert access.may_act(who("technician", "fr"), both, known)
    assert not access.may_act(who("technician", "de"), both, known)


def test_whoever_was_handed_another_regions_incident_acts_on_it(known):
    incident = msgspec.structs.replace(core_incident(FRANCE), owner="marta")
    assert access.may_act(who("technician", "es", "marta"), incident, known)
    assert not access.may_act(who("reader", "es", "marta"), incident, known)
    assert not access.may_act(who("technician", "es", "luis"), incident, known)


@pytest.mark.parametrize("form", [{"username": "a\0"}, {"next": "/\0", "language": "fr"}])
def test_a_form_that_the_database_cannot_hold_is_refused(client, db, form):
    assert client.post("/login" if "username" in form else "/preferences", form).status_code == 400
    assert client.get("/login?next=%00").status_code == 400


def test_a_stranger_is_sent_to_the_login(client, db):
    for path in ("/", "/incidents/42", "/incidents/42/take"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["location"].startswith("/login?next=")


def test_login_then_language_and_theme_are_kept(client, account):
    account("technician", username="ines", language="en")
    answer = client.post("/login", {"username": "ines", "password": "correct horse", "next": "/"})
    assert answer["location"] == "/"
    assert client.cookies["django_language"].value == "en"
    client.post("/preferences", {"language": "fr", "next": "/"})
    assert Account.objects.get(username="ines").language == "fr"
    client.post("/preferences", {"theme": "dark", "next": "/"})
    assert 'data-theme="dark"' in client.get("/").content.decode()


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_preferences_never_send_elsewhere(client, db, where):
    assert client.post("/preferences", {"language": "fr", "next": where})["location"] == "/"


def test_a_wrong_password_is_explained(client, account):
    account("reader", username="lea")
    answer = client.post("/login", {"username": "lea", "password": "no"}, headers={"accept-language": "fr"})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


def _log_in(name, password, address="192.0.2.1", browser=None):
    browser = browser or Client()
    form = {"username": name, "password": password}
    return browser.post("/login", form, REMOTE_ADDR=address, headers={"accept-language": "fr"})


def test_passwords_cannot_be_guessed_without_end(account):
    """Five wrong ones in a row: then even the right one has to wait, and the wait ends by itself."""
    account("reader", username="lea")
    with clock.moved(clock.now()):
        for _ in range(5):
            assert "attendez" not in _log_in("lea", "no").content.decode()
        assert "attendez" in _log_in("lea", "correct horse").content.decode()
        clock.fast_forward(seconds=31)
        assert _log_in("lea", "correct horse").status_code == 302


def test_a_name_that_does_not_exist_waits_alike(db):
    """Else the wait would tell which names exist."""
    with clock.moved(clock.now()):
        answers = [_log_in("nobody", "no").content.decode() for _ in range(6)]
    assert ["attendez" in answer for answer in answers] == [False] * 5 + [True]


def test_whoever_guesses_elsewhere_does_not_lock_the_owner_out(account):
    account("reader", username="lea")
    with clock.moved(clock.now()):
        for _ in range(10):
            _log_in("lea", "no", "203.0.113.9")
        assert _log_in("lea", "correct horse").status_code == 302


def test_a_browser_that_is_known_is_let_in_while_the_world_guesses(account):
    account("reader", username="lea")
    known = Client()
    with clock.moved(clock.now()):
        _log_in("lea", "correct horse", browser=known)
        known.post("/logout")
        for number in range(60):
            _log_in("lea", "no", f"198.51.100.{number}")
        for number in range(31):
            _log_in(f"name-{number}", "no")  # from the owner's own address: a proxy's, or an office's
        assert "attendez" in _log_in("lea", "correct horse", "198.51.100.200").content.decode()
        assert _log_in("lea", "correct horse", browser=known).status_code == 302


def test_one_address_does_not_try_every_name(db):
    with clock.moved(clock.now()):
        answers = [_log_in(f"name-{number}", "no").content.decode() for number in range(31)]
    assert "attendez" not in answers[29]
    assert "attendez" in answers[30]


def test_a_try_is_counted_before_the_password_is_digested(account, monkeypatch):
    account("reader", username="lea")
    digested = []
    with clock.moved(clock.now()):
        for _ in range(5):
            _log_in("lea", "no")
        monkeypatch.setattr(Account, "check_password", lambda *_: digested.append(1))
        _log_in("lea", "correct horse")
    assert digested == []


def test_an_account_is_nobody_in_the_organisation_by_its_name_alone():
    """Named like a person's key, it does not act as that person."""
    assert access.actor(Account(username="ines.ferrand")) == "@ines.ferrand"
    assert access.actor(Account(username="ines", person="ines.ferrand")) == "ines.ferrand"


def test_a_login_never_sends_elsewhere_and_its_cookie_is_for_the_server_alone(client, account):
    account("reader", username="lea")
    form = {"username": "lea", "password": "correct horse", "next": "https://evil.example/"}
    answer = client.post("/login", form)
    assert answer["location"] == "/"
    session = answer.cookies["sessionid"]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")


def test_no_page_is_kept_by_a_browser_or_a_proxy(client, db):
    assert client.get("/login")["cache-control"].startswith("max-age=0, no-cache, no-store")
    assert client.get("/livez")["cache-control"] == "no-store"


def test_a_page_runs_nothing_but_what_is_ours_and_stands_in_no_frame(client, db):
    policy = client.get("/login")["content-security-policy"]
    for directive in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert client.get("/login")["x-content-type-options"] == "nosniff"
    assert client.get("/api/v1/openapi.json")["x-content-type-options"] == "nosniff"
