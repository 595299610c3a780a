"""User reports: how often what a report is linked to, or offered first, is what its user meant, on generated reports."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from msgspec.structs import replace

from tocsin.cli.examples import example
from tocsin.connectors.files import read_directory
from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import Incident, IncidentKind
from tocsin.core.inventory.values import ItemType
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Label
from tocsin.core.userreport.judging import Candidate, judge
from tocsin.core.userreport.naming import completed
from tocsin.core.userreport.values import UserReport

_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
_REPORTS = 4_000
_KNOWN, _NOWHERE = (
    0.70,
    0.85,
)  # about an open incident; about an application that is well; else about nothing that is named
_SAYING = (
    "Bonjour, {it} ne marche plus", "{it} est très lent ce matin", "Impossible d'ouvrir {it}, merci de regarder",
    "Erreur 500 sur {it} depuis 10 minutes", "on n'arrive plus à se connecter à {it}", "Plus d'accès à {it} ici",
    "Hello, {it} is down", "We cannot open {it} since this morning", "{it} is slow for the whole team",
    "Is there a problem with {it}?", "I get an error in {it}", "nothing works in {it}",
)  # fmt: skip
_UNNAMED = (
    "Bonjour, plus rien ne marche", "mon ordinateur est lent", "l'application est en panne", "Hello, it is down again",
    "my screen is frozen", "l'imprimante du 2e clignote",
)  # fmt: skip


class _Case(NamedTuple):
    report: UserReport
    known: list[Candidate]
    meant: int | None


def run(reports: int = _REPORTS) -> dict[str, Any]:
    """The figures of docs/rules/user-reports.md. The same seed, the same figures."""
    objects, _ = read_directory(example("cachemire"))
    here, drawn = Organisation.of(objects), random.Random(11)
    cases = [_case(number, here, drawn) for number in range(reports)]
    found = [(case, judge(case.report, case.known, {})) for case in cases]
    linked = [(case.meant, judged[0].incident) for case, judged in found if judged and judged[0].certain]
    offered = [(case.meant, judged[0].incident) for case, judged in found if judged]
    meant = sum(case.meant is not None for case in cases)
    return {
        "reports": len(cases),
        "about an open incident": meant,
        "linked without a person": _shares(linked, meant),
        "offered first": _shares(offered, meant),
    }


def _shares(pairs: list[tuple[int | None, int]], meant: int) -> dict[str, float]:
    right = sum(wanted == given for wanted, given in pairs)
    return {"precision, per cent": 100 * right / len(pairs), "recall, per cent": 100 * right / meant}


def _case(number: int, here: Organisation, drawn: random.Random) -> _Case:
    """Two to nine open incidents, and what one user writes at some time after one of them began."""
    applications = sorted(here.applications)
    known = [_candidate(place + 1, here, drawn) for place in range(drawn.randrange(2, 10))]
    sort = drawn.random()
    chosen = drawn.choice(known) if sort < _KNOWN else None
    hit = {key for candidate in known for key in candidate.items}
    if chosen is not None:
        named = drawn.choice(chosen.incident.applications)
        at = chosen.incident.since + timedelta(minutes=drawn.expovariate(1 / 60) - 5)
        regions = chosen.incident.regions
    else:
        well = [key for key in applications if key not in hit]
        named = drawn.choice(well) if sort < _NOWHERE else ""
        at, regions = _NOON, tuple(here.regions)
    text = drawn.choice(_SAYING).format(it=_written(here, named, drawn)) if named else drawn.choice(_UNNAMED)
    if chosen is not None and drawn.random() < 0.15:  # they do not know what it is called
        text = drawn.choice(_UNNAMED)
    elif named and drawn.random() < 0.15:  # and name another one in passing
        text += f", {_written(here, drawn.choice(applications), drawn)} OK"
    region = drawn.choice(regions or tuple(here.regions))
    written = UserReport(id=number, channel="mail", reporter="u", text=text, at=at, by="u")
    report = completed(written, here)
    if drawn.random() < 0.6:  # the user is known to us, with a region
        report = _of_region(report, region)
    return _Case(report, known, chosen.incident.id if chosen else None)


def _of_region(report: UserReport, region: str) -> UserReport:
    return replace(report, regions=tuple(sorted({*report.regions, region})))


def _candidate(number: int, here: Organisation, drawn: random.Random) -> Candidate:
    """An incident of one or two applications in one region or in all, begun within the last day."""
    applications = tuple(drawn.sample(sorted(here.applications), drawn.choice((1, 1, 2))))
    regions = tuple(here.regions) if drawn.random() < 0.4 else (drawn.choice(sorted(here.regions)),)
    since = _NOON - timedelta(minutes=drawn.randrange(24 * 60))
    name = here.applications[applications[0]].name
    devices = [key for key, item in here.items.items() if item.type is ItemType.DEVICE]
    incident = Incident(
        id=number, kind=IncidentKind.OUTAGE, effect=Effect.DOWN, peak=Effect.DOWN, priority=Priority.P2,
        criticality=Criticality.HIGH, cause=drawn.choice(devices), cause_kind="device.down",
        title=Label(fr=f"Équipement muet : {name}", en=f"Device down: {name}"), owner_team="systems",
        opened_at=since, since=since, last_at=since, applications=applications, regions=regions,
    )  # fmt: skip
    return Candidate(
        incident=incident,
        items=frozenset({incident.cause, *applications}),
        wording=(incident.title.fr, incident.title.en),
    )


def _written(here: Organisation, key: str, drawn: random.Random) -> str:
    """The application as a user writes it: by its name or an alias, often in small letters, at times with a mistake."""
    item = here.items[key]
    name = drawn.choice((item.name, item.name, *item.aliases))
    if drawn.random() < 0.4:
        name = name.lower()
    if drawn.random() < 0.12 and len(name) > 4:
        place = drawn.randrange(1, len(name) - 1)
        name = name[:place] + name[place + 1 :]
    return name
