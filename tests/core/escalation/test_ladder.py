"""Who is notified, by rung, as a table."""

from datetime import UTC, datetime

import pytest

from tocsin.core.escalation.ladder import managers, recipients
from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import Incident, IncidentKind, NoticeKind
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Label, Person, Region, Settings, Team

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def person(key, manager="", **more):
    return key, Person(key=key, name=key.title(), email=f"{key}@x.example", role="", manager=manager, **more)


COMPANY = Organisation(
    settings=Settings(name="C", zone="Europe/Paris"),
    regions={
        "es": Region(key="es", name="ES", country="ES", calendar="es", manager="elena", zone="Europe/Madrid")
    },
    teams={
        "it-es": Team(key="it-es", name="ES", scope="regional", region="es", notices=("desk@x.example",)),
        "systems": Team(key="systems", name="S", scope="group", members=("karim", "marion"), language="fr"),
    },
    persons=dict(
        [
            person("cio", manager="cio"),
            person("ops", manager="cio"),
            person("elena", manager="ops", region="es"),
            person("pablo", manager="elena", team="it-es"),
            person("karim", manager="ops", team="systems", language="fr"),
            person("marion", manager="ops", team="systems"),
        ]
    ),
)


def incident(team, owner="", priority="P3"):
    return Incident(
        id=1,
        kind=IncidentKind.OUTAGE,
        effect=Effect.DOWN,
        peak=Effect.DOWN,
        priority=Priority(priority),
        criticality=Criticality.HIGH,
        cause="x",
        cause_kind="power.lost",
        title=Label(fr="", en=""),
        owner_team=team,
        owner=owner,
        opened_at=NOW,
        since=NOW,
        last_at=NOW,
    )


TABLE = [
    # team       owner     priority  notice       who
    ("it-es",    "",       "P1",     "opened",    "desk"),
    ("it-es",    "pablo",  "P3",     "recovered", "pablo desk"),
    ("systems",  "",       "P3",     "opened",    "karim marion"),
    ("systems",  "karim",  "P3",     "opened",    "karim marion"),
    ("it-es",    "pablo",  "P3",     "at_risk",   "pablo desk"),
    ("it-es",    "pablo",  "P1",     "at_risk",   "pablo desk elena"),
    ("it-es",    "pablo",  "P3",     "breached",  "pablo desk elena"),
    ("it-es",    "",       "P2",     "breached",  "desk elena ops"),
    ("it-es",    "pablo",  "P1",     "breached",  "pablo desk elena ops cio"),
    ("it-es",    "karim",  "P2",     "breached",  "karim desk elena ops"),
    ("systems",  "karim",  "P1",     "breached",  "karim marion ops cio"),
    ("it-es",    "elena",  "P3",     "breached",  "elena desk ops"),
    ("systems",  "pablo",  "P1",     "handed_over", "pablo"),
    ("gone",     "gone",   "P1",     "breached",  ""),
]  # fmt: skip


@pytest.mark.parametrize(("team", "owner", "priority", "notice", "who"), TABLE)
def test_recipients(team, owner, priority, notice, who):
    notified = recipients(COMPANY, incident(team, owner, priority), NoticeKind(notice))
    assert " ".join(recipient.address.split("@")[0] for recipient in notified) == who


def test_each_is_notified_in_their_language_and_their_time():
    notified = recipients(COMPANY, incident("it-es", "karim"), NoticeKind.OPENED)
    assert [(recipient.language, recipient.zone) for recipient in notified] == [
        ("fr", "Europe/Paris"),
        ("en", "Europe/Madrid"),
    ]


def test_managers_who_manage_each_other_end():
    assert [manager.key for manager in managers(COMPANY, incident("it-es"))] == ["elena", "ops", "cio"]
