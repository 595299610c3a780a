"""Source checks: tokens are digests, secrets are references, addresses are addresses."""

import re
from collections.abc import Iterator

from tocsin.core.kernel.errors import Fault
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.mailbox import MailboxSettings
from tocsin.core.organisation.mistakes import mistakes
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.values import Source

_DIGEST = re.compile(r"[0-9a-f]{64}")
_SECRET = re.compile(r"password|secret|passphrase|token")
_REFERENCE = re.compile(r"(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)")
_MAX_TOKENS = 2
_SETTINGS: dict[str, type[Value]] = {"imap": MailboxSettings}  # no other channel has any


def faults(declared: Declarations) -> Iterator[Fault]:
    """Everything that would leave a source deaf, or its secrets in the open."""
    owners: dict[str, str] = {}
    for one, source in declared.of(Section.SOURCE):
        yield from _tokens(one, source, owners)
        yield from _secrets(one, source)
        yield from _addresses(one, source)
        if source.rhythm_s < 0:
            yield one.fault("rhythm_s", "fault.source.rhythm")
        settings = _SETTINGS.get(source.channel, Value)
        yield from map(one.placed, mistakes(source.settings, settings, "settings"))
    yield from _ladders(declared)


def _tokens(one: Object, source: Source, owners: dict[str, str]) -> Iterator[Fault]:
    if len(source.tokens) > _MAX_TOKENS:
        yield one.fault("tokens", "fault.source.tokens", count=len(source.tokens))
    for index, token in enumerate(source.tokens):
        field = f"tokens[{index}]"
        if not _DIGEST.fullmatch(token):
            yield one.fault(field, "fault.source.digest")
        elif token in owners:
            yield one.fault(field, "fault.source.same_token", other=owners[token])
        owners.setdefault(token, one.key)


def _secrets(one: Object, source: Source) -> Iterator[Fault]:
    for name, value in source.settings.items():
        if _SECRET.search(name) and not _REFERENCE.fullmatch(str(value)):
            yield one.fault(f"settings.{name}", "fault.source.secret")


def _addresses(one: Object, source: Source) -> Iterator[Fault]:
    for field in ("senders", "recipients"):
        for index, address in enumerate(getattr(source, field)):
            if "@" not in address and (field, address) != ("senders", "<>"):
                yield one.fault(f"{field}[{index}]", "fault.source.address", address=address)


def _ladders(declared: Declarations) -> Iterator[Fault]:
    for one, supplier in declared.of(Section.SUPPLIER):
        steps = [step.after_s for step in supplier.ladder]
        if steps != sorted(set(steps)):
            yield one.fault("ladder", "fault.supplier.ladder")
