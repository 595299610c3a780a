"""What people do about messages: replay them, teach a word or a place, try one without keeping it."""

from collections.abc import Sequence
from hashlib import blake2b

from django.db import transaction

from tocsin.core.event.message import Message
from tocsin.core.event.values import EventState
from tocsin.core.kernel.errors import BadInput, NotFound, Refused, fault
from tocsin.core.kernel.scales import Criticality
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.translation.values import Status
from tocsin.flow import clock, organisation
from tocsin.flow.accounts.audit import Action, record
from tocsin.store import aside, queue, words


def replay(message_ids: Sequence[int], by: str) -> int:
    """Put these messages back into the queue; how many were."""
    with transaction.atomic():
        record(
            Action.REPLAYED, actor=by, subject=", ".join(map(str, message_ids[:20])), count=len(message_ids)
        )
        return queue.again(message_ids)


def ours_of(format: str, table: str) -> list[str]:
    """Our words for a table: the whole scale to which its present words belong, else those words."""
    here = organisation.company()
    known = next(
        (
            known_format.tables.get(table)
            for known_format in here.formats.ordered
            if known_format.name == format
        ),
        None,
    )
    present = known.ours_all() if known else []
    kinds = list(here.organisation.kinds)
    for name, vocabulary in (
        ("criticality", list(Criticality)),
        ("state", list(EventState)),
        ("kind", kinds),
    ):
        if set(present) <= set(vocabulary) and (present or table == name):
            return [str(word) for word in vocabulary]
    return present or kinds


def learn_word(format: str, table: str, word: str, ours: str, by: str) -> int:
    """Add a correspondence, and replay the messages of that format that were waiting; how many.

    Raises BadInput for a word that is not ours.
    """
    if ours not in ours_of(format, table):
        raise BadInput([fault("messages.not_ours", field="ours", word=ours)], "messages.not_ours", word=ours)
    now = clock.now()
    spec = {"format": format, "table": table, "word": word, "ours": ours, "by": by, "at": now.isoformat()}
    with transaction.atomic():
        record(Action.TAUGHT, actor=by, subject=f"{word} → {ours}", format=format, table=table)
        organisation.learn(_taught(Section.CORRESPONDENCE, f"{format}/{table}/{word}", spec), by=by)
        return queue.again(words.known(format, table, word, now))


def learn_alias(source: str, text: str, item: str, by: str) -> int:
    """Remember what a source means by a place, and replay the messages that had to guess; how many.

    Raises BadInput for an item that is not ours, or a place without words.
    """
    here = organisation.snapshot()
    if item not in here.items or not text:
        raise BadInput([fault("messages.no_item", field="item", item=item)], "messages.no_item", item=item)
    spec = {"source": source, "text": text, "item": item, "by": by, "at": clock.now().isoformat()}
    with transaction.atomic():
        record(Action.TAUGHT, actor=by, subject=f"{text} → {item}", source=source)
        organisation.learn(_taught(Section.ALIAS, f"{source}/{text}", spec), by=by)
        return queue.again(queue.doubtful(source, text, here.policies.trust))


def set_aside(message_id: int, reason: str, by: str) -> int:
    """Declare a waiting message, and later messages of its sort, no alarms; how many waiting messages are worked again.

    Raises BadInput without a reason, NotFound for a message that is not there, Refused for a message that no longer waits.
    """
    if not reason:
        raise BadInput([fault("messages.no_reason", field="reason")], "messages.no_reason")
    sort = aside.sort_of_message(message_id)
    if sort is None:
        raise NotFound()
    with transaction.atomic():
        waiting = aside.alike(sort, aside.WAITING)
        if message_id not in waiting:
            raise Refused("messages.not_waiting")
        record(Action.SET_ASIDE, actor=by, subject=sort.subject, source=sort.source, reason=reason)
        aside.add(sort, reason, by, clock.now())
        return queue.again(waiting)


def take_back(rule: aside.Rule, by: str) -> int:
    """A sort is no longer set aside; its messages are worked again, and wait if no format reads them; how many."""
    with transaction.atomic():
        record(Action.TAKEN_BACK, actor=by, subject=rule.sort.subject, source=rule.sort.source)
        aside.undo(rule.id, by, clock.now())
        return queue.again(aside.alike(rule.sort, [Status.SET_ASIDE]))


def example(body: bytes, media_type: str, source: str) -> Message:
    """A message that is not kept, for trying what it would become."""
    return Message(source=source, channel="", received_at=clock.now(), media_type=media_type, body=body)


def _taught(section: Section, key: str, spec: dict[str, str]) -> Object:
    digest = blake2b(key.encode(), digest_size=6).hexdigest()
    return Object(section=section, key=f"learned-{digest}", spec=spec, origin="person")
