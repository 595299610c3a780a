"""Sites: what the demo's people have agreed with the provider: badges, a leaver, interventions to come, a recovery plan."""

from datetime import datetime, timedelta

from tocsin.core.authorisation import values as a
from tocsin.core.intervention import values as i
from tocsin.core.intervention.values import Plan, PlannedIntervention
from tocsin.flow import clock
from tocsin.flow.notices import outbox
from tocsin.flow.organisation import snapshot
from tocsin.flow.sites import authorisations, interventions, recovery
from tocsin.store.models import Account

_ROOM, _OTHER_ROOM, _RACK = "par1.s1", "par1.s2", "par1.s1.r04"
_BADGES = (  # person, place, badge, days that are left
    ("karim.haddad", "par1", "V-2041", 400),
    ("yann.kerbrat", "par1", "V-2042", 400),
    ("fatou.diallo", _ROOM, "V-2055", 320),
    ("marion.delcourt", _ROOM, "V-2043", 12),
    ("olivier.thery", _ROOM, "V-2047", 250),
)
_LEAVER, _ASKED_FOR = "olivier.thery", "nadia.ouali"


def agree(now: datetime) -> None:
    """Lay down what was agreed over the last months, and what is to come."""
    karim = Account.objects.get(username="karim")
    entered = {
        person: _entered(karim, now, person, place, badge, days) for person, place, badge, days in _BADGES
    }
    with clock.moved(now - timedelta(days=175)):
        plan = recovery.standings(snapshot(), clock.now())[0]
        note = "Bascule complète en 2 h 10 ; le CRM a redémarré en dernier. Numéro du chef de quart à mettre à jour."
        recovery.tested(karim, plan.id, clock.now(), "passed", note)
    with clock.moved(now - timedelta(hours=2)):
        authorisations.ask(karim, entered[_LEAVER], a.Remove(note="Quitte l'entreprise"))
        authorisations.ask_for(karim, _asked(_ASKED_FOR, _OTHER_ROOM, "", 365))
        _post()
    with clock.moved(now - timedelta(hours=1)):
        _acknowledged(
            karim,
            _plan(now, 3, "Remplacement de deux disques du stockage", "karim.haddad", _RACK, ("srv-bi-01",)),
        )
        _declared(karim, _plan(now, 9, "Ajout d'un commutateur", "yann.kerbrat", _RACK, ()))
        interventions.plan(karim, _plan(now, 16, "Remplacement d'un serveur", "marion.delcourt", _RACK, ()))
        _post()


def _entered(who: Account, now: datetime, person: str, place: str, badge: str, days: int) -> int:
    with clock.moved(now - timedelta(days=45)):
        known = authorisations.ask_for(who, _asked(person, place, badge, days + 45))
        _post()
    with clock.moved(now - timedelta(days=44)):
        proof = (
            f"« Inscrit sur la liste, badge {badge} remis à l'accueil. » I. Carlier, par retour de courriel"
        )
        return authorisations.ask(who, known.id, a.Confirm(proof=proof)).id


def _asked(person: str, place: str, badge: str, days: int) -> a.Asked:
    today = clock.now().date()
    return a.Asked(person=person, place=place, since=today, until=today + timedelta(days=days), badge=badge)


def _plan(now: datetime, days: int, what: str, person: str, rack: str, mutes: tuple[str, ...]) -> Plan:
    start = now.replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return Plan(
        what=what,
        people=(person,),
        places=(_ROOM, rack),
        start=start,
        end=start + timedelta(hours=3),
        mutes=mutes,
        clocks="supplier" if mutes else "none",
    )


def _declared(who: Account, plan: Plan) -> PlannedIntervention:
    drafted = interventions.plan(who, plan)
    return interventions.ask(who, drafted.id, i.Declare(accepted=True))


def _acknowledged(who: Account, plan: Plan) -> None:
    declared = _declared(who, plan)
    proof = "« Bien reçu, un technicien vous accompagnera. » Accès et sûreté"
    interventions.ask(who, declared.id, i.Acknowledge(proof=proof, reference="ITV-20418"))


def _post() -> None:
    """The mails of the past have left: none goes out again when the demo opens."""
    outbox.deliver_due(outbox.mark_only)
