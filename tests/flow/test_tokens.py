"""The table of tokens: what was not read yet is not unknown."""

import pytest
from django.db import OperationalError

from tocsin.core.kernel.errors import Unavailable
from tocsin.flow.intake import tokens


@pytest.fixture
def without_database(monkeypatch):
    def snapshot():
        raise OperationalError("the database system is starting up")

    monkeypatch.setattr(tokens, "snapshot", snapshot)
    monkeypatch.setattr(tokens, "_REFRESH_S", 0.01)
    table = tokens.Tokens()
    yield table
    table.close()


def test_a_good_token_is_not_refused_while_the_table_was_never_read(without_database):
    with pytest.raises(Unavailable):
        without_database()


def test_a_good_kind_is_not_refused_either(without_database):
    with pytest.raises(Unavailable):
        without_database.kinds()
