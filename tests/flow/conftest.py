"""The company on the test's own transaction, or on committed rows where threads must see them."""

from collections.abc import Iterator

import pytest
import structlog

from tests.flow.house import House
from tests.flow.house import house as opened


@pytest.fixture(autouse=True)
def plain_logs() -> Iterator[None]:
    """Tracebacks as text: drawn with every local variable they would cost seconds each."""
    before = structlog.get_config()
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()]
    )
    yield
    structlog.configure(**before)


@pytest.fixture
def house(db: None) -> Iterator[House]:
    with opened() as inhabited:
        yield inhabited


@pytest.fixture
def shared_house(transactional_db: None) -> Iterator[House]:
    """What it writes is committed, so that other threads and processes see it."""
    with opened() as inhabited:
        yield inhabited
