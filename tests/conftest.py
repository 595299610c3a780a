"""What every test may ask for: the embedded PostgreSQL, started only when a test first needs a database."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def embedded() -> Iterator[None]:
    """The embedded PostgreSQL of the run's own data folder (settings/test.py made it), gone afterwards."""
    from tocsin.settings.database import is_embedded
    from tocsin.store.embedded import Embedded

    if not is_embedded():
        yield
        return
    server = Embedded()
    server.start()
    yield
    server.stop()
    if Path(os.environ["TOCSIN_DATA"]).name.startswith("tocsin-test-"):
        shutil.rmtree(os.environ["TOCSIN_DATA"], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(embedded: None) -> None:
    """pytest-django asks for this before it makes the test database."""
