"""A row of each kind goes in and comes out of what the migrations make."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from storage import all_tables, schema, tables
from storage.database import Database
from storage.faults import StorageFault
from tests.support import NOON

# The tables that others refer to stand first.
ORDER = [table for table in all_tables.everything.sorted_tables if table.name != "chain"]


def value_for(column: sa.Column[Any]) -> Any:
    if column.foreign_keys and isinstance(column.type, sa.LargeBinary):
        return b"id"
    if isinstance(column.type, sa.LargeBinary):
        return b"id" if column.primary_key else column.name.encode()
    if column.type.python_type is date:
        return NOON.date()
    if hasattr(column.type, "impl"):
        return NOON
    known: dict[type, Any] = {int: 1, bool: True, str: "w", float: 0.5}
    return known[column.type.python_type]


def row_of(table: sa.Table) -> dict[str, Any]:
    return {column.name: value_for(column) for column in table.columns}


async def filled(database: Database) -> None:
    await schema.migrate(database)
    async with database.write() as tx:
        for table in ORDER:
            await tx.execute(sa.insert(table).values(row_of(table)))


async def test_the_tables_keep_a_row_of_every_kind(empty: Database) -> None:
    await filled(empty)

    async with empty.read() as tx:
        for table in ORDER:
            (row,) = await tx.execute(sa.select(table))
            assert dict(row._mapping) == row_of(table)


@pytest.mark.parametrize("table", ORDER, ids=lambda table: table.name)
async def test_the_tables_refuse_a_row_without_what_must_be_there(
    empty: Database, table: sa.Table
) -> None:
    await schema.migrate(empty)
    # SQLite counts a whole-numbered primary key up by itself.
    given = [c for c in table.columns if not (c.primary_key and isinstance(c.type, sa.Integer))]
    needed = [column.name for column in given if not column.nullable]

    for name in needed:
        row = row_of(table) | {name: None}
        with pytest.raises(StorageFault):
            async with empty.write() as tx:
                await tx.execute(sa.insert(table).values(row))


async def test_the_tables_let_no_message_outlive_its_report(empty: Database) -> None:
    await filled(empty)

    with pytest.raises(StorageFault):
        async with empty.write() as tx:
            await tx.execute(sa.delete(tables.report))


async def test_the_tables_take_an_update_once(empty: Database) -> None:
    await filled(empty)
    again = row_of(tables.inbox) | {"seq": 2}

    with pytest.raises(StorageFault):
        async with empty.write() as tx:
            await tx.execute(sa.insert(tables.inbox).values(again))
