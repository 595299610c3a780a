"""A server that leaves out what it was asked for: nothing of a mailbox is passed over without a word.

Captured as ``imap-body-not-given``; its kin are the other ways in which an answer may lack a body or a UID.
"""

import pytest

from tests.connectors.mailbox.counterpart import ANSWERS, Counterpart, mail, serving
from tests.connectors.mailbox.test_mailbox import Hub, Watching
from tests.connectors.servers import until
from tocsin.connectors.mailbox import Mailbox, Tls

LOST = sorted(set(ANSWERS) - {"UID behind", "cut and gone"})


def at(counterpart: Counterpart) -> Mailbox:
    return Mailbox(
        source="host",
        host="127.0.0.1",
        port=counterpart.port,
        tls=Tls.NONE,
        user="u",
        password="p",
        poll_s=0.05,
    )


@pytest.mark.parametrize("odd", LOST)
def test_a_mail_that_is_never_given_waits_in_the_queue_with_its_uid_and_the_reason(odd: str) -> None:
    hub = Hub()
    with serving(Counterpart(odd)) as counterpart, Watching(at(counterpart), hub):
        until(lambda: hub.position.last_uid == 3 and hub.looks > 2)
    assert [message.envelope["uid"] for message in hub.messages] == ["1", "2", "3"]
    reason = hub.messages[1].envelope["truncated"]
    assert (
        reason == f"UID 2: the server's answer holds no {'UID' if odd == 'no UID' else 'body'}, asked twice"
    )
    assert hub.messages[1].body == (mail(2) if odd == "no UID" else b""), "what came without a name is shown"
    assert counterpart.asked == ["1,2,3", "2"], "asked again alone, then left behind"
    assert not [message for message in hub.messages if "truncated" in message.envelope and message.key == ""]


@pytest.mark.parametrize("odd", LOST)
def test_a_mail_that_is_given_at_the_second_time_is_a_mail_like_any_other(odd: str) -> None:
    hub = Hub()
    with serving(Counterpart(odd, times=1)) as counterpart, Watching(at(counterpart), hub):
        until(lambda: hub.position.last_uid == 3)
    assert hub.subjects == ["Alarm 1", "Alarm 2", "Alarm 3"]
    assert not [message for message in hub.messages if "truncated" in message.envelope]


def test_a_uid_that_stands_behind_the_body_is_read() -> None:
    hub = Hub()
    with serving(Counterpart("UID behind")) as counterpart, Watching(at(counterpart), hub):
        until(lambda: hub.subjects == ["Alarm 1", "Alarm 2", "Alarm 3"])
    assert counterpart.asked == ["1,2,3"]


def test_a_body_that_ends_before_its_length_costs_the_connection_and_is_found_one_by_one() -> None:
    hub = Hub()
    with serving(Counterpart("cut and gone")) as counterpart, Watching(at(counterpart), hub):
        until(lambda: hub.position.last_uid == 3, 60)
    assert [message.envelope["uid"] for message in hub.messages] == ["1", "2", "3"]
    assert hub.messages[1].envelope["truncated"].startswith("UID 2: the server does not give it: ")


@pytest.mark.parametrize("listed", ["no UID", "nothing"])
def test_a_mail_that_the_list_of_sizes_leaves_out_is_found_by_its_number(listed: str) -> None:
    hub = Hub()
    with (
        serving(Counterpart("no body", times=0, listed=listed)) as counterpart,
        Watching(at(counterpart), hub),
    ):
        until(lambda: hub.subjects == ["Alarm 1", "Alarm 2", "Alarm 3"])


def test_a_mail_that_others_moved_away_meanwhile_is_not_reported() -> None:
    hub = Hub()
    counterpart = Counterpart("nothing")

    def gone(number: int, parts: str, answer: object = counterpart.answer) -> bytes | None:
        if "BODY" in parts and 2 in counterpart.uids:
            counterpart.uids.remove(2)
            return None
        return answer(number, parts)  # type: ignore[operator]

    counterpart.answer = gone  # type: ignore[method-assign]
    counterpart.uids = [2]
    with serving(counterpart), Watching(at(counterpart), hub):
        until(lambda: hub.looks > 2)
    assert hub.messages == []
