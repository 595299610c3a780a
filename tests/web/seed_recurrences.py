"""What recurs in the seeded company: an outlet for the fourth time, a kind that became frequent."""

from datetime import datetime

from tocsin.core.problem import record as r
from tocsin.core.problem.values import Family, Recurrence
from tocsin.flow.problems import records
from tocsin.store import models, recurrences


def recurring(now: datetime) -> None:
    """Two findings over incidents that are there."""
    numbers = tuple(models.Incident.objects.order_by("id").values_list("id", flat=True)[:9])
    day = now.date()
    recurrences.write(
        [
            Recurrence(
                family=Family.ITEM, key="par1.s1.r07.pdu-a.o12", day=day, days=7, count=4, total=31, expected=0.1,
                p=1e-7, incidents=numbers[:4], down_s=16_200,
            ),
            Recurrence(
                family=Family.KIND, key="device.down", day=day, days=30, count=9, total=120, expected=2.4,
                p=1e-4, incidents=numbers, down_s=91_000,
            ),
        ]
    )  # fmt: skip


def problem(now: datetime) -> None:
    """A known error with a tree of causes, an action that is overdue, and a change at the provider."""
    numbers = list(models.Incident.objects.order_by("id").values_list("id", flat=True)[:3])
    made = records.begin_with("karim.haddad", "PDU A de la baie R07 : disjoncteur qui saute", numbers)
    for command in (
        r.Take(),
        r.Suppose(text="Le disjoncteur du PDU A est usé : il saute au-dessus de 70 % de charge."),
        r.AddCause(text="Le disjoncteur saute"),
        r.AddCause(text="Il est usé, et la charge dépasse 70 % le lundi", of=1),
        r.AddCause(text="Aucun entretien n'est prévu au contrat", of=2, root=True),
        r.WorkAround(text="Demander à Valmont de réarmer le PDU A, puis répartir les cordons sur B."),
        r.DeclareKnownError(),
        r.AddAction(text="Faire ajouter l'entretien au contrat", owner="claire.vasseur", due=now.date()),
        r.PlanChange(change=r.Change(text="Remplacer le disjoncteur", supplier="valmont", reference="WRK-1")),
    ):
        made = records.carry_out(made, command, "karim.haddad")
    models.KnownErrorOffer.objects.create(
        problem_id=made.id, incident_id=numbers[0], bits=14.2, offered_at=now, answer="helped"
    )
