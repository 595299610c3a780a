"""A believable Monday at Cachemire, written straight into the tables. ``python -m tests.web.seeded`` fills a database.

Incidents go through the core (opening, commands, clocks), so that rows are what the flow would write.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction

from tocsin.connectors.files.read import read_directory
from tocsin.core.exchange import happenings as h
from tocsin.core.exchange.bond import Bond
from tocsin.core.exchange.decide import begin
from tocsin.core.exchange.decide import decide as judge_bond
from tocsin.core.exchange.judging import Trouble
from tocsin.core.exchange.ticket import Remark, Taken, Ticket
from tocsin.core.impact.graph import Graph
from tocsin.core.impact.values import Effect, Hit
from tocsin.core.incident import commands as c
from tocsin.core.incident.assessment import accountable, assess
from tocsin.core.incident.decide import decide
from tocsin.core.incident.opening import Opening, open_incident
from tocsin.core.incident.values import Holder, Incident, PauseReason, TimelineEntry
from tocsin.core.kernel.scales import Criticality
from tocsin.core.kernel.why import Why
from tocsin.core.organisation.desks import TicketState
from tocsin.core.organisation.objects import Object
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Label
from tocsin.core.sla.clocks import facts_of, next_deadline, read_clocks
from tocsin.core.sla.commitments import choose, circumstance, freeze
from tocsin.flow import clock
from tocsin.store import bonds, declared, models, partitions

CACHEMIRE = Path(__file__).resolve().parents[2] / "examples" / "cachemire"
ACCOUNTS = (
    ("helene", "helene.marchand", "reader", ""),
    ("karim", "karim.haddad", "technician", ""),
    ("mehdi", "mehdi.zerrouki", "technician", "fr"),
    ("claire", "claire.vasseur", "manager", "fr"),
    ("bruno", "bruno.castaing", "administrator", ""),
)


@cache
def cachemire() -> tuple[tuple[Object, ...], Organisation, Graph]:
    """The Cachemire of the examples, read once a run."""
    objects, faults = read_directory(CACHEMIRE)
    assert not faults, faults
    known = Organisation.of(objects)
    return objects, known, Graph.compile(known.items, known.requirements)


def organisation() -> Organisation:
    """Declare the Cachemire of the examples."""
    objects, known, _ = cachemire()
    declared.write(objects)
    declared.revise(clock.now(), "seed", [])
    return known


def accounts(known: Organisation, password: str = "tocsin-demo") -> None:
    """One account a role."""
    for username, person, role, region in ACCOUNTS:
        first, _, last = known.persons[person].name.partition(" ")
        models.Account.objects.create_user(
            username,
            password=password,
            person=person,
            role=role,
            region=region,
            first_name=first,
            last_name=last,
        )


class Story:
    """One incident step by step; ``write`` makes its rows."""

    def __init__(
        self, known: Organisation, number: int, cause: str, kind: str, title: tuple[str, str], *,
        minutes_ago: float, now: datetime, effect: Effect = Effect.DOWN, team: str = "systems",
        failed: Iterable[str] = (), reported: bool = False, claimed: Criticality = Criticality.MEDIUM, alerts: int = 1,
    ) -> None:  # fmt: skip
        self.known, self.now, self.began = known, now, now - timedelta(minutes=minutes_ago)
        self.hits = _hits(known, tuple(failed) or (cause,), effect)
        weight = assess(known, cause=cause, effect=effect, hits=self.hits, claimed=claimed)
        supplier = accountable(known, cause)
        facts = circumstance(
            known, cause=cause, kind=kind, hits=tuple(hit.item for hit in self.hits),
            applications=weight.applications, supplier=supplier,
        )  # fmt: skip
        terms = freeze(known, facts)
        chosen = [
            choose(terms, side, criticality=weight.criticality, peak=weight.effect, start=self.began)
            for side in ("ours", "supplier")
        ]
        named = known.items[cause].name if cause in known.items else cause
        opening = Opening(
            id=number, title=Label(fr=title[0], en=title[1]), cause=cause, cause_kind=kind, assessment=weight,
            owner_team=team, supplier=supplier, reported=reported, terms=terms, alert_count=alerts,
            why=Why(code="correlation.opened_alone", facts={"item": named}),
            committed=tuple(commitment.why for commitment in chosen if commitment),
        )  # fmt: skip
        opened = open_incident(opening, now=self.began)
        self.incident: Incident = opened.after
        self.entries = [effect for effect in opened.effects if isinstance(effect, TimelineEntry)]

    def then(self, minutes: float, command: c.Command, by: str = "tocsin") -> "Story":
        """A command ``minutes`` after the opening."""
        done = decide(self.incident, command, now=self.began + timedelta(minutes=minutes), by=by)
        self.incident = done.after
        self.entries += [effect for effect in done.effects if isinstance(effect, TimelineEntry)]
        return self

    def taken(self, by: str, after: float = 10) -> "Story":
        """Somebody takes it."""
        return self.then(after, c.Take(), by)

    def write(self) -> Incident:
        """The rows of the incident: itself, what it hits, its timeline."""
        models.Incident.objects.create(**_columns(self.incident, self.now))
        models.IncidentHit.objects.bulk_create(self._hit(hit) for hit in self.hits)
        models.TimelineEntry.objects.bulk_create(
            models.TimelineEntry(
                subject_id=entry.subject.id,
                at=entry.at,
                actor=entry.actor,
                verb=entry.verb.value,
                value=msgspec.to_builtins(entry),
            )
            for entry in self.entries
        )
        return self.incident

    def _hit(self, hit: Hit) -> models.IncidentHit:
        item = self.known.items.get(hit.item)
        return models.IncidentHit(
            incident_id=self.incident.id, item=hit.item, type=item.type.value if item else "device",
            effect=hit.effect.value, via=list(hit.via), label=hit.label,
        )  # fmt: skip


def _hits(known: Organisation, failed: tuple[str, ...], effect: Effect) -> tuple[Hit, ...]:
    if effect is Effect.NONE or not any(item in known.items for item in failed):
        return ()
    return cachemire()[2].loss(dict.fromkeys(failed, effect)).hits


def _columns(incident: Incident, now: datetime) -> dict[str, Any]:
    clocks = read_clocks(facts_of(incident), incident.terms, now=now)
    due = {clock.side: clock.due_at for clock in clocks}
    plain = (
        "id", "state", "kind", "effect", "priority", "criticality", "cause", "cause_kind", "inferred", "owner_team",
        "owner", "holder", "opened_at", "last_at", "recovered_at", "resolved_at", "closed_at", "folded_into", "alert_count",
    )  # fmt: skip
    return {
        **{name: getattr(incident, name) for name in plain},
        "value": msgspec.to_builtins(incident),
        "title": msgspec.to_builtins(incident.title),
        "regions": list(incident.regions),
        "applications": list(incident.applications),
        "clocks": msgspec.to_builtins(clocks),
        "ours_due_at": due.get("ours"),
        "supplier_due_at": due.get("supplier"),
        "next_deadline_at": next_deadline(clocks, now=now),
        "firing_count": incident.alert_count,
        "stands": False,  # correlation does not know it
    }


DEGRADED = {"effect": Effect.DEGRADED}
FOLDED = Why(code="correlation.folded", facts={"causes": ["Baie 05"]})
EXPLAINED = Why(code="correlation.joined_explained", facts={"causes": ["Baie 05"]})


def incidents(known: Organisation, now: datetime) -> None:
    """Ten open incidents of every kind, one that is over, three that were symptoms."""
    story = _teller(known, now)
    for number, cause in enumerate(("srv-tel-01", "srv-ecom-03", "srv-edi-01"), start=30):
        title = (f"{cause} injoignable", f"{cause} unreachable")
        story(number, cause, "device.down", title, minutes_ago=69).then(
            2, c.FoldInto(parent=42, why=FOLDED)
        ).write()
    _rack(story).write()
    _feed(story).write()
    title = ("Baie de stockage san-par1-01 dégradée", "Storage array san-par1-01 degraded")
    story(44, "san-par1-01", "device.degraded", title, minutes_ago=1200, alerts=4, **DEGRADED).taken(
        "julien.prevot"
    ).write()
    title = ("Entrepôts : srv-wms-01 injoignable", "Warehouses: srv-wms-01 unreachable")
    story(45, "srv-wms-01", "device.down", title, minutes_ago=12, alerts=2).write()
    _waiting_for_a_user(story).write()
    title = ("Volume « Partage France » plein à 97 %", "Volume “Partage France” 97 % full")
    full = story(
        47, "srv-fic-fr-01", "storage.full", title, minutes_ago=360, team="it-fr", alerts=6, **DEGRADED
    )
    full.taken("mehdi.zerrouki").write()
    title = ("Accès distant lent pour l'Ibérie", "Remote access slow for Iberia")
    story(48, "vpn", "application.slow", title, minutes_ago=1800, team="network", **DEGRADED).write()
    title = ("Température élevée en Salle 2 (27,5 °C)", "High temperature in Salle 2 (27.5 °C)")
    hot = {"effect": Effect.NONE, "team": "hosting-desk", "alerts": 5}
    story(49, "par1.s2", "temperature.high", title, minutes_ago=95, **hot).write()
    title = ("Fichiers Ibérie inaccessibles", "Iberia files out of reach")
    spain = story(50, "files-es", "application.down", title, minutes_ago=4200, team="it-es", alerts=2)
    spain.taken("javier.molina").write()
    title = ("Téléphonie : coupures brèves signalées", "Telephony: brief cuts reported")
    phones = story(51, "telephony", "application.slow", title, minutes_ago=140, team="network", **DEGRADED)
    phones.taken("remi.chassagne").then(38, c.ReportToSupplier(supplier="ligne-claire"), "remi.chassagne")
    phones.then(40, c.Pause(reason=PauseReason.WAITING_SUPPLIER), "remi.chassagne").write()
    over = story(
        52, "intranet", "application.down", ("Intranet indisponible", "Intranet down"), minutes_ago=240
    )
    over.taken("fatou.diallo").then(
        90, c.Resolve(note="Service redémarré, journal purgé."), "fatou.diallo"
    ).write()


def _rack(story: Any) -> "Story":
    title = ("Baie 05 sans courant (Salle 1, Marcoussis)", "Rack 05 without power (Salle 1, Marcoussis)")
    note = "Valmont confirme : disjoncteur déclenché, un technicien est sur place.\nProchain point à la demi-heure."
    rack = story(
        42, "par1.s1.r05", "power.lost", title, minutes_ago=68, reported=True, team="hosting-desk", alerts=37
    )
    rack.taken("karim.haddad", after=4)
    rack.then(7, c.ReportToSupplier(reference="VAL-2026-118342"), "karim.haddad")
    rack.then(9, c.JoinAlerts(count=21, why=EXPLAINED))
    return rack.then(24, c.Comment(note=note), "karim.haddad")


def _feed(story: Any) -> "Story":
    title = (
        "Voie A perdue en Salle 1 : du matériel mal câblé est à l'arrêt",
        "Feed A lost in Salle 1: mis-cabled equipment is down",
    )
    lost = {"minutes_ago": 35, "reported": True, "team": "hosting-desk", "alerts": 9}
    feed = story(43, "par1.s1.feed-a", "power.feed.lost", title, **lost)
    return feed.taken("yann.kerbrat", after=6).then(8, c.PassTurn(to=Holder.SUPPLIER), "yann.kerbrat")


def _waiting_for_a_user(story: Any) -> "Story":
    title = ("Décisionnel indisponible", "Business intelligence down")
    down = story(46, "bi", "application.down", title, minutes_ago=3120, alerts=3).taken("nadia.ouali")
    pause = c.Pause(reason=PauseReason.WAITING_USER, note="Attend la direction financière.")
    return down.then(60, pause, "nadia.ouali")


def _teller(known: Organisation, now: datetime) -> Any:
    def story(number: int, cause: str, kind: str, title: tuple[str, str], **more: Any) -> Story:
        return Story(known, number, cause, kind, title, now=now, **more)

    return story


ALARM = """\
From: Supervision Valmont <supervision@valmont-dc.example>
To: alertes@cachemire.example
Subject: [VALMONT][ALARME] MAJEURE - PAR1/S1/R05 - Perte alimentation
Date: {date:%a, %d %b %Y %H:%M:%S} +0000
Message-ID: <alarme-{number}@valmont-dc.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Bonjour,

