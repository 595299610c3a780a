"""Desk checks: a desk that can be spoken to, whose states are translated, and whose secrets are references."""

from collections.abc import Iterator
from functools import partial

import re2

from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.sentences import declare_faults
from tocsin.core.organisation.channels import Channels
from tocsin.core.organisation.checks import counterparts
from tocsin.core.organisation.checks.counterparts import Checking
from tocsin.core.organisation.desks import Desk
from tocsin.core.organisation.objects import Object

declare_faults(
    {
        "fault.desk.word": (
            "« {word} » n'est pas un de leurs états déclarés",
            "'{word}' is none of their declared states",
            "ajoutez-le à states, avec notre état",
            "add it to states, with our state",
        ),
        "fault.desk.pattern": (
            "« {pattern} » n'est pas une expression RE2",
            "'{pattern}' is no RE2 pattern",
            "par exemple T-[0-9]+",
            "for example T-[0-9]+",
        ),
    }
)


def faults(declared_object: Object, desk: Desk, channels: Channels) -> Iterator[Fault]:
    """Everything that would leave a ticket unsent, or unread."""
    known = {
        word: Checking(channel.desk_settings, partial(channel.desk_faults, desk))
        for word, channel in channels.items()
        if channel.desk_settings
    }
    yield from counterparts.faults(declared_object, desk.channel, desk.settings, known, within="desk.")
    if desk.channel in known:
        yield from _words(declared_object, desk)


def _words(declared_object: Object, desk: Desk) -> Iterator[Fault]:
    theirs = {word.casefold() for word in desk.states}
    for state, transition in desk.transitions.items():
        if transition.to.casefold() not in theirs:
            field = f"desk.transitions.{state.value}.to"
            yield declared_object.fault(field, "fault.desk.word", word=transition.to)
    if desk.reply_to and "@" not in desk.reply_to:
        yield declared_object.fault("desk.reply_to", "fault.address", address=desk.reply_to)
    if desk.ticket_pattern and not _is_pattern(desk.ticket_pattern):
        yield declared_object.fault("desk.ticket_pattern", "fault.desk.pattern", pattern=desk.ticket_pattern)


def _is_pattern(text: str) -> bool:
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(text, options)
    except re2.error:
        return False
    return True
