"""Who may do what where, door by door: every address that changes something, for every role, in and out of its region."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from tests.architecture.source import ROOT
from tests.web import seed
from tests.web.conftest import new_account
from tests.web.filling import fill
from tocsin.api.v1.api import api
from tocsin.core.duty.values import Absence, Cover
from tocsin.core.duty.ways import Way
from tocsin.core.translation.alike import Sort
from tocsin.flow.access import RIGHTS, Permission, Where
from tocsin.flow.organisation import snapshot
from tocsin.flow.sites import recovery
from tocsin.store import aside, roster, ways
from tocsin.store.models import Account, Message, SetAside

ROLES = [
    ("reader", ""),
    ("reader", "fr"),
    ("technician", ""),
    ("technician", "fr"),
    ("technician", "it"),
    ("manager", "fr"),
    ("manager", "it"),
    ("administrator", "it"),
]
ALL = {f"{role}-{region or 'group'}" for role, region in ROLES}
ADMINISTRATOR = {"administrator-it"}
SETTLES = {"manager-fr", "manager-it", "administrator-it"}
ACTS = ALL - {"reader-group", "reader-fr"}
GROUP_SOURCE = {"technician-group", "administrator-it"}  # a source without region is the group's
FRENCH_SOURCE = GROUP_SOURCE | {"technician-fr", "manager-fr"}
FRENCH_INCIDENT = {"technician-fr", "manager-fr", "administrator-it"}
GROUP = GROUP_SOURCE  # the group's accounts agree with suppliers about their sites
WINDOW = {"start": "2099-01-01T10:00", "end": "2099-01-01T12:00"}
OF_FRANCE = {"technician-group", "technician-fr", "manager-fr", "administrator-it"}
OF_THE_GROUP = {"technician-group", "administrator-it"}
SPAN = {"from": "2030-01-01T08:00", "until": "2030-01-02T08:00"}
COVER = {
    "rotation": "systems",
    "person": "karim.haddad",
    "start": "2030-01-01T08:00:00Z",
    "end": "2030-01-02T08:00:00Z",
}
PLAN = {
    "what": "x",
    "people": [],
    "places": [],
    "start": "2099-01-01T10:00:00Z",
    "end": "2099-01-01T12:00:00Z",
}
OWN = {"own_password": "correct horse"}
WORD = {"format": "valmont", "table": "kind", "word": "x", "ours": "power.feed.lost"}
PLACE = {"text": "l'armoire du fond", "item": "srv-crm-01"}

# address, form -> who may. A refusal is 403; a page that is not for them, too.
PAGES = [
    ("/messages/queue/word", WORD, GROUP_SOURCE),
    ("/messages/queue/place", {"source": "valmont", **PLACE}, GROUP_SOURCE),
    ("/messages/queue/place", {"source": "desk-fr", **PLACE}, FRENCH_SOURCE),
    ("/messages/queue/place", {"source": "", **PLACE}, GROUP_SOURCE),
    ("/messages/queue/replay", {"message": "{french}"}, FRENCH_SOURCE),
    ("/messages/queue/replay", {"message": "{group}"}, GROUP_SOURCE),
    ("/messages/queue/replay", {}, ALL - {"reader-group", "reader-fr"}),
    ("/messages/try", {}, ALL),
    ("/histories", {}, ADMINISTRATOR),
    ("/histories/1", {}, ADMINISTRATOR),
    ("/histories/1/start", {}, ADMINISTRATOR),
    ("/histories/1/remove", {}, ADMINISTRATOR),
    ("/statements", {}, SETTLES),
    ("/statements/1/settle", {}, SETTLES),
    ("/statements/1/columns", {}, SETTLES),
    ("/messages/{french}/aside", {"reason": "an invoice"}, FRENCH_SOURCE),
    ("/messages/{group}/aside", {"reason": "an invoice"}, GROUP_SOURCE),
    ("/messages/aside/{aside}/undo", {}, FRENCH_SOURCE),
    ("/incidents/47/comment", {"note": "x"}, FRENCH_INCIDENT),
    ("/incidents/47/hand-over", {"to": "damien.roussel"}, {"manager-fr", "administrator-it"}),
    ("/incidents/47/hand-over", {"team": "network"}, {"manager-fr", "administrator-it"}),
    ("/incidents/47/merge", {"into": "47"}, FRENCH_INCIDENT),
    ("/incidents/47/split", {"alerts": "x"}, FRENCH_INCIDENT),
    ("/incidents/47/exchange/call", {"minutes": "2", "text": "x", "supplier": "valmont"}, FRENCH_INCIDENT),
    ("/providers/{provider}/tickets/{ticket}", {"incident": "INC-47"}, FRENCH_INCIDENT),
    ("/report", {}, ACTS),
    ("/work/together", {"verb": "comment", "comment-note": "x", "incident": "47:1"}, ACTS),
    ("/authorisations", {}, GROUP),
    ("/authorisations/1/remove", {}, GROUP),
    ("/interventions/new", {"what": "x", "people": "x", "places": "par1.s1", **WINDOW}, GROUP),
    ("/interventions/1/change", {}, GROUP),
    ("/interventions/1/cancel", {}, GROUP),
    ("/interventions/calendar", {}, ALL),
    ("/recovery/{recovery}/code", {}, set()),
    ("/recovery/{recovery}/test", {"at": "2026-01-01T10:00", "result": "passed", "note": "x"}, GROUP),
    ("/majors/declare", {"incident": "INC-47", "note": "x"}, FRENCH_INCIDENT),
    ("/majors/dismiss", {"incident": "INC-47", "note": "x"}, FRENCH_INCIDENT),
    ("/majors/1/comment", {"note": "x"}, ACTS),
    ("/recurrences/1/dismiss", {"reason": "x"}, ACTS),
    ("/recurrences/1/confirm", {"title": "x"}, ACTS),
    ("/recurrences/1/merge", {"into": "problem:1"}, ACTS),
    ("/problems/new", {"title": "x", "incidents": "47"}, ACTS),
    ("/problems/link", {"incident": "47", "problem": "1"}, ACTS),
    ("/problems/1/take", {}, ACTS),
    ("/user-reports/call", {"caller": "x", "text": "x"}, ACTS),
    ("/user-reports/1/move", {"about": ""}, ACTS),
    ("/user-reports/1/answer", {"note": "x"}, ACTS),
    ("/user-reports/inform", {"incident": "47", "note": "x"}, FRENCH_INCIDENT),
    ("/problems/1/offer/helped", {"incident": "47"}, ACTS),
    ("/incidents/47/accept", {"step": "x"}, FRENCH_INCIDENT),
    ("/incidents/47/send-back", {"reason": "x"}, FRENCH_INCIDENT),
    ("/duty/handovers/answer", {"accept": "47", "step-47": "x"}, FRENCH_INCIDENT),
    ("/duty/handovers/answer", {"back": "47", "reason-47": "x"}, FRENCH_INCIDENT),
    ("/duty/absences", {"person": "damien.roussel"}, OF_FRANCE),
    ("/duty/absences", {"person": "karim.haddad"}, OF_THE_GROUP),
    ("/duty/absences/{absence}/end", {}, OF_FRANCE),
    ("/duty/import", {}, ACTS),
    ("/people/{person}/ways", {"kind": "teams", "address": "x"}, OF_FRANCE),
    ("/ways/{way}/code", {}, OF_FRANCE),
    ("/ways/confirm/{token}", {}, ALL),
    ("/take/{token}", {}, ALL),
    ("/duty/import/1/undo", {}, ACTS),
    ("/duty/covers", {"rotation": "systems", "person": "karim.haddad", **SPAN}, OF_THE_GROUP),
    ("/duty/covers/{cover}/end", {}, OF_THE_GROUP),
    ("/accounts/new", {}, ADMINISTRATOR),
    ("/accounts/{account}", {}, ADMINISTRATOR),
    ("/accounts/{account}/password", {}, ADMINISTRATOR),
    ("/me/password", {}, ALL),
    ("/me/present", {}, ALL),
    ("/me/tokens", {}, ALL),
    ("/me/tokens/0/revoke", {}, ALL),
    ("/preferences", {}, ALL),
    ("/login", {}, ALL),
    ("/logout", {}, ALL),
]
API = [
    ("/api/v1/majors", {"incidents": [47], "reason": "x"}, FRENCH_INCIDENT),
    ("/api/v1/majors/1/comment", {"note": "x"}, ACTS),
    ("/api/v1/messages/{french}/replay", {}, FRENCH_SOURCE),
    ("/api/v1/messages/{group}/replay", {}, GROUP_SOURCE),
    ("/api/v1/queue/words", WORD, GROUP_SOURCE),
    ("/api/v1/incidents/47/comment", {"note": "x"}, FRENCH_INCIDENT),
    ("/api/v1/statements/1/settle", {"verdict": "accepted"}, SETTLES),
    ("/api/v1/incidents/47/hand-over", {"to": "damien.roussel"}, {"manager-fr", "administrator-it"}),
    ("/api/v1/incidents", {"what": "x", "item": "crm"}, ACTS),
    (
        "/api/v1/incidents/47/exchange/call",
        {"minutes": "2", "text": "x", "supplier": "valmont"},
        FRENCH_INCIDENT,
    ),
    ("/api/v1/absences", {"person": "damien.roussel"}, OF_FRANCE),
    ("/api/v1/absences/{absence}/end", {}, OF_FRANCE),
    ("/api/v1/covers", COVER, OF_THE_GROUP),
    ("/api/v1/covers/{cover}/end", {}, OF_THE_GROUP),
    ("/api/v1/incidents/47/merge", {"into": "INC-47"}, FRENCH_INCIDENT),
    ("/api/v1/incidents/47/split", {"alerts": "x"}, FRENCH_INCIDENT),
    ("/api/v1/work/comment", {"note": "x", "incidents": [{"incident": 47}]}, ACTS),
    ("/api/v1/user-reports", {"text": "x", "caller": "x"}, ACTS),
    ("/api/v1/user-reports/inform", {"incident": 47, "note": "x"}, FRENCH_INCIDENT),
    ("/api/v1/user-reports/1/unlink", {}, ACTS),
    ("/api/v1/problems", {"title": "x", "incidents": [47]}, ACTS),
    ("/api/v1/problems/1/take", {}, ACTS),
    ("/api/v1/recurrences/1/dismiss", {"reason": "x"}, ACTS),
    (
        "/api/v1/authorisations",
        {"person": "x", "place": "x", "since": "2026-01-01", "until": "2026-01-01"},
        GROUP,
    ),
    ("/api/v1/authorisations/1/remove", {}, GROUP),
    ("/api/v1/interventions", PLAN, GROUP),
    ("/api/v1/interventions/check", PLAN, GROUP),
    ("/api/v1/interventions/1/cancel", {}, GROUP),
]


@pytest.fixture(scope="module")
def places(django_db_setup, django_db_blocker):
    """One world for all doors: nobody leaves a trace in it, and to make it takes as long as to try a door."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _world()
        transaction.set_rollback(True)