Notre supervision a relevé l'événement suivant :

Référence      : VAL-2026-{number}
Type           : ALARME
Gravité        : MAJEURE
Site           : PAR1
Salle          : S1
Baie           : R05
Équipement     : {item}
Nature         : Perte d'alimentation
Début          : {date:%d/%m/%Y %H:%M:%S}

Nos équipes sont sur place. <ne pas répondre>

Centre de supervision Valmont — 24/7
"""
HTML_ALARM = """\
From: nagios@cachemire.example
To: nagios-fr@tocsin.cachemire.example
Subject: ** PROBLEM Host Alert: {item} is DOWN **
Date: {date:%a, %d %b %Y %H:%M:%S} +0000
Message-ID: <nagios-{number}@cachemire.example>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><body onload="alert(1)"><script>alert(2)</script><h3>Host {item}</h3>
<table border="1"><tr><th>State</th><td><b>DOWN</b></td></tr>
<tr><th>Info</th><td>PING CRITICAL - Packet loss = 100%</td></tr></table><img src="https://tracker.example/x.png"></body></html>
"""


def messages(now: datetime, *, incident: int = 42, count: int = 40, first: int = 1000) -> None:
    """``count`` messages with one event each, all of one incident."""
    partitions.ensure(now.date().replace(day=1))
    pdus = ("par1.s1.r05.pdu-a", "par1.s1.r05.pdu-b")
    items = ("srv-ecom-03", "srv-edi-01", "srv-oms-02", "srv-pos-02", "sw-par1-13", *pdus)
    mails = [_mail(now, first + number, items[number % len(items)], incident) for number in range(count)]
    models.Message.objects.bulk_create(mail for mail, _ in mails)
    models.Event.objects.bulk_create(event for _, event in mails)


def _mail(now: datetime, number: int, item: str, incident: int) -> tuple[models.Message, models.Event]:
    at = now - timedelta(minutes=min(68.0, 68 - (number % 1000) / 20))
    nagios = number % 5 == 3
    text = (HTML_ALARM if nagios else ALARM).format(date=at, number=118342 + number, item=item)
    body = text.replace("\n", "\r\n").encode()
    common = {"received_at": at, "source": "nagios-fr" if nagios else "valmont"}
    kind = "device.down" if item.startswith(("srv", "sw")) else "power.pdu.lost"
    message = models.Message(
        id=number, channel="smtp" if nagios else "imap", media_type="message/rfc822",
        envelope={"sender": "supervision@valmont-dc.example"}, body=body, size=len(body), status="translated",
        format="nagios-mail" if nagios else "valmont-mail", why=[], event_count=1, attempts=1, worked_at=at, **common,
    )  # fmt: skip
    event = models.Event(
        message_id=number, position=0, occurred_at=at, fingerprint=f"v1:{number:032x}", kind=kind, state="firing",
        criticality="high", item=item, subject=item, summary=f"Perte d'alimentation, {item}",
        reference=f"VAL-2026-{118342 + number}", confidence=1.0, incident_id=incident, data={},
        outcome="opened" if number == 1000 else "joined", **common,
    )  # fmt: skip
    return message, event


def uncertain_place(now: datetime) -> None:
    """One message whose place is a guess: the queue asks for it."""
    message, event = _mail(now, 2000, "par1.s1.r06", 42)
    event.confidence, event.subject, event.incident_id = 0.55, "baie 6 bis", None
    event.data = {"place": {"text": "baie 6 bis"}, "rivals": [["par1.s1.r07", 0.41]]}
    message.save(force_insert=True)
    models.Event.objects.bulk_create([event])


def notices(now: datetime) -> None:
    """Who was notified of INC-42, one of them in vain."""
    rows = [
        ("opened", "suivi-hebergeur@cachemire.example", "sent", ""),
        ("opened", "bruno.castaing@cachemire.example", "sent", ""),
        ("worsened", "suivi-hebergeur@cachemire.example", "bundled", ""),
        ("at_risk", "direction-si@cachemire.example", "failed", "550 5.1.1 boîte inconnue"),
        ("at_risk", "bruno.castaing@cachemire.example", "pending", ""),
    ]
    for minute, (kind, recipient, state, error) in enumerate(rows):
        at = now - timedelta(minutes=66 - 9 * minute)
        models.Notice.objects.create(
            subject_id=42, kind=kind, recipient=recipient, language="fr", value={}, state=state, created_at=at,
            not_before=at, attempts=1, error=error, subject=f"[P1] INC-42 {kind}", sent_at=at if state == "sent" else None,
        )  # fmt: skip


def health(now: datetime) -> None:
    """Sources, one of them silent; this month's messages counted."""
    rows = (
        ("valmont", "ok", 2),
        ("nagios-fr", "ok", 1),
        ("icinga-es", "silent", 312),
        ("http-it", "unreachable", 47),
    )
    for source, state, minutes in rows:
        at = now - timedelta(minutes=minutes)
        models.SourceState.objects.create(source=source, state=state, since=at, last_message_at=at)
    for status, count in (
        ("translated", 5213),
        ("partial", 31),
        ("untranslated", 12),
        ("ignored", 420),
        ("quarantined", 1),
    ):
        models.Tally.objects.create(day=now.date(), source="valmont", status=status, count=count)


