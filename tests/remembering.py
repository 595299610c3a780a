"""What a run does hundreds of times with the same company, it does once: read its files, check it, and compile it.

A test that is rolled back leaves no company behind, and the next test puts the same company in force again. That was half
of the time of a test of flow.
"""

import pickle
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tocsin.connectors.files import read
from tocsin.core.company import Company
from tocsin.core.organisation.objects import Concern, Object
from tocsin.flow import clock, organisation

_KEPT = 32  # verdicts, and companies
_KEPT_FILES = 512
_encode = msgspec.msgpack.Encoder().encode


def remember(patch: pytest.MonkeyPatch) -> None:
    """Read the same file, check and compile the same declared objects only once."""
    patch.setattr(read, "_section", _read_once(read._section))
    patch.setattr(read, "_whole", _read_once(read._whole))
    patch.setattr(organisation, "faults_of", _checked_once(organisation.faults_of))
    patch.setattr(organisation, "compiled", _compiled_once(organisation.compiled, organisation._settled))
    patch.setattr(organisation, "_settled", lambda company: company)


def _read_once(reading: Callable[..., read.Read]) -> Callable[..., read.Read]:
    """The content of the file is remembered, not its time of change: a test may write a file twice in a moment."""
    files: dict[Hashable, bytes] = {}

    def read_file(root: Path, file: str, *of: Any) -> read.Read:
        if not (root / file).is_file():
            return reading(root, file, *of)
        key = (file, of, (root / file).read_bytes())
        return pickle.loads(
            _remembered(files, key, lambda: pickle.dumps(reading(root, file, *of)), _KEPT_FILES)
        )

    return read_file


def _checked_once(faults_of: Callable[..., Any]) -> Callable[..., Any]:
    """Whom an escalation reaches depends on the day, so the instant belongs to what is remembered."""
    verdicts: dict[Hashable, Any] = {}

    def checked(objects: Sequence[Object], unread: Collection[str] = ()) -> Any:
        key = (_encode(objects), frozenset(unread), clock.now())
        return _remembered(verdicts, key, lambda: faults_of(objects, unread))

    return checked


def _compiled_once(
    compiled: Callable[..., Company], settled: Callable[[Company], Company]
) -> Callable[..., Company]:
    """A whole company is remembered; where only some concerns have changed, these are compiled."""
    companies: dict[Hashable, Company] = {}

    def company(
        before: Company | None,
        versions: dict[Concern, int],
        objects: Iterable[Object],
        concerns: Collection[Concern],
    ) -> Company:
        known = list(objects)
        if set(concerns) != set(Concern):
            return compiled(before, versions, known, concerns)
        whole = _remembered(
            companies, _encode(known), lambda: settled(compiled(None, versions, known, concerns))
        )
        return msgspec.structs.replace(whole, versions=versions)

    return company


def _remembered(
    memory: dict[Hashable, Any], key: Hashable, make: Callable[[], Any], kept: int = _KEPT
) -> Any:
    if key not in memory:
        if len(memory) == kept:
            memory.pop(next(iter(memory)))
        memory[key] = make()
    return memory[key]