def _world():
    seed.incidents(seed.organisation(), seed.clock.now())
    fill()
    french, group = Message.objects.order_by("id").values_list("id", flat=True)[:2]
    Message.objects.filter(pk=french).update(source="desk-fr")
    Message.objects.filter(pk=group).update(source="valmont")
    aside.add(Sort(source="desk-fr", sender="x@example.org", subject="x"), "x", "x", seed.clock.now())
    rule, soon = SetAside.objects.get().pk, seed.clock.now() + timedelta(days=1)
    return {
        "provider": "valmont",
        "ticket": "TT-1",
        "french": french,
        "group": group,
        "aside": rule,
        "absence": roster.add_absence(
            Absence(id=0, person="damien.roussel", start=seed.clock.now()), seed.clock.now()
        ),
        "person": "damien.roussel",
        "token": "x",
        "way": ways.add(Way(id=0, person="damien.roussel", kind="teams", address="x"), "x", seed.clock.now()),
        "cover": roster.add_cover(
            Cover(id=0, rotation="systems", person="karim.haddad", start=soon, end=soon), seed.clock.now()
        ),
        "account": new_account("reader", username="someone").pk,
        "recovery": recovery.standings(snapshot(), seed.clock.now())[0].id,
    }


@pytest.mark.parametrize(("address", "form", "allowed"), PAGES, ids=[page[0] for page in PAGES])
def test_a_page(places, address, form, allowed):
    filled = {name: value.format(**places) for name, value in form.items()}
    assert _let_in(lambda browser: browser.post(address.format(**places), filled)) == allowed


