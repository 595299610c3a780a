"""Site checks: who may enter a supplier's rooms, the forms of its mails, frozen days, and its recovery plans."""

import re
from collections.abc import Iterator

from tocsin.core.kernel.errors import Fault
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.checks.references import known
from tocsin.core.organisation.checks.sources import is_reference
from tocsin.core.organisation.mistakes import near, one_of
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.sites import AccessTerms, RecoveryPlan
from tocsin.core.organisation.values import Supplier

_BLANK = re.compile(r"\{([^{}]*)\}")
_PERSON = frozenset({"number", "person", "badge", "place", "since", "until", "company", "contract"})
_WORKS = frozenset(
    {
        "number",
        "reference",
        "what",
        "people",
        "places",
        "from",
        "until",
        "zone",
        "note",
        "company",
        "contract",
    }
)
_BLANKS = {"authorise": _PERSON, "extend": _PERSON, "remove": _PERSON}
_DAY_S = 86_400


def faults(declared: Declarations) -> Iterator[Fault]:
    """Everything that would let the wrong person in, leave a request unsent, or a code in the open."""
    for declared_object, supplier in declared.of(Section.SUPPLIER):
        if supplier.site_access:
            yield from _access(declared, declared_object, supplier.site_access)
            yield from _channel(declared_object, supplier, supplier.site_access)
        yield from _recovery(declared, declared_object, supplier)
    for declared_object, settings in declared.of(Section.SETTINGS):
        for index, freeze in enumerate(settings.freezes):
            if freeze.until < freeze.since:
                yield declared_object.fault(f"freezes[{index}].until", "fault.site.freeze", name=freeze.name)
            for place, item in enumerate(freeze.items):
                yield from known(
                    declared, declared_object, f"freezes[{index}].items[{place}]", Section.ITEM, item
                )


def _channel(declared_object: Object, supplier: Supplier, terms: AccessTerms) -> Iterator[Fault]:
    """The channel by which it is asked must be there."""
    if "@" not in terms.address and (terms.channel == "mail" or terms.address):
        yield declared_object.fault("site_access.address", "fault.address", address=terms.address)
    if terms.channel == "api" and supplier.desk is None:
        yield declared_object.fault("site_access.channel", "fault.site.no_desk")
    if terms.channel == "phone" and all(channel.name != "phone" for channel in supplier.channels):
        yield declared_object.fault("site_access.channel", "fault.site.no_phone")


def _access(declared: Declarations, declared_object: Object, terms: AccessTerms) -> Iterator[Fault]:
    for name, least in (("notice", 0), ("answer", 60), ("warn", 0)):
        if getattr(terms, f"{name}_s") < least:
            yield declared_object.fault(f"site_access.{name}_s", "fault.site.length")
    if not terms.teams:
        yield declared_object.fault("site_access.teams", "fault.site.no_team")
    for index, team in enumerate(terms.teams):
        yield from known(declared, declared_object, f"site_access.teams[{index}]", Section.TEAM, team)
    yield from known(declared, declared_object, "site_access.desk", Section.TEAM, terms.desk)
    roles = {person.role for _, person in declared.of(Section.PERSON)}
    for index, role in enumerate(terms.roles):
        if role not in roles and Section.PERSON.value not in declared.unread:
            yield declared_object.fault(
                f"site_access.roles[{index}]",
                "fault.site.role",
                near(role, roles) or one_of(sorted(roles)),
                role=role,
            )
    for name, form in terms.forms.items():
        blanks = _BLANKS.get(name, _WORKS)
        for field, text in (("subject", form.subject), ("text", form.text)):
            for blank in _BLANK.findall(text):
                if blank not in blanks:
                    place = f"site_access.forms.{name}.{field}"
                    yield declared_object.fault(
                        place, "fault.site.blank", near(blank, blanks) or one_of(sorted(blanks)), blank=blank
                    )


def _recovery(declared: Declarations, declared_object: Object, supplier: Supplier) -> Iterator[Fault]:
    keys = [plan.key for plan in supplier.recovery]
    for index, plan in enumerate(supplier.recovery):
        field = f"recovery[{index}]"
        if plan.key in keys[:index]:
            yield declared_object.fault(f"{field}.key", "fault.site.plan_twice", plan=plan.key)
        if plan.test_every_s < _DAY_S or plan.remind_s < 0:
            yield declared_object.fault(f"{field}.test_every_s", "fault.site.length")
        if not is_reference(plan.code):
            yield declared_object.fault(f"{field}.code", "fault.site.code")
        yield from _names(declared, declared_object, field, plan)


def _names(
    declared: Declarations, declared_object: Object, field: str, plan: RecoveryPlan
) -> Iterator[Fault]:
    if not plan.callers:
        yield declared_object.fault(f"{field}.callers", "fault.site.no_caller", name=plan.name)
    for index, person in enumerate(plan.callers):
        yield from known(declared, declared_object, f"{field}.callers[{index}]", Section.PERSON, person)
    for index, item in enumerate(plan.items):
        yield from known(declared, declared_object, f"{field}.items[{index}]", Section.ITEM, item)
