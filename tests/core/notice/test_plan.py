"""Plans: what goes out when, drawn minute by minute; never more than a person can read."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import NoticeKind
from tocsin.core.kernel.scales import Priority
from tocsin.core.kernel.sentences import render_why
from tocsin.core.kernel.subject import Subject
from tocsin.core.notice.plan import plan
from tocsin.core.notice.values import Brief, Hold, Notice, Send, SentMail, Skip
from tocsin.core.organisation.values import Label, Policies

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
POLICIES = Policies(notice_wait_s=0, notice_bundle_s=300, notice_per_hour=12)


def notice(number, kind="opened", incident=1, at=NOW, to="team@x.example", priority=Priority.P2):
    brief = Brief(
        number=f"INC-{incident}",
        title=Label(fr="Baie", en="Rack"),
        priority=priority,
        effect=Effect.DOWN,
        since=NOW,
    )
    return Notice(
        id=number,
        kind=NoticeKind(kind),
        subject=Subject.incident(incident),
        recipient=to,
        language="fr",
        zone="UTC",
        created_at=at,
        brief=brief,
    )


class Post:
    """An outbox and a mailbox: notices are planned every time something happens, as the flow does."""

    def __init__(self, policies=POLICIES):
        self.policies, self.pending, self.sent, self.skipped = policies, [], [], []

    def at(self, now, *fresh):
        self.pending += fresh
        decision = plan(self.pending, self.sent, self.policies, now=now)
        by_id = {pending.id: pending for pending in self.pending}
        for fate in decision.effects:
            if isinstance(fate, Send):
                notices = [by_id[number] for number in fate.notices]
                subjects = tuple(dict.fromkeys(due.subject for due in notices))
                self.sent.append(
                    SentMail(
                        recipient=fate.recipient,
                        at=now,
                        subjects=subjects,
                        digest=fate.digest,
                        urgent=tuple({due.subject for due in notices if due.brief.priority is Priority.P1}),
                    )
                )
            elif isinstance(fate, Skip):
                self.skipped += fate.notices
        self.pending = list(decision.after)
        fates = [number for fate in decision.effects for number in fate.notices]
        assert sorted(fates) == sorted(by_id)
        return decision.effects


def kinds(effects):
    return [type(effect).__name__ for effect in effects]


def test_a_hand_over_goes_at_once_and_in_a_storm_with_the_others():
    waits = Post(Policies(notice_wait_s=10, notice_bundle_s=300, notice_per_hour=12))
    assert kinds(waits.at(NOW, notice(1, "handed_over"))) == ["Send"]
    assert kinds(waits.at(NOW + MINUTE, notice(2, "handed_over", at=NOW + MINUTE))) == ["Hold"]
    assert kinds(Post().at(NOW, *(notice(n, "handed_over", incident=n) for n in range(1, 40)))) == ["Send"]


def test_a_p1_that_is_handed_over_in_a_storm_waits_for_no_digest():
    post = Post()
    post.at(NOW, *(notice(n, incident=n) for n in range(1, 40)))
    others = [notice(n, incident=n, at=NOW + MINUTE) for n in range(40, 45)]
    handed = notice(50, "handed_over", incident=50, at=NOW + MINUTE, priority=Priority.P1)
    sent = [fate for fate in post.at(NOW + MINUTE, *others, handed) if isinstance(fate, Send)]
    assert [(fate.notices, fate.why.code) for fate in sent] == [((50,), "notice.sent.urgent")]


def test_a_p1_that_was_notified_as_less_meanwhile_is_notified_at_once_again():
    post = Post()
    post.at(NOW, notice(1, priority=Priority.P1))
    post.at(NOW + 10 * MINUTE, notice(2, "recovered", at=NOW + 10 * MINUTE))
    post.at(NOW + 20 * MINUTE, notice(3, "reopened", at=NOW + 20 * MINUTE, priority=Priority.P3))
    back = NOW + 21 * MINUTE
    assert kinds(post.at(back, notice(4, "worsened", at=back, priority=Priority.P1))) == ["Send"]


def test_the_first_notice_goes_at_once_what_follows_is_bundled():
    post = Post()
    assert kinds(post.at(NOW, notice(1))) == ["Send"]
    (waiting,) = post.at(NOW + MINUTE, notice(2, "worsened", at=NOW + MINUTE))
    assert (type(waiting), waiting.until) == (Hold, NOW + 5 * MINUTE)
    post.at(NOW + 2 * MINUTE, notice(3, "at_risk", at=NOW + 2 * MINUTE))
    (sent,) = post.at(NOW + 5 * MINUTE)
    assert (sent.notices, sent.digest) == ((2, 3), False)


def test_an_opening_waits_for_what_may_explain_it():
    post = Post(Policies(notice_wait_s=10, notice_bundle_s=300, notice_per_hour=12))
    (waiting,) = post.at(NOW, notice(1))
    assert (type(waiting), waiting.until) == (Hold, NOW + timedelta(seconds=10))
    assert kinds(post.at(NOW + timedelta(seconds=10))) == ["Send"]


def test_what_is_over_while_its_opening_waits_notifies_nobody():
    post = Post(Policies(notice_wait_s=10, notice_bundle_s=300, notice_per_hour=12))
    post.at(NOW, notice(1))
    (skipped,) = post.at(NOW + timedelta(seconds=5), notice(2, "recovered", at=NOW + timedelta(seconds=5)))
    assert (type(skipped), skipped.notices) == (Skip, (1, 2))


def test_what_comes_long_after_goes_at_once():
    post = Post()
    post.at(NOW, notice(1))
    assert kinds(post.at(NOW + HOUR, notice(2, "breached", at=NOW + HOUR))) == ["Send"]


def test_a_recovery_before_the_first_notice_notifies_nobody():
    post = Post()
    (skipped,) = post.at(NOW, notice(1), notice(2, "recovered"))
    assert (type(skipped), skipped.notices) == (Skip, (1, 2))


def test_gone_and_back_within_the_delay_notifies_nobody():
    post = Post()
    post.at(NOW, notice(1))
    post.at(NOW + MINUTE, notice(2, "recovered", at=NOW + MINUTE))
    (skipped,) = post.at(NOW + 2 * MINUTE, notice(3, "reopened", at=NOW + 2 * MINUTE))
    assert (type(skipped), skipped.notices) == (Skip, (2, 3))


def test_a_recovery_is_notified_however_old_the_first_mail_is():
    """The history of the last hour is empty: that alone must not mean «nobody was notified»."""
    (sent,) = plan([notice(9, "recovered")], [], POLICIES, now=NOW).effects
    assert type(sent) is Send


def test_a_missed_commitment_is_notified_even_when_it_is_over():
    (sent,) = plan([notice(1), notice(2, "breached"), notice(3, "recovered")], [], POLICIES, now=NOW).effects
    assert sent.notices == (1, 2, 3)


def test_worse_then_over_is_one_mail():
    post = Post()
    post.at(NOW, notice(1))
    post.at(NOW + MINUTE, notice(2, "worsened", at=NOW + MINUTE))
    post.at(NOW + 2 * MINUTE, notice(3, "recovered", at=NOW + 2 * MINUTE))
    (sent,) = post.at(NOW + 5 * MINUTE)
    assert sent.notices == (2, 3)


def test_what_was_notified_as_less_and_has_become_a_p1_waits_for_no_bundle():
    post = Post()
    post.at(NOW, notice(1, priority=Priority.P4))
    (sent,) = post.at(NOW + MINUTE, notice(2, "worsened", at=NOW + MINUTE, priority=Priority.P1))
    assert (type(sent), sent.notices) == (Send, (2,))
    soon = NOW + 2 * MINUTE
    assert kinds(post.at(soon, notice(3, "worsened", at=soon, priority=Priority.P1))) == ["Hold"], "once"


def test_a_storm_of_incidents_is_one_mail_a_recipient():
    post = Post()
    fresh = [notice(n, incident=n, to=to) for n, to in enumerate(["a", "b"] * 50)]
    effects = post.at(NOW, *fresh)
    assert kinds(effects) == ["Send", "Send"]
    assert all(effect.digest and len(effect.notices) == 50 for effect in effects)


def test_a_trickle_becomes_digests_once_half_the_allowance_is_used():
    post = Post()
    for n in range(60):
        post.at(NOW + n * MINUTE, notice(n, incident=n, at=NOW + n * MINUTE))
    assert [mail.digest for mail in post.sent].count(False) == 4
    assert [(mail.at - NOW) // MINUTE for mail in post.sent if mail.digest] == [4, 14, 24, 34, 44, 54]
    assert len({incident for mail in post.sent for incident in mail.subjects}) == 55


def test_the_first_notice_of_a_p1_waits_for_no_digest_goalert():
    """An hour of noise has used up the single mails, and a digest has just gone: a P1 goes at once all the same."""
    post = Post()
    for n in range(6):
        post.at(NOW + n * MINUTE, notice(n, incident=n, at=NOW + n * MINUTE))
    soon = NOW + 6 * MINUTE
    (sent,) = post.at(soon, notice(90, incident=90, at=soon, priority=Priority.P1))[:1]
    assert (type(sent), sent.notices, sent.why.code) == (Send, (90,), "notice.sent.urgent")
    effects = post.at(soon + MINUTE, notice(91, incident=91, at=soon), notice(92, "worsened", 90, at=soon))
    assert kinds(effects) == ["Hold", "Hold"], "not what is written of it afterwards, nor anything else"


def test_one_recipients_storm_holds_nobody_elses_mail():
    post = Post()
    post.at(NOW, *(notice(n, incident=n) for n in range(50)))
    (sent,) = [
        effect
        for effect in post.at(NOW + MINUTE, notice(90, incident=90, to="other"))
        if type(effect) is Send
    ]
    assert sent.recipient == "other"


def test_every_fate_has_a_reason_in_both_languages():
    post = Post()
    effects = [*post.at(NOW, notice(1)), *post.at(NOW, notice(2, "worsened"))]
    effects += post.at(NOW, *(notice(n, incident=n) for n in range(10, 20)))
    effects += post.at(NOW + MINUTE, *(notice(n, incident=n) for n in range(30, 40)))
    effects += post.at(NOW + MINUTE, notice(50, incident=50), notice(51, "recovered", incident=50))
    assert {type(effect) for effect in effects} == {Send, Hold, Skip}
    for effect in effects:
        for language in ("fr", "en"):
            assert "{" not in render_why(effect.why, language)
            assert effect.why.code != render_why(effect.why, language)


arrivals = st.lists(
    st.tuples(
        st.integers(0, 600),
        st.sampled_from([kind.value for kind in NoticeKind]),
        st.integers(1, 30),
        st.sampled_from("ab"),
        st.sampled_from([Priority.P1, Priority.P2]),
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(arrivals, st.integers(1, 14), st.sampled_from([0, 60, 300]))
def test_the_allowance_holds_and_nothing_is_lost(arrivals, per_hour, bundle_s):
    """However notices arrive: never more than ``per_hour`` mails in any hour, each notice sent or skipped."""
    post = Post(Policies(notice_wait_s=0, notice_bundle_s=bundle_s, notice_per_hour=per_hour))
    ordered = sorted(arrivals)
    for n, (second, kind, incident, to, priority) in enumerate(ordered):
        at = NOW + second * timedelta(seconds=15)
        post.at(at, notice(n, kind, incident, at, to, priority))
    for hours in range(1, 80):
        post.at(NOW + 3 * HOUR + hours * 10 * MINUTE)
    assert post.pending == []
    for mail in post.sent:
        recent = Counter(other.recipient for other in post.sent if mail.at - HOUR < other.at <= mail.at)
        assert max(recent.values()) <= per_hour
