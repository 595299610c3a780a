"""The connector of suppliers who call us: knows what such a source must declare; not how they are answered."""

from collections.abc import Iterator

from tocsin.connectors.kit.connector import Connector
from tocsin.connectors.kit.listening import Events
from tocsin.connectors.tmf.posting import post
from tocsin.connectors.tmf.settings import TmfSettings, agreed, taken_apart
from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.kernel.sentences import declare_faults
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.values import Source, own_label

CHANNEL = "tmf"

declare_faults(
    {
        "fault.tmf.no_supplier": (
            "{source} ne dit pas quel fournisseur appelle",
            "{source} does not say which supplier calls",
            "ajoutez supplier",
            "add supplier",
        ),
        "fault.tmf.listener": (
            "« {address} » n'est pas une adresse HTTP complète",
            "{address!r} is no whole HTTP address",
            "écrivez https://hôte/chemin",
            "write https://host/path",
        ),
        "fault.doubt.tmf_no_token": (
            "{source} n'a pas de jeton : le fournisseur ne peut pas appeler",
            "{source} has no token: the supplier cannot call",
            "ajoutez une empreinte",
            "add a digest",
        ),
    }
)


class HostedSettings(Value):
    """A desk whose tickets lie with us has no settings: its source says who calls, and where events go."""


def _faults(source: Source) -> Iterator[Fault]:
    if not source.supplier:
        yield fault("fault.tmf.no_supplier", field="supplier", source=source.key)
    listeners = source.settings.get("listeners", ())
    for index, address in enumerate(listeners if isinstance(listeners, list | tuple) else ()):
        if taken_apart(str(address)) is None:
            yield fault("fault.tmf.listener", field=f"settings.listeners[{index}]", address=address)


def _doubts(source: Source) -> Iterator[Fault]:
    if not source.tokens:
        yield fault("fault.doubt.tmf_no_token", field="tokens", source=source.key)


CONNECTOR = Connector(
    word=CHANNEL,
    label=own_label(fr="Le fournisseur nous appelle (TM Forum)", en="The supplier calls us (TM Forum)"),
    settings=TmfSettings,
    faults=_faults,
    doubts=_doubts,
    desk_settings=HostedSettings,
    events=Events(agreed=agreed, post=post),
)
