"""Rows and values match by the names of columns; what is copied in bulk has the columns of its table, all of them."""

import pytest
from django.db import connection

from tocsin.core.kernel.value import Value
from tocsin.core.sla.outcomes import Outcome
from tocsin.store import models, rows
from tocsin.store.alerts import AlertRow, EventRow

pytestmark = pytest.mark.django_db


class Place(Value):
    """A value whose fields stand in another order than the columns."""

    words: dict[str, int]
    name: str


@pytest.mark.parametrize(("table", "row"), [("alert", AlertRow), ("event", EventRow)])
def test_what_is_copied_has_every_column_of_its_table(table: str, row: type[AlertRow | EventRow]) -> None:
    found = rows.select("select column_name from information_schema.columns where table_name = %s", [table])
    assert {column["column_name"] for column in found} == set(row._fields)


def test_a_row_is_a_value_whatever_the_order_of_its_columns() -> None:
    (row,) = rows.select("select 'hall' as name, '{\"a\": 1}'::jsonb as words")
    assert rows.value(row, Place) == Place(name="hall", words={"a": 1})


def test_an_outcome_is_kept_with_every_field() -> None:
    columns = {field.attname for field in models.CommitmentOutcome._meta.get_fields()}
    assert columns == {"id", *Outcome.__struct_fields__}
    with connection.cursor() as cursor:
        cursor.execute("select 1 from commitment_last")
