"""Check: one test a mistake; all mistakes at once, each with its place and its remedy."""

from typing import Any

import pytest

from tests.core.organisation.small import objects, specs
from tocsin.core.kernel.errors import Fault
from tocsin.core.organisation.check import check
from tocsin.core.organisation.objects import Object
from tocsin.core.organisation.organisation import Organisation
from tocsin.flow.channels import CHANNELS

REMOVED = object()


def _spoilt(changes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The small company with ``section/key`` or ``section/key:field`` replaced, added, or removed."""
    declared = specs()
    for name, value in changes.items():
        target, _, field = name.partition(":")
        if value is REMOVED:
            del declared[target]
        elif field:
            declared[target][field] = value
        else:
            declared[target] = value
    return declared


def _faults(changes: dict[str, Any]) -> list[str]:
    return [str(fault) for fault in check(objects(_spoilt(changes)), CHANNELS)[0]]


def _found(changes: dict[str, Any]) -> list[Fault]:
    faults, doubts = check(objects(_spoilt(changes)), CHANNELS)
    return [*faults, *doubts]


def _warnings(changes: dict[str, Any]) -> list[str]:
    return [str(fault) for fault in check(objects(_spoilt(changes)), CHANNELS)[1]]


def test_the_small_company_has_neither_fault_nor_doubt() -> None:
    assert check(objects(specs()), CHANNELS) == ((), ())
    assert Organisation.of(objects(specs())).region_of("srv-01") == ""


MAILBOX = {"host": "mail.example", "user": "hub", "password": "env:MAILBOX_PASSWORD"}
MISTAKES: list[tuple[str, dict[str, Any], str]] = [
    (
        "mis-typed value",
        {"commitment/all:target_s": "soon"},
        "target_s: expected a whole number, found text (found 'soon')",
    ),
    (
        "a team that is not there, and nothing near",
        {"person/bob:team": "zz"},
        "unknown team 'zz' (declare it, or name one that is)",
    ),
    ("unknown field", {"person/bob:emial": "x"}, "emial: unknown field 'emial' (did you mean email?)"),
    ("missing field", {"person/bob": {"name": "B", "email": "b@x", "team": "systems"}}, "role is missing"),
    ("unknown section", {"persons/x": {}}, "unknown section 'persons' (did you mean person?)"),
    (
        "bad word in a list",
        {"settings/group:languages": ["fr", "xx"]},
        "languages[1]: unknown word 'xx' (known: fr, en)",
    ),
    ("bad key", {"kind/Power Lost": specs()["kind/power.lost"]}, "'Power Lost' can't be a key"),
    ("half a label", {"routing/last:label": {"fr": "Le reste"}}, "label: en is missing (add en)"),
    (
        "a label of a calendar in one language",
        {"calendar/fr:label": "Heures"},
        "label: expected fields below it, found text (found 'Heures')",
    ),
    ("unknown region", {"team/systems:region": "fx"}, "unknown region 'fx'"),
    (
        "unknown calendar",
        {"region/fr:calendar": "fra"},
        "calendar: unknown calendar 'fra' (did you mean fr?)",
    ),
    ("unknown manager", {"region/fr:manager": "annie"}, "unknown person 'annie' (did you mean anne?)"),
    (
        "unknown team of a person",
        {"person/bob:team": "system"},
        "unknown team 'system' (did you mean systems?)",
    ),
    ("unknown member", {"team/systems:members": ["bob", "tom"]}, "members[1]: unknown person 'tom'"),
    ("unknown format", {"source/mail:formats": ["mial"]}, "unknown format 'mial' (did you mean mail?)"),
    ("unknown item of an alias", {"alias/1:item": "dc.s2"}, "unknown item 'dc.s2' (did you mean dc.s1?)"),
    ("unknown kind in a rule", {"routing/last:kinds": ["power.los"]}, "kinds[0]: unknown kind 'power.los'"),
    ("unknown team of a rule", {"routing/last:team": "x"}, "routing.yaml:13: team: unknown team 'x'"),
    (
        "mails to nobody about a site",
        {"supplier/host:site_access": {"teams": ["systems"], "desk": "systems"}},
        "site_access.address: '' is no mail address",
    ),
    (
        "tickets about a site without a desk",
        {"supplier/host:site_access": {"teams": ["systems"], "desk": "systems", "channel": "api"}},
        "site_access.channel: requests leave as tickets, and the supplier has no ticket desk",
    ),
    (
        "calls about a site without a number",
        {"supplier/host:site_access": {"teams": ["systems"], "desk": "systems", "channel": "phone"}},
        "site_access.channel: requests are made on the phone, and the supplier has no number",
    ),
    (
        "a blank that a form of a site does not know",
        {
            "supplier/host:site_access": {
                "teams": ["systems"],
                "desk": "systems",
                "address": "a@host.example",
                "forms": {"remove": {"subject": "{person} {whom}", "text": "x"}},
            }
        },
        "site_access.forms.remove.subject: ",
    ),
    (
        "hours of a channel that no calendar has",
        {"supplier/host:channels": [{"name": "phone", "address": "+33 1 99 00 00 00", "calendar": "nights"}]},
        "channels[0].calendar: unknown calendar 'nights'",
    ),
    ("unknown supplier", {"item/dc:supplier": "hst"}, "unknown supplier 'hst' (did you mean host?)"),
    (
        "unknown need",
        {"application/crm:needs": [{"any": ["srv-01", "srv-09"]}]},
        "needs[0].any[1]: unknown item",
    ),
    (
        "unknown item of a requirement",
        {"requirement/net:items": ["srv-11"]},
        "items[0]: unknown item 'srv-11'",
    ),
    (
        "unknown application",
        {"commitment/all:applications": ["crn"]},
        "unknown application 'crn' (did you mean crm?)",
    ),
    ("unknown word of ours", {"correspondence/1:ours": "power.los"}, "unknown kind 'power.los'"),
    ("unknown parent", {"item/dc.s1.r01:parent": "dc.s9"}, "parent: unknown item 'dc.s9'"),
    ("parent missing", {"item/srv-01:parent": ""}, "the device srv-01 stands nowhere (give it a parent"),
    ("site inside something", {"item/dc:parent": "dc.s1"}, "a site stands in nothing"),
    ("rack in a rack", {"item/r2": {"type": "rack", "parent": "dc.s1.r01"}}, "a rack can't stand in a rack"),
    ("application among items", {"item/erp": {"type": "application"}}, "declared in its own section"),
    (
        "application with an item's key",
        {"application/srv-01": specs()["application/web"]},
        "'srv-01' is also an item",
    ),
    (
        "feed that is no feed",
        {"item/dc.s1.r01.pdu-a:feed": "dc.s1"},
        "feed: dc.s1 is a room (name one of type feed, ups)",
    ),
    ("cord in no outlet", {"item/srv-01:cords": ["dc.s1.r01.pdu-a"]}, "cords[0]: dc.s1.r01.pdu-a is a pdu"),
    ("outlets of a rack", {"item/dc.s1.r01:outlets": 4}, "a rack has no outlets"),
    ("too many outlets", {"item/dc.s1.r01.pdu-a:outlets": 10**9}, "outlets: expected a whole number <= 96"),
    ("more cords needed than there are", {"item/srv-01:cords_needed": 3}, "cords_needed: 3 of 2 cords"),
    (
        "outlet used twice",
        {"item/srv-02:cords": ["dc.s1.r01.pdu-a.o01"]},
        "item.yaml:25: cords[0]: outlet dc.s1.r01.pdu-a.o01 already feeds srv-01 (item.yaml:24) (correct one cord)",
    ),
    ("need of nothing", {"application/crm:needs": [{"label": "x"}]}, "needs[0]: the need says nothing"),
    (
        "need two ways",
        {"application/crm:needs": [{"any": ["srv-01"], "all": ["srv-02"]}]},
        "says several things",
    ),
    ("k without n", {"application/crm:needs": [{"of": ["srv-01"]}]}, "at_least and of go together"),
    (
        "min_up > len(of)",
        {"application/crm:needs": [{"at_least": 3, "of": ["srv-01", "srv-02"]}]},
        "needs[0].at_least: 3 of 2 needed (between 1 and 2)",
    ),
    (
        "the same server counted twice",
        {"application/crm:needs": [{"at_least": 2, "of": ["srv-01", "srv-01"]}]},
        "2 of 1 needed",
    ),
    (
        "dependency cycle",
        {"application/crm:needs": [{"any": ["web"]}]},
        "crm ends up needing itself: crm -> web -> crm (cut one of these links)",
    ),
    (
        "cycle through places",
        {"item/dc.s1.r01:parent": "dc.s1.r01"},
        "dc.s1.r01 ends up needing itself: dc.s1.r01 -> dc.s1.r01",
    ),
    (
        "unknown zone",
        {"calendar/fr:zone": "Europe/Pari"},
        "unknown time zone 'Europe/Pari' (did you mean Europe/Paris?)",
    ),
    ("no span", {"calendar/fr:week": {"monday": ["9h-12h"]}}, "week.monday[0]: '9h-12h' is no span"),
    ("25 o'clock", {"calendar/fr:week": {"monday": ["09:00-25:00"]}}, "'09:00-25:00' is no span"),
    (
        "over midnight",
        {"calendar/fr:week": {"monday": ["22:00-06:00"]}},
        "22:00-06:00 ends before it starts (split it",
    ),
    (
        "overlapping spans",
        {"calendar/fr:week": {"monday": ["09:00-13:00", "12:30-18:00"]}},
        "week.monday: 09:00-13:00 and 12:30-18:00 overlap",
    ),
    (
        "overlap on an opened day",
        {"calendar/fr:opened": {"2027-01-02": ["08:00-10:00", "09:00-11:00"]}},
        "overlap",
    ),
    (
        "opened and closed",
        {"calendar/fr:opened": {"2027-01-02": ["08:00-10:00"]}, "calendar/fr:closed": ["2027-01-02"]},
        "2027-01-02 is both opened and closed",
    ),
    ("no such day", {"calendar/fr:closed": ["2027-02-30"]}, "closed[0]: not a day, like 2027-12-31"),
    (
        "no such weekday",
        {"calendar/fr:week": {"lundi": []}},
        "week.lundi: unknown word 'lundi' (known: monday",
    ),
    ("never open", {"calendar/fr:week": {"monday": []}}, "the calendar never opens"),
    ("unknown country", {"calendar/fr:holidays": {"country": "XX"}}, "no holidays known for 'XX'"),
    (
        "unknown subdivision",
        {"calendar/fr:holidays": {"country": "DE", "subdivision": "XX"}},
        "DE has no 'XX'",
    ),
    ("supplier's promise of ours", {"commitment/all:supplier": "host"}, "party is ours, supplier is 'host'"),
    ("nobody's promise", {"commitment/all:party": "supplier"}, "party is supplier, supplier is ''"),
    ("no time at all", {"commitment/all:target_s": 0}, "a target of 0 s"),
    ("period without calendar", {"commitment/all:period": "working"}, "period_calendar: period is working"),
    (
        "periods overlap",
        {"commitment/other": {"party": "ours", "target_s": 60, "calendar": "fr"}},
        "other and all promise for the same time (any)",
    ),
    (
        "periods overlap for one criticality",
        {
            "commitment/a": {**specs()["commitment/all"], "criticalities": ["low", "high"]},
            "commitment/b": {**specs()["commitment/all"], "criticalities": ["high"]},
        },
        "b and a promise for the same time",
    ),
    (
        "a gap in the periods",
        {"commitment/all": {**specs()["commitment/all"], "period": "working", "period_calendar": "fr"}},
        "all leaves a gap: nothing for non_working time (add one for non_working)",
    ),
    (
        "two ideas of working time",
        {
            "commitment/all": {**specs()["commitment/all"], "period": "working", "period_calendar": "fr"},
            "commitment/b": {**specs()["commitment/all"], "period": "non_working", "period_calendar": "24x7"},
        },
        "all, b define working time differently",
    ),
    ("person without team", {"person/bob:team": ""}, "team: Bob belongs to no team"),
    ("no address", {"person/bob:email": "bob"}, "'bob' is no mail address"),
    ("no address of a team", {"team/systems:notices": ["me"]}, "notices[0]: 'me' is no mail address"),
    ("regional team of nowhere", {"team/systems:scope": "regional"}, "scope is regional, region is ''"),
    ("supplier's team of none", {"team/systems:scope": "supplier"}, "scope is supplier, supplier is ''"),
    ("managers in a circle", {"person/anne:manager": "bob"}, "managers in a circle: anne -> bob -> anne"),
    ("two rules at once", {"routing/b": {"order": 99, "team": "systems"}}, "last has order 99 too"),
    (
        "unknown effect",
        {"priority/downn": specs()["priority/down"]},
        "unknown effect 'downn' (did you mean down?)",
    ),
    ("hole in the matrix", {"priority/down": REMOVED}, "the priority matrix has no row 'down'"),
    ("no settings", {"settings/group": REMOVED}, "the settings are missing"),
    ("no language", {"settings/group:languages": []}, "no language"),
    (
        "no window",
        {"settings/group:policies": {"correlation_window_s": 0}},
        "policies.correlation_window_s: must",
    ),
    ("guesses believed", {"settings/group:policies": {"trust": 0.5}}, "a guess is never believed"),
    ("more than certain", {"settings/group:policies": {"trust": 2}}, "a guess is never believed"),
    ("never at risk", {"settings/group:policies": {"at_risk_percent": 100}}, "at risk only when breached"),
    (
        "token in the open",
        {"source/mail:tokens": ["demo-nagios-fr"]},
        "tokens[0]: not a SHA-256 digest (printf %s",
    ),
    ("three tokens", {"source/mail:tokens": ["a" * 64, "b" * 64, "c" * 64]}, "3 tokens (two at most"),
    (
        "one token, two sources",
        {
            "source/mail:tokens": ["a" * 64],
            "source/b": {"label": "B", "channel": "http", "tokens": ["a" * 64]},
        },
        "mail has the same token",
    ),
    (
        "password in the open",
        {"source/mail:settings": {"password": "hunter2"}},
        "settings.password: a secret in the open",
    ),
    ("sender that is none", {"source/mail:senders": ["host"]}, "senders[0]: 'host' is no mail address"),
    ("negative rhythm", {"source/mail:rhythm_s": -1}, "a rhythm can't be negative"),
    ("mailbox without host", {"source/mail:channel": "imap"}, "settings: host is missing (add host)"),
    (
        "folder misspelt",
        {"source/mail:channel": "imap", "source/mail:settings": MAILBOX | {"file_translatd": "Done"}},
        "settings.file_translatd: unknown field 'file_translatd' (did you mean file_translated?)",
    ),
    (
        "no such encryption",
        {"source/mail:channel": "imap", "source/mail:settings": MAILBOX | {"tls": "yes"}},
        "settings.tls: unknown word 'yes' (known: ssl, starttls, none)",
    ),
    (
        "start of a mailbox that is no day",
        {"source/mail:channel": "imap", "source/mail:settings": MAILBOX | {"since": "last week"}},
        "settings.since: ",
    ),
    ("setting of no use", {"source/mail:settings": {"host": "mail.example"}}, "settings.host: unknown field"),
    (
        "virtual machine in a rack",
        {"item/vm-1": {"type": "virtual_machine", "parent": "dc.s1.r01"}},
        "parent: a virtual_machine can't stand in a rack (it stands in one of: cluster, device)",
    ),
    (
        "cluster without hosts",
        {"item/vmw": {"type": "cluster", "parent": "dc"}},
        "the cluster vmw has no hosts: nothing would take it down",
    ),
    (
        "more hosts needed than there are",
        {"item/vmw": {"type": "cluster", "parent": "dc", "hosts": ["srv-01"], "hosts_needed": 2}},
        "hosts_needed: 2 of 1 hosts needed (at least 1, at most all of them)",
    ),
    (
        "host that is none",
        {"item/vmw": {"type": "cluster", "parent": "dc", "hosts": ["srv-01", "dc.s1"]}},
        "hosts[1]: dc.s1 is a room (name one of type device)",
    ),
    ("hosts of a device", {"item/srv-01:hosts": ["srv-02"]}, "hosts: a device has no hosts"),
    (
        "circuit that leads nowhere known",
        {"item/wan": {"type": "circuit", "parent": "dc", "supplier": "host", "to": "paris"}},
        "to: unknown item 'paris'",
    ),
    ("device that connects sites", {"item/srv-01:to": "dc"}, "to: a device doesn't connect two sites"),
    ("device on a feed", {"item/srv-01:feed": "dc.s1.feed-a"}, "feed: a device has no feed of its own"),
    (
        "source on a rack",
        {"source/mail:observer": "dc.s1.r01", "source/mail:watches": ["dc"]},
        "observer: dc.s1.r01 is a rack (name one of type device, virtual_machine)",
    ),
    (
        "source that watches from nowhere",
        {"source/mail:watches": ["dc"]},
        "mail watches items, and nothing says from which machine",
    ),
    (
        "ladder that goes back",
        {"supplier/host:ladder": [{"name": "a", "after_s": 60}, {"name": "b", "after_s": 60}]},
        "the steps do not follow each other in time",
    ),
    (
        "a contact who cannot be reached",
        {"supplier/host": {"name": "Host", "contacts": [{"name": "Desk"}]}},
        "contacts[0]: Desk has neither a phone nor a mail address",
    ),
    (
        "a contact of unknown hours",
        {
            "supplier/host": {
                "name": "Host",
                "contacts": [{"name": "Desk", "phone": "+33 1", "calendar": "frr"}],
            }
        },
        "contacts[0].calendar: unknown calendar 'frr' (did you mean fr?)",
    ),
    (
        "a phone that is none",
        {"supplier/host": {"name": "Host", "channels": [{"name": "phone", "address": "the desk"}]}},
        "channels[0].address: 'the desk' is no telephone number",
    ),
    (
        "a portal without an address",
        {"supplier/host": {"name": "Host", "channels": [{"name": "web", "address": "portal"}]}},
        "channels[0].address: 'portal' is no web address",
    ),
    (
        "a mail that is paid by the minute",
        {
            "supplier/host": {
                "name": "Host",
                "channels": [{"name": "mail", "address": "a@b", "cost_minute": 5}],
            }
        },
        "channels[0].cost_minute: the channel mail is not paid by the minute",
    ),
    (
        "a channel twice",
        {"supplier/host": {"name": "Host", "channels": [{"name": "mail", "address": "a@b"}] * 2}},
        "channels[1]: the channel mail is declared twice",
    ),
    (
        "a rung that nobody can call",
        {"supplier/host": {"name": "Host", "ladder": [{"name": "Chief", "after_s": 60}]}},
        "ladder[0]: Chief has neither a phone nor a mail address",
    ),
    (
        "two contracts for one thing",
        {"supplier/host": {"name": "Host", "contracts": [{"number": "A"}, {"number": "B"}]}},
        "contracts[1]: the contracts A and B hold the same thing",
    ),
    (
        "a contract about nothing that is declared",
        {"supplier/host": {"name": "Host", "contracts": [{"number": "A", "items": ["nowhere"]}]}},
        "contracts[0].items[0]: unknown item 'nowhere'",
    ),
]


@pytest.mark.parametrize(
    ("changes", "expected"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES]
)
def test_a_mistake_is_named(changes: dict[str, Any], expected: str) -> None:
    assert any(expected in fault for fault in _faults(changes)), _faults(changes)


@pytest.mark.parametrize("changes", [case[1] for case in MISTAKES], ids=[case[0] for case in MISTAKES])
def test_a_mistake_has_a_remedy_and_its_french(changes: dict[str, Any]) -> None:
    """`tocsin check` spoke English whatever the locale, alone among the commands."""
    for fault in _found(changes):
        french, english = fault.sentence("fr"), fault.sentence("en")
        assert french != english
        assert "fault." not in french + english
        assert fault.remedy("fr")
        assert fault.remedy("en")


def test_bounces_may_be_let_in() -> None:
    changes = {"source/mail:senders": ["<>"], "source/mail:recipients": ["<>"]}
    assert [fault for fault in _faults(changes) if "senders[" in fault] == []
    assert [fault for fault in _faults(changes) if "recipients[" in fault]


def test_a_key_declared_twice_is_named_with_both_lines() -> None:
    twice = Object(section="person", key="bob", spec=specs()["person/bob"], file="people.yaml", line=40)
    faults, _ = check([*objects(specs()), twice], CHANNELS)
    assert [str(fault) for fault in faults] == [
        "people.yaml:40: person 'bob' is declared twice (person.yaml:7) (rename or remove one)"
    ]


def test_all_mistakes_are_reported_at_once() -> None:
    """Ten mistakes in ten places: ten faults, in the order of files and lines."""
    several = {name: change for _, changes, _ in MISTAKES[:12] for name, change in changes.items()}
    faults = check(objects(_spoilt(several)), CHANNELS)[0]
    assert len(faults) >= 10
    assert [(fault.file, fault.line or 0) for fault in faults] == sorted(
        (fault.file, fault.line or 0) for fault in faults
    )


def test_two_mistakes_of_one_object_are_both_reported() -> None:
    faults = _faults({"person/bob": {"name": 12, "email": "b@x", "role": [], "team": "systems"}})
    assert len(faults) == 2


def test_the_line_is_that_of_the_field_or_of_what_holds_it() -> None:
    lines = {"week": 3, "week.monday": 4, "week.monday[1]": 6}
    declared = Object(section="calendar", key="x", spec={}, file="c.yaml", line=2, lines=lines)
    assert declared.fault("week.monday[1]", "").line == 6
    assert declared.fault("week.monday[7]", "").line == 4
    assert declared.fault("zone", "").line == 2


DOUBTS: list[tuple[str, dict[str, Any], str]] = [
    (
        "both cords on one feed",
        {"item/srv-01:cords": ["dc.s1.r01.pdu-a.o01", "dc.s1.r01.pdu-a.o03"]},
        "srv-01 has all its cords on dc.s1.feed-a: without it, it is down (move a cord to the other feed)",
    ),
    (
        "both cords on one PDU whose feed nobody says",
        {
            "item/dc.s1.r01.pdu-a": {"type": "pdu", "parent": "dc.s1.r01", "outlets": 4},
            "item/srv-01:cords": ["dc.s1.r01.pdu-a.o01", "dc.s1.r01.pdu-a.o03"],
        },
        "srv-01 has all its cords on dc.s1.r01.pdu-a: without it, it is down",
    ),
    (
        "single cord under a critical application",
        {"item/srv-01:cords": ["dc.s1.r01.pdu-a.o01"]},
        "srv-01 has a single cord, under critical applications: crm",
    ),
    ("no promise", {"commitment/all:criticalities": ["critical"]}, "nothing is promised for web"),
    ("two devices in one unit", {"item/srv-02:attributes": {"u": 11}}, "srv-01 is in U11 of dc.s1.r01 too"),
    (
        "one alias, two things",
        {"item/srv-01:aliases": ["CRM 1"], "item/srv-02:aliases": ["crm 1"]},
        "'crm 1' is an alias of srv-01 too",
    ),
    (
        "a room that would fall with its cooling",
        {
            "item/cool-1": {"type": "cooling_unit", "parent": "dc.s1"},
            "requirement/cool": {"items": ["dc.s1"], "need": {"label": "cooling", "all": ["cool-2"]}},
            "item/cool-2": {"type": "cooling_unit", "parent": "dc"},
        },
        "without cooling, dc.s1 would be down with all that it contains (add degrades: true",
    ),
    (
        "a UPS that supplies nothing",
        {"item/ups-1": {"type": "ups", "parent": "dc.s1"}},
        "nothing needs ups-1 (ups): its loss will explain nothing",
    ),
    (
        "a circuit of nobody",
        {"item/wan": {"type": "circuit", "parent": "dc"}},
        "circuit wan has no operator: no contract covers it",
    ),
    (
        "an observer that watches nothing",
        {"source/mail:observer": "srv-01"},
        "mail runs on srv-01, and nothing says what it watches",
    ),
    ("closed door", {"source/b": {"label": "B", "channel": "http"}}, "b has no token: nobody can post to it"),
    ("no last rule", {"routing/last:scope": "group"}, "no routing rule without conditions"),
]


@pytest.mark.parametrize(
    ("changes", "expected"), [case[1:] for case in DOUBTS], ids=[case[0] for case in DOUBTS]
)
def test_a_doubt_is_a_warning_and_no_fault(changes: dict[str, Any], expected: str) -> None:
    assert _faults(changes) == []
    assert any(expected in warning for warning in _warnings(changes)), _warnings(changes)


def test_every_mistake_inside_one_field_is_reported() -> None:
    faults = _faults(
        {"settings/group:policies": {"storm_threshold": "lots", "flap_changes": 1.5, "hurry": 1}}
    )
    assert [fault.partition(": ")[2].partition(" (")[0] for fault in faults] == [
        "policies.flap_changes: expected a whole number, found a decimal number",
        "policies.hurry: unknown field 'hurry'",
        "policies.storm_threshold: expected a whole number, found text",
    ]


def test_what_could_not_be_read_is_not_called_unknown() -> None:
    declared = [declaration for declaration in objects(specs()) if declaration.section != "person"]
    assert any("unknown person" in str(fault) for fault in check(declared, CHANNELS)[0])
    assert check(declared, CHANNELS, unread={"person"})[0] == ()
