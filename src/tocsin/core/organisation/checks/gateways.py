"""Gateway checks: one that can be spoken to, under a name of its own, whose secrets are references."""

from collections.abc import Iterator

from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.sentences import declare_faults
from tocsin.core.organisation.channels import Channels
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.checks.sources import is_digest, is_reference
from tocsin.core.organisation.gateways import Gateway
from tocsin.core.organisation.mistakes import mistakes, near, one_of
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.secrets import secrets_in

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
        yield from _channel(declared_object, gateway, channels)
        for index, token in enumerate(gateway.tokens):
            if not is_digest(token):
                yield declared_object.fault(f"tokens[{index}]", "fault.source.digest")
        for path, reference in secrets_in(gateway.settings):
            if not is_reference(reference):
                yield declared_object.fault(path, "fault.source.secret")


def _channel(declared_object: Object, gateway: Gateway, channels: Channels) -> Iterator[Fault]:
    known = {word: channel for word, channel in channels.items() if channel.gateway_settings}
    if gateway.channel not in known:
        cure = near(gateway.channel, known) or one_of(known)
        yield declared_object.fault("channel", "fault.word", cure, word=gateway.channel)
        return
    channel = known[gateway.channel]
    if channel.gateway_settings:
        wrong = list(mistakes(gateway.settings, channel.gateway_settings, "settings"))
        for found in wrong or channel.gateway_faults(gateway):
            yield declared_object.placed(found)
