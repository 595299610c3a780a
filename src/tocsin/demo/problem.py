"""Problem: the demo's PDU that fails every week is found, and a colleague has made it a known error."""

from datetime import datetime, timedelta

from tocsin.core.problem import record as r
from tocsin.flow.problems import records, recurring
from tocsin.store.models import Account, Incident

PDU = "par1.s1.r03.pdu-a"
_BY = "karim"


def confirm(now: datetime) -> None:
    """Look for what recurs; the PDU, if its losses are found (by item or wording), becomes a problem with its workaround."""
    recurring.watch()
    losses = set(Incident.objects.filter(cause=PDU).values_list("id", flat=True))
    found = [each for each in recurring.standing() if losses and losses >= set(each.found.incidents)]
    if not found:
        return
    by = Account.objects.get(username=_BY)
    problem = recurring.confirm(by, found[0].id, "PDU A de la baie 03 : il tombe chaque semaine")
    for command in _work(now):
        problem = records.ask(by, problem.id, command)


def _work(now: datetime) -> tuple[r.PersonCommand, ...]:
    return (
        r.Take(),
        r.Suppose(text="Le disjoncteur du PDU A est usé."),
        r.AddCause(text="Le disjoncteur du PDU saute quand la charge dépasse 70 %"),
        r.AddCause(text="Il est usé : le contrat ne prévoit aucun entretien", of=1, root=True),
        r.WorkAround(
            text="Demander à Valmont de réarmer le PDU A, puis déplacer deux cordons vers la voie B."
        ),
        r.DeclareKnownError(),
        r.AddAction(
            text="Faire ajouter l’entretien au contrat",
            owner="claire.vasseur",
            due=(now + timedelta(days=10)).date(),
        ),
        r.PlanChange(change=r.Change(text="Remplacer le disjoncteur", supplier="valmont")),
    )
