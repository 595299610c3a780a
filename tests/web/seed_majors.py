"""Major incidents for the pages: one that Karim leads, with updates for both audiences; one that is over, to be reviewed."""

from datetime import datetime, timedelta

from tocsin.core.major import values as v
from tocsin.flow import clock
from tocsin.flow.majors import records, reviewing
from tocsin.store.models import Account

LED, OVER = 46, 48


def majors(now: datetime, who: Account) -> None:
    """Declared 50 minutes ago, its internal update overdue; the other stood down the day before."""
    with clock.moved(now - timedelta(hours=30)):
        past = records.declare(who, [OVER], "VPN lent pour toutes les régions").id
        records.ask(who, past, _public("identified", "Le VPN est lent.", "The VPN is slow."))
    with clock.moved(now - timedelta(hours=28)):
        records.ask(who, past, _public("restored", "Le VPN est de nouveau rapide.", "The VPN is fast again."))
        records.ask(who, past, v.StandDown(note="Débit revenu à la normale"))
        reviewing.draft_review(who, past, "fr")
        action = v.AddAction(
            text="Doubler le lien VPN", owner="yann.kerbrat", due=(now + timedelta(days=20)).date()
        )
        reviewing.add_action(who, past, action)
    with clock.moved(now - timedelta(minutes=50)):
        led = records.declare(who, [LED], "Décisionnel arrêté pour la clôture du mois").id
        internal = v.PostUpdate(
            audience="internal",
            phase=v.Phase.INVESTIGATING,
            fr="srv-bi-01 ne répond plus, appel à l'hébergeur.",
        )
        records.ask(who, led, internal)
    with clock.moved(now - timedelta(minutes=15)):
        text = ("Les tableaux de bord sont indisponibles.", "Dashboards are unavailable.")
        records.ask(who, led, _public("investigating", *text))


def _public(phase: str, fr: str, en: str) -> v.PostUpdate:
    return v.PostUpdate(audience="public", phase=v.Phase(phase), fr=fr, en=en)