@pytest.mark.parametrize(("address", "form", "allowed"), API, ids=[operation[0] for operation in API])
def test_an_operation(places, address, form, allowed):
    def ask(browser):
        return browser.post(address.format(**places), form, content_type="application/json")

    assert _let_in(ask) == allowed


def _let_in(ask):
    """Those whom the door lets in; what each of them changes is taken back before the next."""
    let_in = set()
    for role, region in ROLES:
        with transaction.atomic():
            browser, who = Client(), new_account(role, region)
            browser.force_login(who)
            if ask(browser).status_code != 403:
                let_in.add(who.username)
            transaction.set_rollback(True)
    return let_in


def test_every_address_that_takes_a_form_stands_in_the_table():
    """A new door is a new row: nobody forgets to ask who may go through it."""
    tested = {_shape(address) for address, _, _ in PAGES}
    doors = {_shape(f"/{pattern}") for pattern in _patterns(get_resolver().url_patterns)}
    seen_only = {
        "/work", "/search", "/palette", "/figures", "/figures/X",
        "/", "/X/X", "/messages", "/messages/X", "/messages/X/raw", "/messages/queue", "/rooms", "/rooms/X", "/sources",
        "/interventions", "/interventions/X", "/authorisations/X", "/recovery", "/recovery/X", "/calendar/X.ics",
        "/commitments", "/commitments/month", "/duty", "/recurrences", "/incidents", "/incidents.csv", "/incidents.xlsx",
        "/me", "/accounts", "/accounts/tokens", "/accounts/audit", "/accounts/audit.csv", "/livez", "/readyz", "/metrics",
        "/incidents/X", "/incidents/X/X/choose", "/places", "/providers", "/providers/X",
        "/incidents/X/exchange/X/X", "/problems", "/problems/X", "/majors", "/majors/X", "/majors/X/review.pdf",
        "/status/X", "/status/X.json", "/status/X.atom",
        "/statements/X", "/statements/X/file", "/statements/X/dispute.X", "/histories/X/refused.csv",
        "/people", "/people/X", "/ways/X", "/duty/handovers", "/calendar/X/duty.ics", "/calendar/X/duty/X.ics",
        "/escalation", "/escalation/handbook.pdf", "/escalation/what-if",
        "/user-reports", "/user-reports/X", "/user-reports/probable",
    }  # fmt: skip
    suppliers = {"/tmf-api/X"}  # for their own tokens, no account: tests/api/tmf holds who sees what
    by_verb = {
        "/incidents/X/X", "/incidents/X/exchange/X", "/authorisations/X/X", "/interventions/X/X", "/problems/X/X",
        "/problems/X/offer/X", "/majors/X/X",
        "/ways/X/X",
    }  # fmt: skip
    assert doors - seen_only - by_verb - suppliers == tested - {
        "/authorisations/X/remove",
        "/interventions/X/cancel",
        "/problems/X/take",
        "/majors/X/comment",
        "/problems/X/offer/helped",
        "/incidents/X/exchange/call",
        "/incidents/X/comment",
        "/incidents/X/merge",
        "/incidents/X/split",
        "/incidents/X/hand-over",
        "/incidents/X/accept",
        "/ways/X/code",
        "/incidents/X/send-back",
    }


