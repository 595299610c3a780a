"""Notices as one short text, and answers to them: only an answer that says nothing else counts."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.core.notice.test_plan import MINUTE, NOW, POLICIES, notice
from tocsin.core.incident.values import NoticeKind
from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.sentences import render_why
from tocsin.core.notice.plan import plan
from tocsin.core.notice.reply import asked
from tocsin.core.notice.short import render_short
from tocsin.core.notice.values import Send, SentMail

NUMBER = "+33 6 39 98 12 01"


def text(number, kind="untaken", incident=1, at=NOW):
    return replace(notice(number, kind, incident, at, to=NUMBER, priority=Priority.P2), channel="sms")


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("ACK", 0),
        ("pris", 0),
        (" Ack INC-42. ", 42),
        ("\n\nPRIS 42", 42),
        ("Pris en charge !", 0),
        ("ack: inc 42", 42),
    ],
)
def test_an_answer_that_asks_for_something(said, number):
    reply = asked(said)
    assert reply
    assert reply.number == number


@pytest.mark.parametrize(
    "said",
    [
        "",
        "pris dans les bouchons",
        "Je suis absent jusqu'au 12",
        "not ACK",
        "ACKNOWLEDGE later",
        "ok",
        "Re: ACK",
        "42",
    ],
)
def test_an_answer_that_asks_for_nothing(said):
    assert asked(said) is None


def test_it_says_how_many_waited_and_how_to_take_it():
    waiting = [
        text(number, kind) for number, kind in enumerate(["opened", "worsened", "untaken", "escalated"])
    ]
    english = render_short(waiting, "en", "https://t.example/take/x").text
    assert "3 more waited; sent as one." in english
    assert "Reply ACK INC-1 to take it." in english
    assert english.endswith("\nhttps://t.example/take/x")
    assert "Répondez PRIS INC-1" in render_short(waiting, "fr", "https://t.example/").text
    assert "ACK" not in render_short([text(1, NoticeKind.RECOVERED)], "en", "https://t.example/").text
    long = [text(number, incident=number) for number in range(40)]
    assert len(render_short(long, "fr", "https://t.example/").text) < 450


def test_a_channel_has_its_own_allowance_an_hour_and_says_its_rule():
    """Forty incidents in an hour: by SMS never more than four an hour, and each that is one of many says so."""
    pending, sent, reasons = [], [], []
    for minute in range(60):
        now = NOW + minute * MINUTE
        pending += [text(minute, incident=minute, at=now)] if minute < 40 else []
        decision = plan(pending, sent, POLICIES, now=now, allowances={"sms": 4})
        for fate in decision.effects:
            if isinstance(fate, Send):
                subjects = tuple({known.subject for known in pending if known.id in fate.notices})
                sent.append(SentMail(recipient=NUMBER, at=now, subjects=subjects, digest=fate.digest))
                reasons.append(render_why(fate.why, "en"))
        pending = list(decision.after)
    assert len(sent) <= 4
    assert any("more waited, 4 an hour at most" in reason for reason in reasons)


def test_what_fell_back_does_not_wait_for_the_mail_before():
    """The person got a mail about it a minute ago; the SMS of the escalation failed since: it goes by mail at once."""
    sent = [SentMail(recipient="x@x.example", at=NOW - MINUTE, subjects=(notice(1).subject,))]
    failed = replace(notice(2, "escalated", to="x@x.example"), failed=(NUMBER,))
    (fate,) = plan([failed], sent, POLICIES, now=NOW + timedelta(seconds=40)).effects
    assert isinstance(fate, Send)
    assert render_why(fate.why, "en") == f"Sent by the person's next way: {NUMBER} could not be reached."
