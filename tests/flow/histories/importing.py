"""Files and mappings of six unlike programs, and imports of them."""

from pathlib import Path
from typing import Any

import yaml

from tocsin.connectors.histories.rows import digest_of, rows_of
from tocsin.core.history.mapping import Mapping, compiled_mapping
from tocsin.core.history.values import Made, Refusal
from tocsin.core.incident.values import Incident
from tocsin.flow.histories.importing import Import
from tocsin.flow.histories.making import tried
from tocsin.flow.histories.refused import write_report
from tocsin.flow.organisation import snapshot
from tocsin.store import incidents, models
from tocsin.store.histories import Progress

SAMPLES = Path(__file__).parent / "samples"
MAPPINGS = Path("examples/histories")
SMALL: dict[str, Any] = {
    "times": {"zone": "Europe/Paris"},
    "fields": {
        name: {"column": name} for name in ("number", "state", "ci", "opened", "resolved", "late", "text")
    },
    "incident": {
        "reference": "{number}",
        "state": {"value": "{state}", "default": "closed"},
        "summary": "{text}",
        "place": {"item": "{ci}"},
        "opened_at": "{opened}",
        "resolved_at": "{resolved}",
        "ours": {"overrun": "{late}"},
    },
}


def mapping_of(name: str) -> Mapping:
    """The mapping of a sample."""
    return compiled_mapping(
        yaml.safe_load((MAPPINGS / f"{name}.yaml").read_text("utf-8")), kinds=tuple(snapshot().kinds)
    )


def try_(file: Path, mapping: Mapping) -> tuple[dict[str, Made], list[Refusal]]:
    """What a file would become, by reference, and what would be refused."""
    found = tried(mapping, file.stem, rows_of(file, mapping.file), 1_000)
    return {each.reference: each for each in found.made}, list(found.refusals)


def import_(file: Path, mapping: Mapping | None = None, *, origin: str = "other", report: Path) -> Progress:
    """Import a file, by the small mapping if no other is given."""
    known = mapping or compiled_mapping(SMALL)
    importing = Import(known, origin, file.name, digest_of(file))
    done = importing.run(rows_of(file, known.file), lambda progress: True)
    write_report(done.id, report, "en")
    return done


def imported(reference: str, origin: str = "other") -> Incident:
    """The incident of a reference, as it is kept."""
    row = models.ImportedIncident.objects.get(origin=origin, reference=reference)
    return incidents.load([row.incident_id])[row.incident_id]
