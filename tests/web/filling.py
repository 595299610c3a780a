"""A small believable past for the pages: Cachemire, its sources' messages, a few open incidents."""

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from django.db import connection, transaction

from tocsin.connectors.files.read import read_directory
from tocsin.core.correlation.values import Intervention
from tocsin.core.event.message import Message
from tocsin.core.event.values import Place
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect
from tocsin.core.incident.values import Incident, IncidentKind, State, TimelineEntry, Verb
from tocsin.core.kernel.scales import Criticality, Priority
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.objects import Object
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Label
from tocsin.flow import clock
from tocsin.store import (
    alerts,
    declared,
    incidents,
    intake,
    models,
    partitions,
    queue,
    sources,
    standing,
    words,
)
from tocsin.store.alerts import EventRow

CACHEMIRE = Path(__file__).parents[2] / "examples" / "cachemire"
MAIL = """\
Return-Path: <supervision@valmont.example>
Date: {date:%a, %d %b %Y %H:%M:%S} +0000
From: "Supervision Valmont" <supervision@valmont.example>
To: alertes@cachemire.example
Subject: =?utf-8?q?{subject}?=
Message-ID: <{number}@valmont.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Bonjour,

Type      : {kind}
Site      : Paris DC1
Salle     : S1
Baie      : R05
Prise     : PDU A / prise 12
Criticité : {criticality}
Début     : {date:%d/%m/%Y %H:%M}

<script>alert("1")</script>
--{space}
Supervision Valmont, 24/7
"""
HTML = """\
From: noc@nord.example
To: alertes@cachemire.example
Subject: Alarme HTML
Message-ID: <html@nord.example>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><body><h1>Coupure</h1><script>alert(1)</script><img src="https://track.example/p.gif">
<table><tr><td>Baie</td><td>R07</td></tr></table><a href="https://nord.example/t/1" onclick="x()">ticket</a></body></html>
"""


def organisation() -> Organisation:
    """Put Cachemire in force, with two sources if it declares none."""
    objects, _ = read_directory(CACHEMIRE)
    objects = [*objects, *_sources(objects), *_formats(objects)]
    with transaction.atomic():
        declared.write(objects)
        declared.revise(clock.now(), "test", [])
    return Organisation.of(declared.objects())


def _sources(objects: tuple[Object, ...]) -> list[Object]:
    known = {declaration.key for declaration in objects if declaration.section == "source"}
    specs = {
        "valmont-mail": {
            "label": "Valmont, alertes par mail",
            "channel": "imap",
            "rhythm_s": 86400,
            "supplier": "valmont",
        },
        "nagios-fr": {"label": "Nagios France", "channel": "smtp", "rhythm_s": 3600, "region": "fr"},
        "prometheus": {"label": "Prometheus groupe", "channel": "http", "rhythm_s": 300},
    }
    return [Object(section="source", key=key, spec=spec) for key, spec in specs.items() if key not in known]


def _formats(objects: tuple[Object, ...]) -> list[Object]:
    """Nothing is translated here: formats only lend their names and tables."""
    return []


def fill(now: datetime | None = None) -> None:
    """Messages of three days, an incident of each kind, unknown words, uncertain places."""
    now = now or clock.now()
    known = organisation()
    for day in (now, now - timedelta(days=31)):
        partitions.ensure(day.date())
    with transaction.atomic():
        _messages(now)
        _incidents(known, now)
        _words(now)
        _source_states(now)
        _past(now)
        _works(now)


def mail(
    number: int, at: datetime, subject: str, kind: str = "Perte prise", criticality: str = "Majeure"
) -> bytes:
    """A mail as the provider writes it."""
    return MAIL.format(
        number=number, date=at, subject=subject, kind=kind, space=" ", criticality=criticality
    ).encode()


