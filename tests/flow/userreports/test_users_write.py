"""Users write and call: each report is linked to what it is about, answered in its language, and followed to the end."""

from importlib import import_module

import pytest
from django.apps import apps
from msgspec.structs import replace

from tests.flow.house import known, mail, only, post_event
from tests.web.conftest import account as account
from tocsin.core.incident import commands as c
from tocsin.core.incident.values import Verb
from tocsin.core.kernel.errors import BadInput, NotAllowed, Refused
from tocsin.core.kernel.sentences import render_why
from tocsin.core.routing.policy import matter_of, names_of
from tocsin.core.userreport.values import News
from tocsin.flow import clock, organisation, pipeline
from tocsin.flow.incidents.commands import act
from tocsin.flow.intake import messages
from tocsin.flow.organisation import snapshot
from tocsin.flow.userreports import records, watching
from tocsin.store import declared, incidents, models, userreports

BOX = "utilisateurs"


def user_mail(sender, subject, text, *headers):
    lines = [f"From: {sender}", "To: pannes@tocsin.cachemire.example", f"Subject: {subject}", *headers]
    lines += [f"Message-ID: <{abs(hash((sender, subject, text)))}@x>", "MIME-Version: 1.0"]
    return mail("\r\n".join([*lines, "Content-Type: text/plain; charset=utf-8", "", text, ""]).encode(), BOX)


def works(house):
    watching.watch()
    while pipeline.work():
        watching.watch()
    watching.watch()
    house.does_what_is_due()


def arrive(house, *mails):
    house.receives(*mails)
    works(house)


def crm_is_down(house):
    house.receives(post_event("application.down", "CRM"))
    clock.fast_forward(seconds=60)
    return only()


def texts(address):
    return [
        row.payload["text"]
        for row in models.Delivery.objects.filter(address=address, subject_kind="report").order_by("id")
    ]


def test_a_mail_is_linked_to_the_incident_that_it_is_about_and_the_user_is_the_second(house):
    incident = crm_is_down(house)
    arrive(
        house, user_mail("lea@cachemire.example", "CRM", "Bonjour, le CRM ne marche plus depuis 10 minutes")
    )
    arrive(
        house,
        user_mail("john@cachemire.example", "CRM down", "Hello, we cannot open the CRM since this morning"),
    )
    first, second = userreports.about([incident.id])
    assert first.judgement.certain
    assert [why.code for why in first.judgement.reasons] == [
        "userreport.why.item",
        "userreport.why.time",
    ]
    assert only().reporters == 2
    linked = next(entry for entry in incidents.timeline(first.subject) if entry.verb is Verb.USER_LINKED)
    assert "is hit by this incident (+6), received 1 min after it began (+2)" in render_why(linked.why, "en")
    assert "première personne" in texts("lea@cachemire.example")[0]
    assert "You are number 2 to report it" in texts("john@cachemire.example")[0]
    assert (first.language, second.language) == ("fr", "en")


def test_the_language_of_a_known_person_is_that_of_their_record(house):
    crm_is_down(house)
    english = next(person for person in snapshot().persons.values() if person.language == "en")
    arrive(house, user_mail(english.email, "CRM", "Bonjour, le CRM ne marche plus"))
    assert texts(english.email)[0].startswith("Hello")


def test_words_alone_are_never_certain_a_person_links_and_moves(house, account):
    incident = crm_is_down(house)
    arrive(
        house, user_mail("lea@cachemire.example", "Panne", "Bonjour, rien ne marche, application en panne")
    )
    (report,) = userreports.latest()
    assert report.incident is None
    assert "Aucun incident connu" in texts("lea@cachemire.example")[0]
    technician = account("technician", person="karim.haddad")
    records.move(technician, report.id, incident.id, seen=report.revision)
    works(house)
    assert "incident en cours : CRM" in texts("lea@cachemire.example")[1].replace("\u00a0", " ")
    assert only().reporters == 1
    with pytest.raises(Refused):
        records.move(technician, report.id, incident.id)
    records.move(technician, report.id, None)
    assert only().reporters == 0
    works(house)
    assert userreports.load(report.id).incident is None  # what a person settled stands
    with pytest.raises(NotAllowed):
        records.move(account("reader"), report.id, incident.id)


