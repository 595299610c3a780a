"""Rules: who may write to which source at which address; knows addresses, no protocol."""

from collections.abc import Iterable, Sequence

from tocsin.core.kernel.value import Value
from tocsin.core.organisation.addresses import ANYONE, fits
from tocsin.core.organisation.values import Source


class Rule(Value):
    """One source's addresses. A pattern is ``name@domain``, ``@domain``, ``*`` or, for senders, ``<>``."""

    source: str
    recipients: tuple[str, ...]
    senders: tuple[str, ...]

    def takes(self, recipient: str) -> bool:
        """Whether this address is the source's."""
        return fits(self.recipients, recipient)

    def trusts(self, sender: str) -> bool:
        """Whether this sender may write to the source. ``*`` does not include bounces."""
        return fits(self.senders, sender)


def rules_of(sources: Iterable[Source]) -> list[Rule]:
    """Who may write to which source: those with recipients take mail; without senders, from anyone."""
    return [
        Rule(source=source.key, recipients=source.recipients, senders=source.senders or (ANYONE,))
        for source in sources
        if source.recipients
    ]


def by_source(rules: Sequence[Rule], sender: str, recipients: Sequence[str]) -> dict[str, list[str]]:
    """Source -> the recipients that belong to it and that this sender may write to."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        if rule.trusts(sender):
            taken = found.setdefault(rule.source, [])
            taken.extend(to for to in recipients if rule.takes(to) and to not in taken)
    return {source: taken for source, taken in found.items() if taken}
