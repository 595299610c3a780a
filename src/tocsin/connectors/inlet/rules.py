"""Rules: who may write to which source at which address; knows addresses, no protocol."""

from collections.abc import Sequence

from tocsin.core.kernel.value import Value

ANYONE = "*"
NOBODY = "<>"  # the null sender of bounces: accepted only where a rule says so


class Rule(Value):
    """One source's addresses. A pattern is ``name@domain``, ``@domain``, ``*`` or, for senders, ``<>``."""

    source: str
    recipients: tuple[str, ...]
    senders: tuple[str, ...]

    def takes(self, recipient: str) -> bool:
        """Whether this address is the source's."""
        return any(matches(pattern, recipient) for pattern in self.recipients)

    def trusts(self, sender: str) -> bool:
        """Whether this sender may write to the source. ``*`` does not hold for bounces."""
        return any(matches(pattern, sender) for pattern in self.senders)


def matches(pattern: str, address: str) -> bool:
    """Whether an address fits a pattern; letter case never counts."""
    wanted, given = pattern.casefold(), address.casefold() or NOBODY
    if wanted == ANYONE:
        return given != NOBODY
    return given.endswith(wanted) if wanted.startswith("@") else given == wanted


def by_source(rules: Sequence[Rule], sender: str, recipients: Sequence[str]) -> dict[str, list[str]]:
    """Source -> those of the recipients that are its own and that this sender may write to."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        if rule.trusts(sender):
            taken = found.setdefault(rule.source, [])
            taken.extend(to for to in recipients if rule.takes(to) and to not in taken)
    return {source: taken for source, taken in found.items() if taken}