def test_a_reply_joins_its_report_and_stands_on_the_incident(house):
    incident = crm_is_down(house)
    arrive(house, user_mail("lea@cachemire.example", "CRM", "le CRM est en panne"))
    (report,) = userreports.latest()
    arrive(house, user_mail("lea@cachemire.example", f"Re: [{report.subject.number}] CRM", "Toujours rien"))
    arrive(house, user_mail("other@x.example", f"Re: [{report.subject.number}] CRM", "le CRM rame"))
    assert len(userreports.latest()) == 2  # a stranger who knows the number begins a report of their own
    replies = [entry for entry in incidents.timeline(incident.subject) if entry.verb is Verb.USER_REPLIED]
    assert [entry.data["note"] for entry in replies] == ["Toujours rien"]


@pytest.mark.parametrize(
    "header",
    ["Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated", "Precedence: bulk", "List-Id: <all.x>",
     "X-Tocsin-Notice: 1", "X-Autoreply: yes", "X-Autorespond: away", "X-Auto-Response-Suppress: All", "Return-Path: <>",
     "Subject: Automatic reply: CRM"],
)  # fmt: skip
def test_what_a_program_sends_is_nobodys_report_and_is_never_answered(house, header):
    crm_is_down(house)
    headers = [] if header.startswith("Subject: ") else [header]
    subject = "Absence CRM" if headers else header.removeprefix("Subject: ")
    arrive(house, user_mail("lea@cachemire.example", subject, "Je suis absente, le CRM", *headers))
    assert not userreports.latest()
    assert not texts("lea@cachemire.example")


FORWARDED = """Bonjour, voici ce que je vois dans le CRM.

---------- Forwarded message ---------
From: Robot <robot@x.example>
Date: Mon, 23 Nov 2026 14:01
Subject: Error 500

Session expired"""


def test_a_user_who_forwards_a_message_is_heard_as_well(house):
    crm_is_down(house)
    arrive(house, user_mail("lea@cachemire.example", "TR: Error 500", FORWARDED))
    (report,) = userreports.latest()
    assert report.address == "lea@cachemire.example"
    assert report.text == "Bonjour, voici ce que je vois dans le CRM.\n\nSession expired"
    assert report.judgement.certain, "the application is named above what is forwarded"


def test_news_until_it_is_over_and_never_twice(house, account):
    incident = crm_is_down(house)
    arrive(house, user_mail("lea@cachemire.example", "CRM", "le CRM est en panne"))
    technician = account("administrator", person="karim.haddad")
    assert records.inform(technician, incident.id, "Passez par crm-secours.") == 1
    house.receives(post_event("application.down", "CRM", "resolved"))
    works(house)
    works(house)
    (report,) = userreports.latest()
    assert [had.news for had in report.informed] == [News.OPENED, News.WORKAROUND, News.RESOLVED]
    assert report.over
    assert "crm-secours" in texts("lea@cachemire.example")[1]
    assert len(texts("lea@cachemire.example")) == 3


def test_an_address_that_writes_without_end_is_answered_a_few_times_an_hour(house):
    crm_is_down(house)
    for number in range(12):
        arrive(house, user_mail("loop@x.example", f"CRM {number}", "le CRM est en panne"))
    assert len(userreports.latest()) == 12
    assert only().reporters == 1
    assert len(texts("loop@x.example")) == 6


def test_three_users_of_one_region_open_an_incident_and_are_linked_to_it(house):
    for number in range(2):
        arrive(house, user_mail(f"user{number}@x.example", "ERP", "Bonjour, impossible d'ouvrir l'ERP"))
    assert not known()
    clock.fast_forward(minutes=5)
    arrive(house, user_mail("user0@x.example", "ERP encore", "l'ERP ne marche pas"))
    assert not known()  # the same user again is not a third one
    arrive(house, user_mail("user2@x.example", "ERP", "l'ERP est lent"))
    incident = only()
    assert incident.cause == "erp"
    assert incident.reporters == 3
    assert {report.incident for report in userreports.latest()} == {incident.id}
    assert [len(texts(f"user{number}@x.example")) for number in (1, 2)] == [2, 2]


def test_reports_too_far_apart_open_nothing(house):
    for number in range(4):
        arrive(house, user_mail(f"user{number}@x.example", "ERP", "l'ERP est lent"))
        clock.fast_forward(minutes=8)
    assert not known()


def test_monitoring_that_comes_after_the_users_takes_their_reports(house):
    arrive(house, user_mail("lea@cachemire.example", "CRM", "le CRM est en panne"))
    clock.fast_forward(minutes=10)
    incident = crm_is_down(house)
    works(house)
    assert [report.incident for report in userreports.latest()] == [incident.id]


