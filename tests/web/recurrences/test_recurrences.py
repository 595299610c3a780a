"""The page of what recurs: a finding with its evidence, and a dismissal with its reason."""

from tests.web.filling import fill
from tocsin.core.problem.values import Family, Recurrence
from tocsin.flow import clock
from tocsin.store import models, recurrences


def found(count: int = 3) -> None:
    today = clock.now().date()
    numbers = tuple(models.Incident.objects.order_by("id").values_list("id", flat=True)[:count])
    recurrences.write(
        [
            Recurrence(
                family=Family.ITEM, key="srv-crm-01", day=today, days=30, count=count, total=40, expected=0.2,
                p=1e-6, incidents=numbers, down_s=7200,
            )
        ]
    )  # fmt: skip


def test_a_finding_says_how_often_and_how_often_it_would_be_expected(reader):
    fill()
    found()
    answer = reader.get("/recurrences")
    (finding,) = answer.context["findings"]
    assert finding.sentence.endswith("d’après son passé, on en attend 0,2.")
    assert finding.sentence.startswith("3 incidents sur 40 en 30 jours")
    assert [incident.id for incident in finding.latest] == sorted(
        (dot.id for dot in finding.dots), key=[dot.id for dot in finding.dots].index, reverse=True
    )
    assert "Pas un problème" not in answer.content.decode(), "a reader decides nothing"


def test_dismissed_it_is_gone_with_its_reason_kept(client, account):
    fill()
    found()
    client.force_login(account("technician"))
    (finding,) = client.get("/recurrences").context["findings"]
    answer = client.post(f"/recurrences/{finding.standing.id}/dismiss", {"reason": "Travaux"}, follow=True)
    assert answer.context["findings"] == []
    row = models.Recurrence.objects.get()
    assert (row.reason, row.dismissed_count) == ("Travaux", 3)


def test_the_page_costs_a_fixed_number_of_queries(reader, django_assert_max_num_queries):
    fill()
    found()
    reader.get("/recurrences")
    with django_assert_max_num_queries(9):
        reader.get("/recurrences")


def test_a_finding_is_confirmed_and_its_problem_opens_with_what_it_cost(client, account):
    fill()
    found()
    client.force_login(account("technician"))
    answer = client.get("/recurrences")
    (finding,) = answer.context["findings"]
    assert finding.cost.down_s > 0
    assert finding.intervals
    assert "Appels aux fournisseurs" in answer.content.decode()
    answer = client.post(f"/recurrences/{finding.standing.id}/confirm", {"title": "CRM"}, follow=True)
    assert answer.context["known"].title == "CRM"
    assert client.get("/recurrences").context["findings"] == []


def test_merged_into_a_problem_or_into_nothing(client, account):
    fill()
    found()
    client.force_login(account("technician"))
    number = models.Recurrence.objects.get().id
    for nothing in ("", "problem:", "problem:x", "recurrence:" + "9" * 30):
        assert client.post(f"/recurrences/{number}/merge", {"into": nothing}).status_code == 409
    assert client.post(f"/recurrences/{number}/merge", {"into": "problem:77"}).status_code == 404
    made = client.post(
        "/problems/new", {"title": "CRM", "incidents": str(models.Incident.objects.first().id)}
    )
    problem = made["location"].rpartition("/")[2]
    answer = client.post(f"/recurrences/{number}/merge", {"into": f"problem:{problem}"}, follow=True)
    assert len(answer.context["known"].incidents) >= 3
