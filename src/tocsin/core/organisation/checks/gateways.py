"""Gateway checks: one that can be spoken to, under a name of its own, whose secrets are references."""

from collections.abc import Iterator
from functools import partial

from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.sentences import declare_faults
from tocsin.core.organisation.channels import Channels
from tocsin.core.organisation.checks import counterparts
from tocsin.core.organisation.checks.counterparts import Checking
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.checks.sources import is_digest
from tocsin.core.organisation.objects import Section

TAKEN = ("mail", "phone")  # ways of another kind have these names
declare_faults(
    {
        "fault.gateway.taken": (
            "« {key} » est déjà le nom d'un moyen de joindre",
            "'{key}' is already the name of a way",
            "donnez-lui un autre nom, par exemple sms",
            "give it another name, for example sms",
        ),
    }
)


def faults(declared: Declarations, channels: Channels) -> Iterator[Fault]:
    """Everything that would leave a message unsent, or would show a secret."""
    for declared_object, gateway in declared.of(Section.GATEWAY):
        if gateway.key in (*TAKEN, *(word for word, known in channels.items() if not known.gateway_settings)):
            yield declared_object.fault("", "fault.gateway.taken", key=gateway.key)
        known = {
            word: Checking(channel.gateway_settings, partial(channel.gateway_faults, gateway))
            for word, channel in channels.items()
            if channel.gateway_settings
        }
        yield from counterparts.faults(declared_object, gateway.channel, gateway.settings, known)
        for index, token in enumerate(gateway.tokens):
            if not is_digest(token):
                yield declared_object.fault(f"tokens[{index}]", "fault.source.digest")