def test_a_call_is_recorded_offers_the_incident_and_may_open_one(house, account):
    incident = crm_is_down(house)
    technician = account("technician", person="karim.haddad")
    ((offer, offered),) = records.probable("plus de CRM", "Léa", "crm")
    assert offered.id == incident.id
    assert offer.certain
    report = records.record(technician, records.Call(text="plus de CRM", caller="Léa", key="k1", item="crm"))
    assert report.incident == incident.id
    assert only().reporters == 1
    assert not report.address
    opened = records.record(
        technician, records.Call(text="ERP muet", caller="bob@x.example", key="k2", item="erp", opens=True)
    )
    assert opened.incident not in (None, incident.id)
    works(house)
    assert len(texts("bob@x.example")) == 1
    with pytest.raises(Refused):
        records.record(technician, records.Call(text="x", caller="y", key="k3", opens=True))
    with pytest.raises(NotAllowed):
        records.record(account("reader"), records.Call(text="x", caller="y", key="k4"))


@pytest.mark.parametrize("other", [{"text": "plus d'ERP"}, {"caller": "Bob"}, {"item": "erp"}])
def test_another_call_in_the_same_form_is_refused(house, account, other):
    technician = account("technician", person="karim.haddad")
    call = {"text": "plus de CRM", "caller": "Léa", "key": "k1", "item": "crm"}
    first = records.record(technician, records.Call(**call))
    assert records.record(technician, records.Call(**call)).id == first.id
    with pytest.raises(BadInput):
        records.record(technician, records.Call(**{**call, **other}))


def test_a_step_that_waits_for_people_is_reached_by_their_reports(house):
    crm_is_down(house)
    before = names_of(matter_of(only()), snapshot())["people"]
    for number in range(before + 2):
        arrive(house, user_mail(f"user{number}@x.example", "CRM", "le CRM est en panne"))
    assert names_of(matter_of(only()), snapshot())["people"] == before + 2


def test_a_mail_without_text_waits_in_the_queue_and_a_replay_adds_nothing(house):
    house.receives(user_mail("lea@cachemire.example", "", ""))
    assert models.Message.objects.get().status == "untranslated"
    arrive(house, user_mail("lea@cachemire.example", "CRM", "le CRM est en panne"))
    models.Message.objects.update(status="waiting")
    works(house)
    assert len(userreports.latest()) == 1


def erp_is_down(house):
    house.receives(post_event("application.down", "ERP"))
    return known()[-1]


def news_of(number):
    return [had.news.value for had in userreports.load(number).informed]


def test_a_user_is_told_the_correction_when_a_person_moves_or_takes_away_the_link(house, account):
    crm_is_down(house)
    arrive(house, user_mail("lea@cachemire.example", "CRM", "le CRM est en panne"))
    erp = erp_is_down(house)
    (report,) = userreports.latest()
    technician = account("technician", person="karim.haddad")
    records.move(technician, report.id, erp.id)
    works(house)
    moved = texts("lea@cachemire.example")[-1].replace("\u00a0", " ").replace("\u202f", " ")
    assert "Nous corrigeons" in moved
    assert "un autre incident que celui que nous vous avions indiqué : ERP" in moved
    records.move(technician, report.id, None)
    works(house)
    assert "ne concerne pas l" in texts("lea@cachemire.example")[-1]
    records.move(technician, report.id, erp.id)
    works(house)
    works(house)
    assert news_of(report.id) == ["opened", "corrected", "corrected", "opened"]
    assert len(texts("lea@cachemire.example")) == 4


def test_a_reopened_incident_is_announced_to_those_who_were_told_that_it_is_over(house, account):
    incident = crm_is_down(house)
    arrive(house, user_mail("lea@cachemire.example", "CRM", "le CRM est en panne"))
    house.receives(post_event("application.down", "CRM", "resolved"))
    works(house)
    clock.fast_forward(minutes=5)
    act(incident.id, c.Reopen(note="Il retombe"), "karim.haddad")
    works(house)
    (report,) = userreports.latest()
    assert news_of(report.id) == ["opened", "resolved", "reopened"]
    assert "n’est pas terminé" in texts("lea@cachemire.example")[-1].replace("'", "’")
    act(incident.id, c.Resolve(note="Fini"), "karim.haddad")
    works(house)
    works(house)
    assert news_of(report.id) == ["opened", "resolved", "reopened", "resolved"]


