"""Source checks: channels, settings, tokens (digests), secrets (references) and addresses."""

import re
from collections.abc import Iterator

from tocsin.core.kernel.errors import Fault, fault
from tocsin.core.organisation.channels import Channels
from tocsin.core.organisation.checks.declarations import Declarations
from tocsin.core.organisation.durations import Lengths
from tocsin.core.organisation.mistakes import mistakes, near, one_of
from tocsin.core.organisation.objects import Object, Section
from tocsin.core.organisation.secrets import secrets_in
from tocsin.core.organisation.values import Source

_DIGEST = re.compile(r"[0-9a-f]{64}")
_REFERENCE = re.compile(r"(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_MAX_TOKENS = 2


def faults(declared: Declarations, channels: Channels) -> Iterator[Fault]:
    """Everything that would keep a source from receiving, or would show its secrets."""
    owners: dict[str, str] = {}
    for declared_object, source in declared.of(Section.SOURCE):
        yield from _tokens(declared_object, source, owners)
        yield from _secrets(declared_object, source)
        yield from _addresses(declared_object, source)
        if source.trusted_authentication and not _HOST.fullmatch(source.trusted_authentication):
            name = source.trusted_authentication
            yield declared_object.fault("trusted_authentication", "fault.source.authentication", host=name)
        yield from _witness(declared_object, source, declared)
        if source.rhythm_s < 0:
            yield declared_object.fault("rhythm_s", "fault.source.rhythm")
        yield from map(declared_object.placed, _channel(source, channels))


def _witness(declared_object: Object, source: Source, declared: Declarations) -> Iterator[Fault]:
    """Two sources that report the same things are of one supplier, and one of them is the first."""
    first = {other.key: other for _, other in declared.of(Section.SOURCE)}.get(source.witness_of)
    if first and (first.witness_of or first.supplier != source.supplier):
        yield declared_object.fault("witness_of", "fault.source.witness", other=first.key)


def doubts(declared: Declarations, channels: Channels) -> Iterator[Fault]:
    """What its channel finds doubtful in a source."""
    for declared_object, source in declared.of(Section.SOURCE):
        if source.channel in channels:
            yield from map(declared_object.placed, channels[source.channel].doubts(source))


def _channel(source: Source, channels: Channels) -> Iterator[Fault]:
    """The channel's own checks run on settings that are of its type."""
    known = {word: channel for word, channel in channels.items() if channel.receives}
    if source.channel not in known:
        cure = near(source.channel, known) or one_of(known)
        yield fault("fault.word", cure, field="channel", word=source.channel)
        return
    channel = known[source.channel]
    lengths = Lengths(source.settings, channel.settings, {}, "settings")
    wrong = lengths.faults or list(mistakes(lengths.spec, channel.settings, "settings"))
    yield from wrong or channel.faults(source)


def _tokens(declared_object: Object, source: Source, owners: dict[str, str]) -> Iterator[Fault]:
    if len(source.tokens) > _MAX_TOKENS:
        yield declared_object.fault("tokens", "fault.source.tokens", count=len(source.tokens))
    for index, token in enumerate(source.tokens):
        field = f"tokens[{index}]"
        if not is_digest(token):
            yield declared_object.fault(field, "fault.source.digest")
        elif token in owners:
            yield declared_object.fault(field, "fault.source.same_token", other=owners[token])
        owners.setdefault(token, declared_object.key)


def _secrets(declared_object: Object, source: Source) -> Iterator[Fault]:
    for path, reference in secrets_in(source.settings):
        if not is_reference(reference):
            yield declared_object.fault(path, "fault.source.secret")


def is_digest(text: str) -> bool:
    """Whether it is a sha256 in hexadecimal."""
    return _DIGEST.fullmatch(text) is not None


def is_reference(text: str) -> bool:
    """Whether it names a secret (``env:NAME``, ``file:PATH``) instead of being one."""
    return _REFERENCE.fullmatch(text) is not None


def _addresses(declared_object: Object, source: Source) -> Iterator[Fault]:
    for field in ("senders", "recipients"):
        for index, address in enumerate(getattr(source, field)):
            if "@" not in address and (field, address) != ("senders", "<>"):
                yield declared_object.fault(f"{field}[{index}]", "fault.source.address", address=address)
