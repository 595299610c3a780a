"""What accounts do with messages: their rights for the sources are checked, then ``messages`` does it."""

from collections.abc import Iterable, Sequence

from tocsin.core.kernel.errors import BadInput, NotFound, fault
from tocsin.flow import access, organisation
from tocsin.flow.access import Permission
from tocsin.flow.intake import messages
from tocsin.store import aside, queue
from tocsin.store.models import Account


def replay(account: Account, message_ids: Sequence[int]) -> int:
    """Put these messages back into the queue; how many were. Raises NotAllowed."""
    sources = queue.sources_of(message_ids)
    access.require_sources(account, Permission.REPLAY, sources.values(), organisation.snapshot())
    return messages.replay(list(sources), by=access.actor(account))


def replay_all(account: Account, message_ids: Sequence[int]) -> int:
    """Put back the messages for whose sources the account has the right; how many. Raises NotAllowed if it has none."""
    access.require_sources(account, Permission.REPLAY, (), organisation.snapshot())
    sources = queue.sources_of(message_ids)
    mine = set(access.sources_of(account, Permission.REPLAY, sources.values(), organisation.snapshot()))
    return messages.replay([id for id in message_ids if sources.get(id) in mine], by=access.actor(account))


def teach_word(account: Account, format: str, table: str, word: str, ours: str) -> int:
    """Teach a word of a format; how many messages are worked again. It counts for every source of that format.

    Raises NotAllowed, and what ``messages.learn_word`` raises.
    """
    access.require_sources(account, Permission.TEACH, _readers_of(format), organisation.snapshot())
    return messages.learn_word(format, table, word, ours, by=access.actor(account))


def teach_place(account: Account, source: str, text: str, item: str) -> int:
    """Teach what a source means by a place; how many messages are worked again.

    Raises NotAllowed; BadInput for a source that is not declared, a text that is already the name of another item,
    and what ``messages.learn_alias`` raises.
    """
    access.require_sources(account, Permission.TEACH, [source], organisation.snapshot())
    if source not in organisation.snapshot().sources:
        raise BadInput(
            [fault("messages.no_source", field="source", source=source)], "messages.no_source", source=source
        )
    if taken := _named(text, item):
        wrong = fault("messages.place_taken", field="text", text=text, item=taken)
        raise BadInput([wrong], "messages.place_taken", text=text, item=taken)
    return messages.learn_alias(source, text, item, by=access.actor(account))


def set_aside(account: Account, message_id: int, reason: str) -> int:
    """Set a message and its sort aside; how many wait. Raises NotAllowed, and what ``messages.set_aside`` raises."""
    sources = queue.sources_of([message_id]).values()
    access.require_sources(account, Permission.TEACH, sources, organisation.snapshot())
    return messages.set_aside(message_id, reason, by=access.actor(account))


def take_back(account: Account, number: int) -> int:
    """Set a sort aside no more (the rule's id); how many messages are worked again. Raises NotAllowed and NotFound."""
    rule = aside.rule(number)
    if rule is None:
        raise NotFound()
    access.require_sources(account, Permission.TEACH, [rule.sort.source], organisation.snapshot())
    return messages.take_back(rule, by=access.actor(account))


def _readers_of(format: str) -> Iterable[str]:
    """The sources that the format may read."""
    known = organisation.snapshot().sources.values()
    return [source.key for source in known if not source.formats or format in source.formats]


def _named(text: str, item: str) -> str:
    """The other item whose key, host name or declared alias this text is; empty: none."""
    found = organisation.company().resolver.declared(text)
    return found if found != item else ""