def _messages(now: datetime) -> None:
    bodies = [
        (
            "valmont-mail",
            "translated",
            "valmont",
            mail(1, now, "[ALARME]_Perte_prise_PDU_A_R05", "Perte prise"),
        ),
        (
            "valmont-mail",
            "partial",
            "valmont",
            mail(2, now, "[ALARME]_Criticit=C3=A9_inconnue", "Perte prise", "Sévère"),
        ),
        ("valmont-mail", "untranslated", "valmont", mail(3, now, "[INFO]_Ronde_de_nuit", "Ronde")),
        ("nagios-fr", "quarantined", "", b"From: a\r\n\r\n" + b"\x00" * 200),
        ("valmont-mail", "ignored", "valmont", mail(5, now, "Votre_facture_de_novembre", "Facture")),
        ("nagios-fr", "untranslated", "", HTML.encode()),
    ]
    stored = [
        Message(
            source=source,
            channel="imap",
            received_at=now - timedelta(minutes=7 * (len(bodies) - index)),
            media_type="message/rfc822",
            body=body,
            key=str(index),
            envelope={"sender": "supervision@valmont.example", "recipient": "alertes@cachemire.example"},
        )
        for index, (source, _, _, body) in enumerate(bodies)
    ]
    intake.store(stored)
    intake.store([_json(now)])
    with connection.cursor() as cursor:
        cursor.execute("select id, received_at, source from message order by id")
        rows = cursor.fetchall()
    outcomes = [
        queue.Outcome(
            id=id,
            received_at=at,
            source=source,
            status=status,
            format=format,
            events=int(status in _MADE),
            why=tuple(_why(status)),
        )
        for (id, at, source), (_, status, format, _) in zip(
            rows, [*bodies, ("", "translated", "alertmanager", b"")], strict=True
        )
    ]
    queue.settle(outcomes, now)
    alerts.write_events(list(_events(rows, now)), [])


_MADE = ("translated", "partial")


def _json(now: datetime) -> Message:
    body = msgspec.json.encode(
        {"receiver": "tocsin", "alerts": [{"labels": {"alertname": "DiskFull", "host": "srv-bi-01"}}]}
    )
    return Message(
        source="prometheus",
        channel="http",
        received_at=now,
        media_type="application/json",
        body=body,
        envelope={"path": "/api/v1/alertmanager", "peer": "10.20.1.80"},
    )


def _why(status: str) -> tuple[Why, ...]:
    return {
        "translated": (
            Why(code="translation.format", facts={"format": "valmont", "layout": "alarme"}),
            Why(
                code="translation.word",
                facts={"table": "kind", "word": "Perte prise", "ours": "power.outlet.lost"},
            ),
        ),
        "partial": (Why(code="translation.unknown_word", facts={"table": "criticality", "word": "Sévère"}),),
        "untranslated": (Why(code="translation.no_format", facts={"tried": ["valmont", "nagios"]}),),
        "ignored": (Why(code="translation.ignored", facts={"format": "valmont", "reason": "facture"}),),
        "quarantined": (Why(code="translation.not_readable", facts={"reason": "NUL"}),),
    }[status]


def _events(rows: list[tuple[int, datetime, str]], now: datetime):
    sure = {
        "item": "par1.s1.r05.pdu-a.o12",
        "confidence": 0.95,
        "incident_id": 1,
        "subject": "R05 / PDU A / prise 12",
    }
    unsure = {"item": "par1.s1.r06", "confidence": 0.55, "incident_id": None, "subject": "baie 6 bis"}
    for (id, at, source), place in zip((rows[0], rows[1], rows[6]), (sure, unsure, sure), strict=True):
        why = Why(code="place.test", facts={})
        data = {
            "place": Place(text=place["subject"]),
            "how": "guess" if place is unsure else "location",
            "why": why,
        }
        if place is unsure:
            data["rivals"] = (("par1.s1.r07", 0.41), ("par1.s2.r06", 0.38))
        yield EventRow(
            message_id=id,
            position=0,
            received_at=at.isoformat(),
            occurred_at=now.isoformat(),
            source=source,
            fingerprint=f"v1:{id}",
            kind="power.outlet.lost",
            state="firing",
            criticality="high",
            summary="Perte prise PDU A, baie 05",
            reference="VAL-1204",
            outcome="firing",
            data=msgspec.json.encode(data).decode(),
            **place,
        )


_TROUBLES = (
    (
        1,
        {"par1.s1.r05.pdu-a.o12": Effect.DOWN},
        Priority.P3,
        IncidentKind.OUTAGE,
        "Prise sans courant",
        "Outlet without power",
    ),
    (
        2,
        {"par1.s1.r07.pdu-b": Effect.DOWN},
        Priority.P3,
        IncidentKind.REDUNDANCY,
        "PDU sans courant",
        "PDU without power",
    ),
    (
        3,
        {"srv-bi-01": Effect.DEGRADED},
        Priority.P4,
        IncidentKind.DEGRADATION,
        "Stockage presque plein",
        "Storage almost full",
    ),
    (
        4,
        {"par1.s2.feed-b": Effect.DOWN},
        Priority.P2,
        IncidentKind.REDUNDANCY,
        "Voie B perdue",
        "Feed B lost",
    ),
    (
        5,
        {"mad1.lt.r01": Effect.DOWN},
        Priority.P1,
        IncidentKind.OUTAGE,
        "Baie sans courant",
        "Rack without power",
    ),
)


