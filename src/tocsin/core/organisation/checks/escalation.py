"""Escalation checks: steps that ask nobody, never come, repeat without end or cannot be judged."""

from collections.abc import Iterator

from tocsin.core.kernel.conditions import FUNCTIONS, MAX_CHARS, Condition, ConditionFailedError, too_costly
from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.scales import Priority
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.checks.references import known
from tocsin.core.organisation.escalation import NAMES, TARGETS, EscalationPolicy, Step, Waits, target_of
from tocsin.core.organisation.mistakes import near, one_of
from tocsin.core.organisation.objects import Object, Section

_SHORTEST = 60  # seconds between two notices of one step
_EVERYONE = frozenset({"all", "everyone", "everybody", "*", "tous", "toutes"})
_KEPT_IN = {"team": Section.TEAM, "duty": Section.TEAM, "person": Section.PERSON}


def faults(declared: Declarations) -> Iterator[Fault]:
    """Everything that a policy says and that cannot be carried out."""
    orders: dict[int, str] = {}
    for policy_object, policy in declared.of(Section.ESCALATION):
        if policy.order in orders:
            other = orders[policy.order]
            yield policy_object.fault("order", "fault.routing.order", other=other, order=policy.order)
        orders.setdefault(policy.order, policy_object.key)
        yield from _whole(policy_object, policy)
        for index, step in enumerate(policy.steps):
            yield from _step(declared, policy_object, step, f"steps[{index}]")


def doubts(declared: Declarations) -> Iterator[Fault]:
    """Policies under which nobody is asked about what nobody takes; and incidents that no policy covers."""
    policies = declared.of(Section.ESCALATION)
    for policy_object, policy in policies:
        unasked = [priority.value for priority in Priority if not _asks(policy, priority)]
        if unasked:
            yield policy_object.fault("steps", "fault.escalation.unasked", priorities=unasked)
    if policies and all(policy.scope or policy.condition for _, policy in policies):
        policy_object, _ = policies[-1]
        yield policy_object.fault("condition", "fault.escalation.no_last")


def _asks(policy: EscalationPolicy, priority: Priority) -> bool:
    return any(step.on == "unacknowledged" and step.concerns(priority) for step in policy.steps)


def _whole(policy_object: Object, policy: EscalationPolicy) -> Iterator[Fault]:
    if not policy.steps:
        yield policy_object.fault("steps", "fault.escalation.no_steps")
    yield from _long_enough(policy_object, "acknowledgement", policy.acknowledgement)
    yield from _long_enough(policy_object, "again", policy.again)
    yield from _condition(policy_object, "condition", policy.condition)
    for priority in Priority:
        latest = -1
        for index, step in enumerate(policy.steps):
            wait = step.after.of(priority) if step.on == "unacknowledged" else None
            if wait is not None and wait < latest:
                field = f"steps[{index}].after.{priority.value.lower()}"
                yield policy_object.fault(field, "fault.escalation.backwards")
            latest = max(latest, wait if wait is not None else -1)


def _long_enough(policy_object: Object, field: str, waits: Waits) -> Iterator[Fault]:
    for priority in Priority:
        wait = waits.of(priority)
        if wait is not None and wait < _SHORTEST:
            yield policy_object.fault(f"{field}.{priority.value.lower()}", "fault.escalation.short")


def _step(declared: Declarations, policy_object: Object, step: Step, path: str) -> Iterator[Fault]:
    if not step.to:
        yield policy_object.fault(f"{path}.to", "fault.escalation.nobody", one_of(TARGETS))
    for index, text in enumerate(step.to):
        yield from _target(declared, policy_object, text, f"{path}.to[{index}]")
    if step.timed and all(step.after.of(priority) is None for priority in Priority):
        yield policy_object.fault(f"{path}.after", "fault.escalation.never", on=step.on)
    if not 0 < step.share <= 1000:
        yield policy_object.fault(f"{path}.share", "fault.escalation.share", share=step.share)
    if step.times < 0 or step.people < 0 or step.applications < 0:
        yield policy_object.fault(path, "fault.escalation.negative")
    if step.hours not in ("", "team"):
        yield from known(declared, policy_object, f"{path}.hours", Section.CALENDAR, step.hours)
    yield from _long_enough(policy_object, f"{path}.repeat", step.repeat)
    yield from _condition(policy_object, f"{path}.condition", step.condition)
    yield from _way(declared, policy_object, step.channel, f"{path}.channel")
    if step.channel != "phone" and any(text.startswith("supplier:") for text in step.to):
        yield policy_object.fault(f"{path}.channel", "fault.escalation.supplier_mail")


def _way(declared: Declarations, policy_object: Object, channel: str, field: str) -> Iterator[Fault]:
    known_ways = ("mail", "phone", *sorted(declared.keys[Section.GATEWAY]))
    if channel not in known_ways:
        cure = near(channel, known_ways) or one_of(known_ways)
        yield policy_object.fault(field, "fault.word", cure, word=channel)


def _target(declared: Declarations, policy_object: Object, text: str, field: str) -> Iterator[Fault]:
    found = target_of(text)
    if found is None:
        code = "everyone" if text.casefold() in _EVERYONE else "target"
        cure = near(text, TARGETS) or one_of(TARGETS)
        yield policy_object.fault(field, f"fault.escalation.{code}", cure, target=text)
    elif found.key:
        yield from known(declared, policy_object, field, _KEPT_IN[found.kind], found.key)


def _condition(policy_object: Object, field: str, source: str) -> Iterator[Fault]:
    if not source:
        return
    if reason := too_costly(source):
        yield policy_object.fault(field, f"fault.format.condition_{reason}", limit=MAX_CHARS)
        return
    try:
        condition = Condition(source)
    except ValueError as error:
        said = str(error).splitlines()[0][:160]
        yield policy_object.fault(field, "fault.format.condition", reason=said)
        return
    for code, words, accepted in (
        ("fault.format.name", condition.names, NAMES),
        ("fault.format.function", condition.functions, FUNCTIONS),
    ):
        for word in words:
            if word not in accepted:
                cure = near(word, accepted) or one_of(sorted(accepted))
                yield policy_object.fault(field, code, cure, said=word)
                return
    try:
        condition.holds(NAMES)
    except ConditionFailedError as failed:
        yield policy_object.fault(field, "fault.format.condition", reason=str(failed))
