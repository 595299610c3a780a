"""Reports: the kinds of what people report here, which every organisation has. Knows no event and no person."""

from tocsin.core.inventory.values import ItemType
from tocsin.core.organisation.values import Domain, EffectName, Kind, Label, own_label

_LABELS: dict[EffectName, Label] = {
    "down": own_label(fr="Signalé en panne", en="Reported down"),
    "degraded": own_label(fr="Signalé dégradé", en="Reported degraded"),
    "redundancy_lost": own_label(fr="Signalé sans redondance", en="Reported without redundancy"),
    "none": own_label(fr="Signalé pour information", en="Reported for information"),
}
_DOMAINS: dict[ItemType, Domain] = {
    ItemType.SITE: "network",
    ItemType.CIRCUIT: "network",
    ItemType.COOLING_UNIT: "cooling",
    ItemType.DEVICE: "hardware",
    ItemType.CLUSTER: "hardware",
    ItemType.VIRTUAL_MACHINE: "hardware",
    ItemType.APPLICATION: "application",
}  # the others are places and pieces of the power line
EFFECTS: tuple[EffectName, ...] = tuple(_LABELS)


def kind_of(type_: ItemType, effect: EffectName) -> str:
    """The kind (key) of a report that an item of this type is hit so."""
    return f"reported.{_DOMAINS.get(type_, 'power')}.{effect}"


KINDS: dict[str, Kind] = {
    (key := kind_of(type_, effect)): Kind(
        key=key, label=_LABELS[effect], domain=_DOMAINS.get(type_, "power"), effect=effect
    )
    for type_ in ItemType
    for effect in EFFECTS
}
