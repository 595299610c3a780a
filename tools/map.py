"""Write docs/map.md from the modules' own first lines (``make map``). A test holds the two together."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "tocsin"
MAP = ROOT / "docs" / "map.md"

# Left to right, as a message travels. What is not named here follows in alphabetical order.
ORDER = [
    "core",
    *(f"core/{stage}" for stage in (
        "kernel", "event", "inventory", "organisation", "translation", "impact", "correlation", "incident", "sla",
        "routing", "lifecycle", "escalation", "notice",
    )),
    "connectors", "connectors/kit",
    "store", "flow", "api", "web", "cli", "demo", "settings",
]  # fmt: skip

HEAD = """# Map

Every module in one line, left to right, as a message travels through them. The lines are the modules' own first lines:
`make map` writes this file, and a test holds it against the code.

```
 what they say              what it means                                          what is done about it

 connectors, api/inlet      translation > inventory > impact > correlation >       incident > sla > routing > lifecycle >
      |                               ^                                            escalation > notice
      v                               |                                                   |
 flow/intake --> store --> flow/pipeline, one transaction a batch <--------- flow/apply <--+--> flow/outbox --> people
                                                                                          ^
                                                       web, api/v1, cli (people) ---------+
```

Outer rings import inner ones, never back: `demo` > `cli` > `web` > `api` > `flow` > `store`, `connectors` > `core`; inside
`core`, a stage knows only those that stand before it here. Begin reading with `flow/pipeline.py` (the journey on one
screen), then `core/correlation/decide.py`, `core/lifecycle/decide.py` and `flow/apply.py`.
"""


def drawn() -> str:
    """The whole map as Markdown."""
    return "\n".join([HEAD, *map(_section, packages())])


def _section(package: str) -> str:
    modules = [_line(module) for module in modules_of(package) if module.name != "__init__.py"]
    parts = [f"## {package or 'tocsin'}\n", f"{first_paragraph(SOURCE / package / '__init__.py')}\n"]
    return "\n".join([*parts, *modules, ""] if modules else parts)


def _line(module: Path) -> str:
    """A module in one line, without repeating its name."""
    paragraph = first_paragraph(module)
    name, colon, rest = paragraph.partition(": ")
    return f"- **{module.stem}**: {rest if colon and name.lower() == module.stem else paragraph}"


def packages() -> list[str]:
    """The packages by their path below src/tocsin ('' is tocsin itself), in the map's order."""
    found = {str(init.parent.relative_to(SOURCE)).replace(".", "", 1) for init in SOURCE.rglob("__init__.py")}
    found.discard("store/migrations")
    return sorted(found, key=_place)


def modules_of(package: str) -> list[Path]:
    """The package's own modules, by name."""
    return sorted((SOURCE / package).glob("*.py"))


def _place(package: str) -> tuple[int, str]:
    """Where the package stands: with the longest named package above it."""
    named = [index for index, above in enumerate(ORDER) if f"{package}/".startswith(f"{above}/")]
    return (max(named, default=-1), package)


def first_paragraph(module: Path) -> str:
    """The first paragraph of the module's docstring as one line; empty if there is none."""
    docstring = ast.get_docstring(ast.parse(module.read_text("utf-8"))) or ""
    return " ".join(docstring.split("\n\n")[0].split())


def main() -> Iterator[str]:
    """Write the map."""
    MAP.write_text(drawn(), "utf-8")
    yield f"{MAP.relative_to(ROOT)}: {len(packages())} packages\n"


if __name__ == "__main__":
    sys.stdout.writelines(main())
