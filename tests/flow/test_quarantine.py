"""A message that breaks the rules is set aside alone, with its reason; those behind it go on."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DataError
from msgspec.structs import replace

from tests.flow.house import House, known, mail, post_event, statuses, tally
from tocsin.core.event.message import Message
from tocsin.core.organisation.objects import Object
from tocsin.flow import pipeline
from tocsin.flow.intake import messages
from tocsin.flow.journey import understand
from tocsin.flow.organisation import learn
from tocsin.store import declared, models

POISON = "poison"


def breaks(real: Callable[..., Any], error: Exception) -> Callable[..., Any]:
    """``correlate``, that can't bear one subject."""

    def correlate(standing: Any, seen: Any, **rest: Any) -> Any:
        if any(sighting.event.summary == POISON for sighting in seen):
            raise error
        return real(standing, seen, **rest)

    return correlate


def crowd(poisoned: set[int], count: int = 40) -> list[Message]:
    return [
        post_event("device.down", f"ghost-{n}", summary=POISON if n in poisoned else "fine")
        for n in range(count)
    ]


@pytest.mark.parametrize("error", [ZeroDivisionError("by nought"), DataError("out of range")], ids=type)
@pytest.mark.parametrize("poisoned", [{0}, {39}, {17, 18, 31}], ids=str)
def test_it_alone_is_set_aside(
    house: House, monkeypatch: pytest.MonkeyPatch, poisoned: set[int], error: Exception
) -> None:
    monkeypatch.setattr(pipeline, "correlate", breaks(pipeline.correlate, error))
    house.receives(*crowd(poisoned))
    assert statuses() == tally() == {"translated": 40 - len(poisoned), "quarantined": len(poisoned)}
    assert len(known()) == 40 - len(poisoned)
    (why,) = models.Message.objects.filter(status="quarantined").first().why  # type: ignore[union-attr]
    assert str(error) in why["facts"]["error"]


def test_few_attempts_find_it_in_a_full_batch(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "correlate", breaks(pipeline.correlate, ZeroDivisionError()))
    attempts = []
    real = pipeline.understand
    monkeypatch.setattr(pipeline, "understand", lambda *given: attempts.append(given) or real(*given))  # type: ignore[func-returns-value]
    house.receives(*crowd({333}, 400))
    assert statuses() == {"translated": 399, "quarantined": 1}
    assert len(attempts) < 60


def test_once_mended_it_is_replayed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(pipeline, "correlate", breaks(pipeline.correlate, ZeroDivisionError()))
        house.receives(*crowd({3}, 5))
    waiting = list(models.Message.objects.filter(status="quarantined").values_list("id", flat=True))
    assert messages.replay(waiting, "damien.roussel") == 1
    house.works()
    assert statuses() == tally() == {"translated": 5}
    assert len(known()) == 5


def test_a_translation_that_breaks_is_its_own_message_only(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = understand.translate

    def translate(message: Message, *rest: Any, **more: Any) -> Any:
        if POISON.encode() in message.body:
            raise RecursionError("too deep")
        return real(message, *rest, **more)

    monkeypatch.setattr(understand, "translate", translate)
    house.receives(*crowd({1}, 3))
    assert statuses() == {"translated": 2, "quarantined": 1}


def test_mails_that_a_mailbox_did_not_give_wait_with_its_answer(house: House) -> None:
    given = [
        replace(
            mail(b""), channel="imap", key=f"{uid}@1",
            envelope={"uid": uid, "truncated": f"UID {uid}: the server does not give it: BYE"},
        )
        for uid in ("7", "8")
    ]  # fmt: skip
    house.receives(*given)
    assert statuses() == {"quarantined": 2}
    reasons = {message.why[0]["facts"]["reason"][:6] for message in models.Message.objects.all()}
    assert reasons == {"UID 7:", "UID 8:"}


@pytest.mark.parametrize(
    ("sender", "status"),
    [
        ("NOC <Supervision@VALMONT-dc.example>", "untranslated"),
        ("=?utf-8?q?NOC?= <noc@stranger.example>", "ignored"),
        ("supervision@valmont-dc.example.stranger.example", "ignored"),
        ("", "ignored"),
    ],
)
def test_a_mailbox_with_declared_senders_ignores_strangers(house: House, sender: str, status: str) -> None:
    (valmont,) = (
        declaration for declaration in declared.objects() if declaration.identity == ("source", "valmont")
    )
    learn(
        Object(
            section=valmont.section, key=valmont.key, spec=valmont.spec | {"senders": ["@valmont-dc.example"]}
        ),
        by="test",
    )
    received = mail(f"From: {sender}\r\nSubject: nothing we know\r\n\r\nhello\r\n".encode())
    house.receives(replace(received, channel="imap"))
    assert statuses() == {status: 1}
    (why,) = models.Message.objects.get().why
    assert (why["code"] == "flow.stranger") == (status == "ignored")