def test_reports_of_a_folded_incident_go_on_with_the_one_that_it_is_part_of_and_nothing_is_mailed(house):
    crm = crm_is_down(house)
    arrive(house, user_mail("lea@cachemire.example", "CRM", "le CRM est en panne"))
    erp = erp_is_down(house)
    act(crm.id, c.Merge(into=erp.number), "karim.haddad")
    works(house)
    (report,) = userreports.latest()
    assert report.incident == erp.id
    assert only().reporters == 1
    assert news_of(report.id) == ["opened"]


def test_where_nothing_is_new_no_lock_is_taken(house, account, django_assert_max_num_queries):
    crm_is_down(house)
    arrive(house, user_mail("lea@cachemire.example", "CRM", "le CRM est en panne"))
    arrive(house, user_mail("max@cachemire.example", "Imprimante", "mon imprimante clignote"))
    with django_assert_max_num_queries(7) as asked:
        watching.watch()
    assert not [query for query in asked.captured_queries if "advisory" in query["sql"]]


def test_a_form_that_is_sent_twice_is_one_report(house, account):
    crm_is_down(house)
    technician = account("technician", person="karim.haddad")
    said = records.Call(text="plus de CRM", caller="Léa", key="once", item="crm")
    assert records.record(technician, said).id == records.record(technician, said).id
    assert len(userreports.latest()) == 1


def test_a_person_answers_one_user_in_the_frame_of_their_language(house, account):
    crm_is_down(house)
    technician = account("technician", person="karim.haddad")
    arrive(house, user_mail("john@x.example", "CRM", "Hello, we cannot open the CRM since this morning"))
    (report,) = userreports.latest()
    records.answer(technician, report.id, "Which browser do you use?")
    works(house)
    assert "About your report (RPT-" in texts("john@x.example")[-1]
    assert news_of(report.id) == ["opened", "answered"]
    silent = records.record(technician, records.Call(text="CRM", caller="Léa", key="k", item="crm"))
    for number, note in ((silent.id, "x"), (report.id, " ")):
        with pytest.raises(Refused):
            records.answer(technician, number, note)
    with pytest.raises(NotAllowed):
        records.answer(account("reader"), report.id, "x")


def test_reports_that_the_version_before_wrote_are_read_and_nobody_is_mailed_again(house):
    crm_is_down(house)
    arrive(house, user_mail("lea@cachemire.example", "CRM", "le CRM est en panne"))
    arrive(house, user_mail("max@cachemire.example", "Imprimante", "mon imprimante clignote"))
    before = models.Delivery.objects.count()
    migration = import_module("tocsin.store.migrations.0470_user_report_news")
    migration.apart(apps, None)
    assert [row.value["news"] for row in models.UserReport.objects.order_by("id")] == [
        ["opened"],
        ["recorded"],
    ]
    models.UserReport.objects.update(current=False)
    migration.together(apps, None)
    works(house)
    assert models.Delivery.objects.count() == before
    assert [news_of(report.id) for report in userreports.latest()] == [["recorded"], ["opened"]]


def test_mails_that_came_before_the_source_was_the_users_are_read_again_and_become_reports(house):
    crm_is_down(house)
    for_users(False)
    arrive(house, user_mail("lea@cachemire.example", "CRM", "le CRM est en panne"))
    assert not userreports.latest()
    for_users(True)
    number = models.Message.objects.latest("id").id
    for _ in range(2):
        messages.replay([number], "me")
        works(house)
    (report,) = userreports.latest()
    assert report.address == "lea@cachemire.example"
    kept = models.Message.objects.get(id=number).why[-1]
    assert kept == {"code": "userreport.kept", "facts": {"number": report.subject.number}}


def test_a_reply_that_is_read_again_stands_on_the_timeline_once(house):
    incident = crm_is_down(house)
    arrive(house, user_mail("lea@cachemire.example", "CRM", "le CRM est en panne"))
    (report,) = userreports.latest()
    arrive(house, user_mail("lea@cachemire.example", f"Re: [{report.subject.number}] CRM", "Toujours rien"))
    messages.replay([models.Message.objects.latest("id").id], "me")
    works(house)
    verbs = [entry.verb for entry in incidents.timeline(incident.subject)]
    assert verbs.count(Verb.USER_REPLIED) == 1


def for_users(answer):
    objects = [
        replace(known, spec={**known.spec, "user_reports": answer}) if known.key == BOX else known
        for known in declared.objects()
    ]
    organisation.apply(objects, by="test")
