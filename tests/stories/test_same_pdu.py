"""The same PDU for the fourth time: found, confirmed, analysed; the fifth time its workaround is offered on the incident."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.flow.house import house, post_event
from tocsin.core.problem.values import Family
from tocsin.flow import clock
from tocsin.flow.problems import offering, recurring, watching
from tocsin.store import models, problems
from tocsin.store.models import Account

PDU = "par1.s1.r07.pdu-a"
OTHERS = ("srv-erp-01", "srv-mad1-01", "srv-mil1-01", "srv-crm-01", "srv-intra-01", "srv-fic-fr-01")


def fails(home, item: str, kind: str = "device.down") -> int:
    home.receives(post_event(kind, item, criticality="high"))
    number = models.Incident.objects.latest("id").id
    home.waits(minutes=30)
    home.receives(post_event(kind, item, "resolved", criticality="high"))
    return number


@pytest.mark.django_db
def test_the_same_pdu_for_the_fourth_time() -> None:
    with house() as home:
        for number in range(18):
            fails(home, OTHERS[number % len(OTHERS)])
            clock.fast_forward(days=5)
        four = []
        for days in (3, 4, 5, 1):
            four.append(fails(home, PDU, "power.pdu.lost"))
            clock.fast_forward(days=days)
        recurring.watch()
        (candidate,) = [
            each
            for each in recurring.standing()
            if each.found.key == PDU and each.found.family is Family.ITEM
        ]
        assert candidate.found.incidents == tuple(four)

        technician, browser = (
            Account.objects.create_user("karim2", role="technician", person="karim.haddad"),
            Client(),
        )
        browser.force_login(technician)
        address = browser.post(f"/recurrences/{candidate.id}/confirm", {"title": "PDU A de la baie 07"})[
            "location"
        ]
        for verb, form in (
            ("take", {}),
            ("add-cause", {"note": "Disjoncteur usé", "of": "0", "root": "1"}),
            ("work-around", {"note": "Réarmer, puis répartir sur la voie B"}),
            ("declare-known-error", {}),
            ("plan-change", {"note": "Remplacer le disjoncteur", "supplier": "valmont", "day": ""}),
            ("resolve", {"note": "Disjoncteur remplacé", "days": "30"}),
        ):
            assert browser.post(f"{address}/{verb}", form).status_code == 302, verb
        clock.fast_forward(days=9)
        browser.force_login(technician)
        home.receives(post_event("power.pdu.lost", PDU, criticality="high"))
        offering.watch()
        fifth = models.Incident.objects.latest("id").id
        page = browser.get(f"/incidents/{fifth}").content.decode()
        assert "Réarmer, puis répartir sur la voie B" in page
        number = int(address.rpartition("/")[2])
        known = problems.load(number)
        assert (known.reopened, known.incidents[-1]) == (1, fifth)
        assert models.Delivery.objects.filter(
            subject_kind="problem", address="karim.haddad@cachemire.example"
        ).exists()
        browser.post(f"/problems/{number}/offer/helped", {"incident": fifth})
        assert "Le contournement a aidé" in browser.get(f"/incidents/{fifth}").content.decode()

        browser.post(f"{address}/resolve", {"note": "Autre disjoncteur", "days": "30"})
        home.waits(minutes=30)
        home.receives(post_event("power.pdu.lost", PDU, "resolved", criticality="high"))
        clock.fast_forward(days=31)
        watching.watch()
        assert problems.load(number).closed_at > clock.now() - timedelta(minutes=1)
