"""Inventory values: configuration items and the links between them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.value import Value


class ItemType(StrEnum):
    """Configuration item types, in NetBox's words where it has one."""

    SITE = "site"
    CIRCUIT = "circuit"  # a line of an operator, between a site and the others
    ROOM = "room"
    COOLING_UNIT = "cooling_unit"
    UPS = "ups"  # stands before the feeds or PDUs that it supplies
    RACK = "rack"
    FEED = "feed"  # power feed A or B of a room or a rack
    PDU = "pdu"
    OUTLET = "outlet"
    DEVICE = "device"
    CLUSTER = "cluster"  # hypervisors that take over one another's virtual machines
    VIRTUAL_MACHINE = "virtual_machine"
    APPLICATION = "application"


HOSTS = frozenset({ItemType.DEVICE, ItemType.CLUSTER, ItemType.VIRTUAL_MACHINE})  # what has a host name


class Item(Value):
    """A configuration item. ``key`` is ours, unique over all types, lower case; ``parent`` contains it.

    attributes hold what only some types have: ``u`` and ``height`` (device), ``feed`` (A or B), ``tier``,
    ``grid`` position for drawing, ``serial``, ``address``, ``cid`` (the operator's number of a circuit),
    ``to`` (the site at a circuit's other end) ... They are shown, and read by no impact rule.
    """

    key: str
    type: ItemType
    name: str
    parent: str = ""
    region: str = ""  # region that owns it; empty: the group
    aliases: tuple[str, ...] = ()
    criticality: Criticality | None = None  # applications
    supplier: str = ""  # who answers for it; inherited from the nearest ancestor that names one
    attributes: dict[str, Any] = {}

    @property
    def display_name(self) -> str:
        """The name as a sentence needs it: an outlet is called by a bare number, which says nothing there."""
        return f"n° {self.name}" if self.type is ItemType.OUTLET else self.name


class Requirement(Value):
    """What an item needs to be up: at least ``min_up`` of ``of`` (keys). Everything else is a loss.

    ``all`` is min_up == len(of); ``any`` is min_up == 1; ``k of n`` is between. The container (parent) is
    an implicit requirement of 1 of 1. ``label`` says what the group is: ``power``, ``hosting``, ``network``.
    A PDU requires its feed, an outlet its PDU, a device 1 of its outlets (its cords), a cluster so many of
    its hosts, an application its devices and other applications.

    ``degrades``: without it the item works, badly. A room without cooling gets hot; a site without its lines
    works for the people in it; a group's application without a region's line works for the other regions.
    """

    item: str
    of: tuple[str, ...]
    min_up: int
    label: str = ""
    degrades: bool = False


class Alias(Value):
    """What a person taught us: where ``source`` writes ``text``, it means ``item`` (key).

    ``source`` empty: in messages of every source. ``by`` is the person's key, ``at`` the instant of the answer.
    """

    text: str
    item: str
    key: str = ""
    source: str = ""
    by: str = ""
    at: datetime | None = None
