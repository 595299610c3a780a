"""What a user is informed of: each news once for each link, corrections, and never too many mails."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.escalation.company import HERE
from tests.core.userreport.reports import NOON, incident, report
from tocsin.core.incident.values import State, Verb
from tocsin.core.kernel.errors import Refused
from tocsin.core.mail import MailDue
from tocsin.core.userreport.decide import MOST_MAILS, due_news, follow, inform, move, rejudge
from tocsin.core.userreport.values import Informed, Judgement, News

OPEN, OTHER = incident(1), incident(2)
ENDED = incident(1, state=State.RESOLVED, resolved_at=NOON)


def had(*news):
    return tuple(Informed(news=News(name), at=NOON, incident=about) for name, about in news)


@pytest.mark.parametrize(
    ("informed", "linked", "due"),
    [
        ((), None, "recorded"),
        ((("recorded", None),), None, None),
        ((), OPEN, "opened"),
        ((("recorded", None),), OPEN, "opened"),
        ((("opened", 1),), OPEN, None),
        ((("opened", 1), ("workaround", 1), ("answered", 1)), OPEN, None),
        ((("opened", 2),), OPEN, "corrected"),
        ((("opened", 1),), None, "corrected"),
        ((("opened", 1), ("corrected", None)), None, None),
        ((("opened", 1), ("corrected", None)), OTHER, "opened"),
        ((("opened", 1), ("corrected", 2)), OTHER, None),
        ((("opened", 1),), ENDED, "resolved"),
        ((), ENDED, "resolved"),
        ((("opened", 1), ("resolved", 1)), ENDED, None),
        ((("opened", 2), ("resolved", 2)), ENDED, "resolved"),
        ((("opened", 1), ("resolved", 1)), OPEN, "reopened"),
        ((("opened", 1), ("resolved", 1), ("reopened", 1)), OPEN, None),
        ((("opened", 1), ("resolved", 1), ("reopened", 1)), ENDED, "resolved"),
    ],
)
def test_the_news_that_is_due(informed, linked, due):
    written = report(informed=had(*informed), incident=linked.id if linked else None)
    assert due_news(written, linked) == (News(due) if due else None)


@settings(deadline=None, max_examples=200)
@given(steps=st.lists(st.sampled_from((None, OPEN, OTHER, ENDED)), max_size=12), lately=st.integers(0, 9))
def test_whatever_happens_one_news_makes_the_user_current(steps, lately):
    written = report()
    for linked in steps:
        written = report(informed=written.informed, incident=linked.id if linked else None)
        if news := due_news(written, linked):
            written = informed(written, news, linked, lately).after
        assert due_news(written, linked) is None
        assert written.is_current
        assert written.over is (linked is ENDED)


def informed(written, news, linked, lately=0, note=""):
    return inform(written, news, HERE, incident=linked, place=2, lately=lately, now=NOON, note=note)


@pytest.mark.parametrize(
    ("news", "lately", "mailed"),
    [
        (News.OPENED, MOST_MAILS - 1, True),
        (News.OPENED, MOST_MAILS, False),
        (News.REOPENED, MOST_MAILS, False),
        (News.RESOLVED, MOST_MAILS, True),  # everybody learns of the end
        (News.WORKAROUND, MOST_MAILS, True),  # a person wrote it
        (News.ANSWERED, MOST_MAILS, True),
    ],
)
def test_an_address_gets_a_few_mails_an_hour(news, lately, mailed):
    decided = informed(report(incident=1), news, OPEN, lately, note="x")
    assert decided.after.informed[-1].mailed is mailed
    assert any(isinstance(effect, MailDue) for effect in decided.effects) is mailed
    silent = informed(report(address="", incident=1), news, OPEN)
    assert not silent.after.informed[-1].mailed


def test_a_mail_is_one_thread_names_no_machine_and_stands_on_the_timeline():
    decided = informed(report(incident=1, title="=?x?= panne", language="fr"), News.CORRECTED, OPEN)
    (mail,) = (effect for effect in decided.effects if isinstance(effect, MailDue))
    assert "srv-crm-01" not in mail.text
    assert mail.title.startswith("[RPT-7] = ?x?= panne")
    assert [effect.verb for effect in decided.effects if hasattr(effect, "verb")] == [Verb.USER_INFORMED]


def test_what_the_user_knows_stays_true_when_the_incident_is_folded():
    written = follow(report(incident=1, informed=had(("opened", 1))), 2, now=NOON + timedelta(hours=1)).after
    assert due_news(written, OTHER) is None


def test_a_person_says_once_that_a_report_is_about_none_and_nothing_links_it_then():
    written = report()
    settled = move(written, None, seen=0, now=NOON, by="karim.haddad")
    assert [effect.verb for effect in settled.effects if hasattr(effect, "verb")] == [Verb.USER_LINKED]
    likely = Judgement(incident=1, points=10, reasons=(), structure=True, certain=True)
    assert rejudge(settled.after, [likely], now=NOON).after == settled.after
    with pytest.raises(Refused):
        move(settled.after, None, seen=1, now=NOON, by="karim.haddad")
