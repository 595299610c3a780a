"""The connector of the HTTP inlet: knows what a source that posts must declare; not how its posts are read."""

from collections.abc import Iterator

from tocsin.connectors.kit.connector import Connector
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.sentences import declare_faults
from tocsin.core.organisation.values import Source, own_label

CHANNEL = "http"

declare_faults(
    {
        "fault.doubt.no_token": (
            "{source} n'a pas de jeton : personne ne peut y écrire",
            "{source} has no token: nobody can post to it",
            "ajoutez une empreinte",
            "add a digest",
        ),
    }
)


def _doubts(source: Source) -> Iterator[Fault]:
    if not source.tokens:
        yield fault("fault.doubt.no_token", field="tokens", source=source.key)


CONNECTOR = Connector(word=CHANNEL, label=own_label(fr="HTTP", en="HTTP"), doubts=_doubts)
