"""Who is notified, by rung, as a table."""

from datetime import UTC, datetime

import pytest

from tocsin.core.escalation.ladder import Recipient, managers, recipients
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
    # team       owner     notice       who
    ("it-es",    "",       "opened",    "desk"),
    ("systems",  "",       "opened",    "karim marion"),
    ("systems",  "karim",  "opened",    "karim marion"),
    ("it-es",    "pablo",  "at_risk",   "pablo desk"),
    ("it-es",    "pablo",  "breached",  "pablo desk"),
    ("it-es",    "karim",  "breached",  "karim desk"),
    ("systems",  "pablo",  "handed_over", "pablo"),
    ("it-es",    "pablo",  "recovered", "pablo"),
    ("gone",     "gone",   "breached",  ""),
]  # fmt: skip


@pytest.mark.parametrize(("team", "owner", "notice", "who"), TABLE)
def test_recipients(team, owner, notice, who):
    found = recipients(COMPANY, incident(team, owner), NoticeKind(notice))
    assert " ".join(recipient.address.split("@")[0] for recipient in found) == who


def test_what_is_for_some_alone_goes_to_them_alone():
    found = recipients(
        COMPANY, incident("it-es", "pablo"), NoticeKind.ESCALATED, to=("elena", "team:systems")
    )
    assert [recipient.address.split("@")[0] for recipient in found] == ["elena", "karim", "marion"]


def test_a_recovery_goes_to_those_who_were_notified_and_to_nobody_else():
    """icinga-core#1207: levels that were never reached got it; nagioscore#185, #582: some that were did not."""
    known = [
        Recipient(address=address, language="en", zone="UTC")
        for address in ("desk@x.example", "ops@x.example")
    ]
    found = recipients(COMPANY, incident("it-es"), NoticeKind.RECOVERED, notified=known, on_duty="pablo")
    assert [recipient.address for recipient in found] == ["desk@x.example", "ops@x.example"]


def test_each_is_notified_in_their_language_and_their_time():
    notified = recipients(COMPANY, incident("it-es", "karim"), NoticeKind.OPENED)
    assert [(recipient.language, recipient.zone) for recipient in notified] == [
        ("fr", "Europe/Paris"),
        ("en", "Europe/Madrid"),
    ]


def test_managers_who_manage_each_other_end():
    assert [manager.key for manager in managers(COMPANY, incident("it-es"))] == ["elena", "ops", "cio"]
