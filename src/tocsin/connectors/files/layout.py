"""Layout: which file of the directory holds which section, and the columns of the tables."""

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.objects import Section

SETTINGS_FILE = "settings.yaml"
SETTINGS_KEY = "group"

YAML_FILES: dict[str, Section] = {
    "regions.yaml": Section.REGION,
    "teams.yaml": Section.TEAM,
    "people.yaml": Section.PERSON,
    "rotations.yaml": Section.ROTATION,
    "calendars.yaml": Section.CALENDAR,
    "suppliers.yaml": Section.SUPPLIER,
    "commitments.yaml": Section.COMMITMENT,
    "kinds.yaml": Section.KIND,
    "priorities.yaml": Section.PRIORITY,
    "routing.yaml": Section.ROUTING,
    "escalation.yaml": Section.ESCALATION,
    "gateways.yaml": Section.GATEWAY,
    "majors.yaml": Section.MAJOR,
    "status_pages.yaml": Section.STATUS_PAGE,
    "sources.yaml": Section.SOURCE,
    "correspondences.yaml": Section.CORRESPONDENCE,
    "aliases.yaml": Section.ALIAS,
    "places.yaml": Section.ITEM,
    "applications.yaml": Section.APPLICATION,
    "requirements.yaml": Section.REQUIREMENT,
}

COLUMNS_FILE = "import.yaml"  # no part of the organisation

FORMATS_FOLDER = "formats"
FORMAT_FILE = "format.yaml"


class Table(Value):
    """A CSV file of items of one type. ``key`` and ``parent`` name the columns that hold them.

    ``columns`` are written first, in this order; a column that is not a field of an item is an attribute,
    a whole number where ``numbers`` says so, text otherwise.
    """

    file: str
    type: str
    key: str
    parent: str
    columns: tuple[str, ...]
    numbers: frozenset[str]


TABLES: tuple[Table, ...] = (
    Table(
        file="racks.csv",
        type="rack",
        key="rack",
        parent="room",
        columns=("rack", "room", "name", "row", "position", "height", "guarantee", "aliases"),
        numbers=frozenset({"position", "height"}),
    ),
    Table(
        file="pdus.csv",
        type="pdu",
        key="pdu",
        parent="rack",
        columns=("pdu", "rack", "name", "feed", "outlets", "address", "aliases"),
        numbers=frozenset({"outlets"}),
    ),
    Table(
        file="devices.csv",
        type="device",
        key="hostname",
        parent="rack",
        columns=("hostname", "rack", "u", "height", "role", "serial", "address", "region", "cords"),
        numbers=frozenset({"u", "height", "cords_needed"}),
    ),
    Table(
        file="virtual_machines.csv",
        type="virtual_machine",
        key="vm",
        parent="platform",
        columns=("vm", "platform", "name", "role", "address", "region", "aliases"),
        numbers=frozenset(),
    ),
    Table(
        file="circuits.csv",
        type="circuit",
        key="circuit",
        parent="site",
        columns=("circuit", "site", "to", "name", "cid", "supplier", "region", "mbps", "aliases"),
        numbers=frozenset({"mbps"}),
    ),
)


def section_of(file: str) -> Section | None:
    """The section that a file of the layout holds; None for an unknown file."""
    if file == SETTINGS_FILE:
        return Section.SETTINGS
    if file.startswith(f"{FORMATS_FOLDER}/"):
        return Section.FORMAT
    return Section.ITEM if file in {table.file for table in TABLES} else YAML_FILES.get(file)