def test_every_operation_that_changes_something_stands_in_the_table():
    schema = api.get_openapi_schema()
    changing = {
        path: operations.get("post")
        for path, operations in schema["paths"].items()
        if set(operations) - {"get"}
    }
    posts = {path for path, post in changing.items() if not post or "inlet" not in post.get("tags", ())}
    assert {_shape(path) for path in posts} <= {_shape(path) for path, _, _ in API} | {
        "/api/X/incidents/X/X",
        "/api/X/authorisations/X/X",
        "/api/X/interventions/X/X",
        "/api/X/incidents/X/exchange/X",
        "/api/X/problems/X/X",
        "/api/X/majors/X/X",
        "/api/X/recurrences/X/X",
        "/api/X/user-reports/X/X",
        "/api/X/work/X",
    }


def test_the_guide_prints_the_table():
    """The operator reads the same rights as the program."""
    guide = (ROOT / "docs/guide/operator.md").read_text()
    for permission in Permission:
        cells = [_printed(RIGHTS[permission].get(role)) for role in Account.Role]
        assert f"| {_PERMISSIONS[permission]} | {' | '.join(cells)} |" in guide


_PERMISSIONS = {
    Permission.SEE: "see incidents, messages, rooms, sources",
    Permission.ACT: "act on an incident",
    Permission.HAND_OVER: "hand an incident over",
    Permission.REPORT: "report what is wrong",
    Permission.ROSTER: "declare who is away or on duty",
    Permission.LOAD: "see how much each person of another team has open",
    Permission.TEACH: "teach words and places",
    Permission.REPLAY: "replay messages",
    Permission.PROBLEMS: "say what is a problem and what is none",
    Permission.SETTLE: "check a supplier's statement",
    Permission.SITES: "agree with suppliers about access, interventions, recovery tests",
    Permission.ADMINISTER: "accounts, tokens of others, security audit",
}


def _printed(where):
    words = {
        None: "no",
        Where.ANYWHERE: "yes",
        Where.HITS: "their region's",
        Where.OWN: "what they hold",
        Where.GROUP: "accounts of the group",
        Where.PEOPLE: "their region's people",
        Where.SOURCE: "their region's sources",
    }
    return words[where]


def _patterns(found, before=""):
    for pattern in found:
        route = before + str(pattern.pattern)
        if route.startswith("api/"):
            continue
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern.url_patterns, route)
        else:
            yield route


def _shape(address):
    address = re.sub(r"\^(.*)\(\?P(<\w+>).*\)\\Z", r"\1\2", address)  # of a pattern
    return re.sub(r"<[^>]*>|\{[^}]*\}|(?<=/)\d+|(?<=api/)v1", "X", address)
