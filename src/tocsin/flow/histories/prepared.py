"""Prepared: an import that a person looks at on a page before it starts, and that a worker then carries out."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
import yaml
from django.db import transaction
from msgspec.structs import replace

from tocsin.connectors.files import spec as specs
from tocsin.connectors.histories.rows import headings_of, rows_of, sheets_left
from tocsin.core.history.mapping import FileOptions, Mapping, compiled_mapping
from tocsin.core.history.proposing import known_headings, proposed_mapping
from tocsin.core.history.values import Row
from tocsin.core.kernel.errors import BadInput, Fault, NotFound, Refused, fault
from tocsin.core.kernel.value import Value
from tocsin.core.translation.language.pieces import header_word
from tocsin.flow import access, clock
from tocsin.flow.histories.importing import Import
from tocsin.flow.histories.making import Tried, tried
from tocsin.flow.organisation import snapshot
from tocsin.store import histories, models
from tocsin.store.failure import is_transient
from tocsin.store.histories import FAILED, PREPARED, WAITING
from tocsin.store.models import Account

log = structlog.get_logger()

MOST_BYTES = 30 * 1024 * 1024  # of a file that a page sends; packed, that is a million rows
_PART = 4 * 1024 * 1024
_KEPT = timedelta(days=7)  # a file that nobody starts
_PROPOSED_FROM = 2_000  # rows
_MOST_TITLES = 4  # rows above the headings
_TRIED = 500  # rows
_NAME = "mapping.yaml"
_LOOKED_AT = (PREPARED, FAILED)


class Looked(Value):
    """What a prepared import would become: nothing if its mapping has mistakes. ``unused``: columns left aside; ``sheets``:
    those of a workbook that are not read."""

    faults: tuple[Fault, ...] = ()
    unused: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    tried: Tried | None = None


def prepare(account: Account, name: str, content: bytes, origin: str, mapping: str) -> int:
    """Keep a file to look at before it is imported, its mapping proposed if none is given; the id.

    Raises NotAllowed, and BadInput for a file that can't be read.
    """
    access.require_administrator(account)
    if not content:
        raise BadInput([fault("fault.history.empty", file=name)])
    with _written([content]) as file:
        written = mapping or proposed(file, name)
    parts = (content[start : start + _PART] for start in range(0, len(content), _PART))
    known_as = (origin or Path(name).name.partition(".")[0])[:60]
    with transaction.atomic():
        histories.forget_prepared(clock.now() - _KEPT)
        digest = f"{_hashed(content)}-{_hashed(written.encode())}"
        return histories.prepare(known_as, name, digest, written, parts, access.actor(account), clock.now())


def opened(number: int) -> models.HistoryImport:
    """The import of this id. Raises NotFound."""
    found = histories.prepared(number)
    if found is None:
        raise NotFound("history.unknown")
    return found


def look(number: int) -> Looked:
    """What the first rows would become by the mapping as it is."""
    prepared = opened(number)
    try:
        mapping = _compiled(prepared.mapping)
        with _written(histories.parts(number)) as file, _called(prepared.file):
            used = {header_word(column) for column in mapping.columns}
            seen = headings_of(file, mapping.file)
            found = tried(mapping, prepared.origin, rows_of(file, mapping.file), _TRIED)
            sheets = tuple(sheets_left(file, mapping.file))
    except BadInput as wrong:
        return Looked(faults=tuple(wrong.faults))
    unused = tuple(column for column in seen if column and header_word(column) not in used)
    return Looked(unused=unused, sheets=sheets, tried=found)


def change_mapping(account: Account, number: int, mapping: str) -> None:
    """Correct the mapping of an import that has not started. Raises NotAllowed, NotFound, Refused."""
    access.require_administrator(account)
    digest = f"{opened(number).digest.partition('-')[0]}-{_hashed(mapping.encode())}"
    if not histories.change(number, _LOOKED_AT, mapping=mapping, digest=digest, state=PREPARED, faults=[]):
        raise Refused("history.refused.started")


def start(account: Account, number: int) -> None:
    """Let a worker carry the import out. Raises NotAllowed, NotFound, Refused, and BadInput for a wrong mapping."""
    access.require_administrator(account)
    _compiled(opened(number).mapping)
    if not histories.change(number, _LOOKED_AT, state=WAITING, faults=[]):
        raise Refused("history.refused.started")


def remove(account: Account, number: int) -> None:
    """Forget an import that has not started, and its file. Raises NotAllowed, NotFound, Refused."""
    access.require_administrator(account)
    opened(number)
    with transaction.atomic():
        if not histories.remove(number, (*_LOOKED_AT, WAITING)):
            raise Refused("history.refused.started")


def work_due(goes_on: Callable[[], bool]) -> None:
    """Carry out the imports that wait; stop after a batch when ``goes_on`` says no; a later call continues."""
    while goes_on() and (number := histories.asked()) is not None:
        try:
            _work(opened(number), goes_on)
        except BadInput as wrong:
            _fail(number, wrong.faults)
        except Refused:  # another process imports: its turn comes
            return
        except Exception as error:  # whatever one file causes, the others are imported
            if is_transient(error):
                raise
            log.exception("history.broke", number=number)
            _fail(number, [fault("fault.history.broke")])


def _fail(number: int, wrong: Iterable[Fault]) -> None:
    faults = [{"fr": found.sentence("fr"), "en": found.sentence("en")} for found in wrong]
    histories.change(number, histories.UNFINISHED, state=FAILED, faults=faults)
    log.warning("history.failed", number=number, faults=[found["en"] for found in faults])


def _work(prepared: models.HistoryImport, goes_on: Callable[[], bool]) -> None:
    mapping = _compiled(prepared.mapping)
    asked = Import(mapping, prepared.origin, prepared.file, prepared.digest)
    with _written(histories.parts(prepared.id)) as file, _called(prepared.file):
        done = asked.run(rows_of(file, mapping.file), lambda progress: goes_on())
    if done.state == histories.DONE:
        histories.forget_file(prepared.id)


def _compiled(mapping: str) -> Mapping:
    """The mapping. Raises BadInput with every mistake, by line."""
    spec, lines, faults = specs.parsed(mapping, _NAME)
    if faults:
        raise BadInput(faults)
    try:
        return compiled_mapping(spec, kinds=tuple(snapshot().kinds))
    except BadInput as wrong:
        raise BadInput([specs.located(mistake, _NAME, lines) for mistake in wrong.faults]) from wrong


def proposed(file: Path, name: str) -> str:
    """The text of a mapping for a file, by its headings and first rows. ``name``: what the person calls the file; raises
    BadInput if it can't be read."""
    with _called(name):
        header, rows = _below_the_title(file)
    said = {"file": {"header": header}} if header > 1 else {}
    spec = said | proposed_mapping(
        _headings(rows), [row.cells for row in rows], zone=snapshot().settings.zone
    )
    return str(yaml.safe_dump(spec, allow_unicode=True, sort_keys=False, width=110))


def _below_the_title(file: Path) -> tuple[int, list[Row]]:
    """The row of the headings, and the first rows below it: where the first row has no known heading, it is a title."""
    found = {}
    for header in range(1, _MOST_TITLES + 2):
        found[header] = list(islice(rows_of(file, FileOptions(header=header)), _PROPOSED_FROM))
        if known_headings(_headings(found[header])) > 1:
            return header, found[header]
    return 1, found[1]


def _headings(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(heading for row in rows for heading in row.headings))


def _hashed(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


@contextmanager
def _written(parts: Iterable[bytes]) -> Iterator[Path]:
    """The file on disk, for as long as it is read."""
    with TemporaryDirectory(prefix="tocsin-history-") as folder:
        file = Path(folder) / "history"
        with file.open("wb") as target:
            target.writelines(parts)
        yield file


@contextmanager
def _called(name: str) -> Iterator[None]:
    """Mistakes name the file as the person called it."""
    try:
        yield
    except BadInput as wrong:
        raise BadInput([replace(found, file=name) for found in wrong.faults]) from wrong