def _incidents(known: Organisation, now: datetime) -> None:
    graph = Graph.compile(known.items, known.requirements)
    for number, failures, priority, kind, fr, en in _TROUBLES:
        impact = graph.impact(failures)
        cause = next(iter(failures))
        incident = Incident(
            id=number,
            state=State.NEW,
            kind=kind,
            effect=impact.worst,
            peak=impact.worst,
            priority=priority,
            criticality=Criticality.HIGH,
            cause=cause,
            cause_kind="power.outlet.lost",
            title=Label(fr=fr, en=en),
            owner_team="hosting-desk",
            opened_at=now - timedelta(minutes=20 * number),
            regions=("fr",),
            since=now - timedelta(minutes=20 * number),
            last_at=now,
            alert_count=number,
            applications=tuple(hit.item for hit in impact.hits if hit.item in known.applications),
        )
        incidents.write([incidents.Kept(incident=incident, clocks=(), next_deadline_at=None)])
        hits = [(hit, known.items[hit.item].type) for hit in impact.hits]
        incidents.write_hits({number: hits})
        incidents.write_entries(
            [TimelineEntry(subject=incident.subject, at=incident.opened_at, actor="tocsin", verb=Verb.OPENED)]
        )
    models.Incident.objects.update(stands=False)  # correlation does not know them


def _works(now: datetime) -> None:
    """One intervention under way, which explains an alert, and one that is over."""
    for number, start, title in ((1, -1, "Onduleur B : remplacement"), (2, -72, "Chemins de câbles")):
        begin = now + timedelta(hours=start)
        works = Intervention(
            id=number,
            source="valmont-mail",
            reference=f"W{number}",
            start=begin,
            end=begin + timedelta(hours=4),
            items=("par1.s2.feed-b",),
            summary=title,
        )
        standing.write_interventions([works])
        facts = {
            "reference": works.reference,
            "items": list(works.items),
            "start_at": begin.isoformat(),
            "end_at": (begin + timedelta(hours=4)).isoformat(),
        }
        declared = Why(code="correlation.intervention_declared", facts=facts)
        incidents.write_entries(
            [
                TimelineEntry(
                    subject=Subject.intervention(number),
                    at=begin,
                    actor="tocsin",
                    verb=Verb.DECLARED,
                    why=declared,
                )
            ]
        )
    standing.end_interventions([2])
    muted = Why(
        code="correlation.muted",
        facts={"reference": "W1", "item": "par1.s2.feed-b", "end_at": now.isoformat()},
    )
    incidents.write_entries(
        [
            TimelineEntry(
                subject=Subject.intervention(1),
                at=now,
                actor="tocsin",
                verb=Verb.MUTED,
                why=muted,
                data={"count": 3},
            )
        ]
    )
    standing.count_muted({1: 3})


def _words(now: datetime) -> None:
    words.unknown({("valmont", "criticality", "Sévère"): (12, 2), ("valmont", "kind", "Ronde"): (31, 3)}, now)


def _source_states(now: datetime) -> None:
    sources.record_contact({"valmont-mail": now - timedelta(minutes=4), "prometheus": now})
    sources.set_state(
        "nagios-fr", "unreachable", "imap.cachemire.example:993: connection refused", now - timedelta(hours=3)
    )


def _past(now: datetime) -> None:
    rows = [
        ((now - timedelta(days=day)).date(), source, status, (40 + 13 * day % 37) // share + 1)
        for day in range(1, 45)
        for source, share in (("valmont-mail", 1), ("nagios-fr", 2), ("prometheus", 3))
        for status, share in (("translated", share), ("partial", share * 9), ("untranslated", share * 14))
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into tally as known (day, source, status, count) values (%s, %s, %s, %s)"
            " on conflict (day, source, status) do update set count = known.count + excluded.count",
            rows,
        )