def exchange(known: Organisation, now: datetime) -> None:
    """What was said with Valmont about the rack: they closed while we still measure trouble, and refused a state."""
    desk, trouble = known.suppliers["valmont"].desk, Trouble(number="INC-42", open=True, hurts=True)
    begun = timedelta(minutes=60)
    bond = Bond(
        id=7,
        incident=42,
        supplier="valmont",
        reference="INC-42-7K3QXM",
        opened_at=now - begun,
        page="https://clients.valmont-dc.example/T-2026-0042",
    )
    bond = begin(bond, by="karim.haddad", text="Baie 05 sans courant, salle 1.", now=now - begun).after
    remark = Remark(
        id="1", author="N. Morvan", text="Un technicien part en salle.\nPremier point dans 15 min."
    )
    ticket = Ticket(
        reference="T-2026-0042", state="Pris en charge", updated="2", remarks=(remark,), allowed=("Annulé",)
    )
    happenings: list[tuple[int, h.Happening]] = [
        (60, h.Left(number=1)),
        (60, h.Accepted(number=1, taken=Taken(remote="T-2026-0042", said="HTTP 201"))),
        (52, h.Read(ticket=ticket)),
        (45, h.Note(by="karim.haddad", text="Ils ont un seul technicien de nuit.")),
        (40, h.Called(by="karim.haddad", text="Chef de quart : pièce en route.", duration_s=240, cost=630)),
        (30, h.Move(by="karim.haddad", to=TicketState.CLOSED)),
        (30, h.Left(number=6)),
        (30, h.Denied(number=6, reason="HTTP 409: Aucun chemin vers Clos")),
    ]
    for minutes, happening in happenings:
        at = now - timedelta(minutes=minutes)
        bond = judge_bond(bond, happening, desk=desk, trouble=trouble, language="fr", now=at).after
    bonds.write(bond, None, now)


@transaction.atomic
def everything(now: datetime | None = None) -> None:
    """All of it."""
    now = now or clock.now()
    known = organisation()
    accounts(known)
    incidents(known, now)
    exchange(known, now)
    messages(now)
    notices(now)
    health(now)
