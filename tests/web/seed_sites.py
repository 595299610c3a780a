"""What is agreed with Valmont about its site, for the pages: people with badges, a leaver, works that collide, a plan."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from tocsin.core.authorisation import values as a
from tocsin.core.correlation.values import Intervention
from tocsin.core.incident.values import TimelineEntry, Verb
from tocsin.core.intervention import values as i
from tocsin.core.intervention.values import Plan, PlannedIntervention
from tocsin.core.kernel.subject import Subject
from tocsin.core.kernel.why import Why
from tocsin.flow import clock
from tocsin.flow.sites import authorisations, interventions, watching
from tocsin.store import incidents, models, standing

ROOM, RACK, FEED_A, FEED_B = "par1.s1", "par1.s1.r07", "par1.s1.feed-a", "par1.s1.feed-b"
THEIRS, OTHER = 901, 902


def sites(now: datetime, who: models.Account) -> dict[str, int]:
    """Two authorised, one about to end, one asked for, a leaver; works of theirs that collide with ours, a draft."""
    with clock.moved(now - timedelta(days=60)):
        entered = {
            person: _entered(who, person, badge, days)
            for person, badge, days in (
                ("karim.haddad", "V-201", 400),
                ("marion.delcourt", "V-204", 75),
                ("julien.prevot", "V-207", 300),
            )
        }
    with clock.moved(now - timedelta(hours=3)):
        leaver = authorisations.ask(who, entered["julien.prevot"], a.Remove(note="départ"))
        waiting = authorisations.ask_for(who, _asked("fatou.diallo", "", 365))
    _theirs(now)
    with clock.moved(now - timedelta(hours=2)):
        start = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
        plan = Plan(
            what="Remplacement de l'onduleur voie B",
            people=("karim.haddad",),
            places=(ROOM, RACK),
            start=start,
            end=start + timedelta(hours=4),
            mutes=(FEED_B,),
            clocks="supplier",
        )
        ours = _declared(who, plan)
        away = timedelta(days=1)
        draft = interventions.plan(
            who, replace(plan, what="Ajout d'un serveur", mutes=(), start=start + away, end=plan.end + away)
        )
    with clock.moved(now):
        watching.watch()
    return {
        "authorisation": entered["karim.haddad"],
        "leaver": leaver.id,
        "waiting": waiting.id,
        "ours": ours.id,
        "draft": draft.id,
        "recovery": models.RecoveryPlan.objects.get().pk,
    }


def _asked(person: str, badge: str, days: int) -> a.Asked:
    today = clock.now().date()
    return a.Asked(person=person, place=ROOM, since=today, until=today + timedelta(days=days), badge=badge)


def _entered(who: models.Account, person: str, badge: str, days: int) -> int:
    known = authorisations.ask_for(who, _asked(person, badge, days))
    return authorisations.ask(who, known.id, a.Confirm(proof="Inscrit, badge remis")).id


def _declared(who: models.Account, plan: Plan) -> PlannedIntervention:
    draft = interventions.plan(who, plan)
    return interventions.ask(who, draft.id, i.Declare(accepted=True))


def _theirs(now: datetime) -> None:
    start = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=3, hours=1)
    for number, item, begin, title in (
        (THEIRS, FEED_A, start, "Maintenance du TGBT voie A"),
        (OTHER, "par1.s2.crac-1", start + timedelta(days=6), "Entretien du climatiseur 1"),
    ):
        works = Intervention(
            id=number,
            source="valmont",
            reference=f"CHG-{number}",
            start=begin,
            end=begin + timedelta(hours=6),
            items=(item,),
            status="confirmed",
            summary=title,
        )
        standing.write_interventions([works])
        facts = {
            "reference": works.reference,
            "items": [item],
            "start_at": begin.isoformat(),
            "end_at": (begin + timedelta(hours=6)).isoformat(),
        }
        entry = TimelineEntry(
            subject=Subject.intervention(number),
            at=now - timedelta(days=1),
            actor="tocsin",
            verb=Verb.DECLARED,
            why=Why(code="correlation.intervention_declared", facts=facts),
        )
        incidents.write_entries([entry])
    standing.advance()
