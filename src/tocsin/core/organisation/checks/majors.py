"""Major incident checks: plans that inform nobody or propose everything, and status pages that show nothing."""

from collections.abc import Iterator

from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.sentences import declare_faults
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.checks.references import known
from tocsin.core.organisation.majors import INFORMED, PAGE, Criterion, MajorPlan, PlannedUpdate, informed_of
from tocsin.core.organisation.mistakes import near, one_of
from tocsin.core.organisation.objects import Object, Section

_SHORTEST = 60  # seconds between two updates, or to answer in
_KEPT_IN = {
    "team": Section.TEAM,
    "duty": Section.TEAM,
    "person": Section.PERSON,
    "region": Section.REGION,
}
declare_faults(
    {
        "fault.major.nothing": (
            "ce critère ne demande rien : tout incident serait proposé",
            "this criterion asks for nothing: every incident would be proposed",
            "donnez criticality, priority, people ou applications",
            "give criticality, priority, people or applications",
        ),
        "fault.major.nobody": ("cette information n'est pour personne", "this update is for nobody"),
        "fault.major.informed": ("« {whom} » ne désigne personne", "'{whom}' names nobody"),
        "fault.major.page": (
            "ce qui va sur les pages d'état est public",
            "what stands on the status pages is public",
            "écrivez audience: public",
            "write audience: public",
        ),
        "fault.major.twice": (
            "deux informations portent le nom « {name} »",
            "two updates are called '{name}'",
            "donnez-leur des noms différents",
            "give them different names",
        ),
        "fault.major.short": (
            "moins d'une minute",
            "less than a minute",
            "donnez au moins 1min",
            "give at least 1min",
        ),
        "fault.status.empty": (
            "cette page ne montre aucun service",
            "this page shows no service",
            "nommez des services, avec les mots que les utilisateurs connaissent",
            "name services, in the words that users know",
        ),
        "fault.status.no_items": (
            "aucun élément derrière ce service : son état serait toujours bon",
            "nothing stands behind this service: it would always be operational",
            "donnez items : des applications, des sites ...",
            "give items: applications, sites ...",
        ),
        "fault.status.no_language": (
            "cette page n'a pas de langue",
            "this page has no language",
            "écrivez languages: [fr, en]",
            "write languages: [fr, en]",
        ),
    }
)


def faults(declared: Declarations) -> Iterator[Fault]:
    """Everything that plans and status pages declare and that cannot be carried out."""
    orders: dict[int, str] = {}
    for plan_object, plan in declared.of(Section.MAJOR):
        if plan.order in orders:
            other = orders[plan.order]
            yield plan_object.fault("order", "fault.routing.order", other=other, order=plan.order)
        orders.setdefault(plan.order, plan_object.key)
        yield from _plan(declared, plan_object, plan)
    for page_object, page in declared.of(Section.STATUS_PAGE):
        if not page.services:
            yield page_object.fault("services", "fault.status.empty")
        if not page.languages:
            yield page_object.fault("languages", "fault.status.no_language")
        for index, service in enumerate(page.services):
            path = f"services[{index}].items"
            if not service.items:
                yield page_object.fault(path, "fault.status.no_items")
            for place, key in enumerate(service.items):
                yield from known(declared, page_object, f"{path}[{place}]", Section.ITEM, key)


def _plan(declared: Declarations, plan_object: Object, plan: MajorPlan) -> Iterator[Fault]:
    for index, criterion in enumerate(plan.propose):
        if criterion == Criterion():
            yield plan_object.fault(f"propose[{index}]", "fault.major.nothing")
    if plan.answer < _SHORTEST:
        yield plan_object.fault("answer", "fault.major.short")
    names: set[str] = set()
    for index, update in enumerate(plan.updates):
        path = f"updates[{index}]"
        if update.name in names:
            yield plan_object.fault(f"{path}.name", "fault.major.twice", name=update.name)
        names.add(update.name)
        yield from _update(declared, plan_object, update, path)


def _update(declared: Declarations, plan_object: Object, update: PlannedUpdate, path: str) -> Iterator[Fault]:
    if not update.to:
        yield plan_object.fault(f"{path}.to", "fault.major.nobody", one_of(INFORMED))
    if PAGE in update.to and update.audience != "public":
        yield plan_object.fault(f"{path}.audience", "fault.major.page")
    for field, seconds in (("every", update.every), ("first", update.first)):
        if seconds is not None and seconds < _SHORTEST:
            yield plan_object.fault(f"{path}.{field}", "fault.major.short")
    ways = ("mail", *sorted(declared.keys[Section.GATEWAY]))
    if update.channel not in ways:
        cure = near(update.channel, ways) or one_of(ways)
        yield plan_object.fault(f"{path}.channel", "fault.word", cure, word=update.channel)
    for index, text in enumerate(update.to):
        yield from _informed(declared, plan_object, text, f"{path}.to[{index}]")


def _informed(declared: Declarations, plan_object: Object, text: str, field: str) -> Iterator[Fault]:
    found = informed_of(text)
    if found is None:
        cure = near(text, INFORMED) or one_of(INFORMED)
        yield plan_object.fault(field, "fault.major.informed", cure, whom=text)
    elif found.key:
        yield from known(declared, plan_object, field, _KEPT_IN[found.kind], found.key)
