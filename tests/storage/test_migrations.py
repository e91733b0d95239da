"""Each release's tables, with rows in them, are brought to this one."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage import all_tables, schema
from storage.database import Database
from tests.support import NOON

_FILES = (Path(schema.__file__).parent / "migrations" / "versions").glob("[0-9]*.py")
REVISIONS = sorted(path.stem.partition("_")[0] for path in _FILES)
# All ids are alike, so that a row refers to those that are there.
_VALUES: dict[type, Any] = {bytes: b"id", int: 1, bool: True, str: "w", float: 0.5}
_VALUES |= {date: NOON.date(), datetime: NOON}

Rows = dict[str, dict[str, Any]]


async def found(database: Database) -> list[sa.Table]:
    """Return the tables as the database knows them, those that others refer to first."""
    metadata = sa.MetaData()
    async with database.schema() as connection:
        await connection.run_sync(metadata.reflect)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


async def fill(database: Database) -> None:
    for table in await found(database):
        row = {column.name: _VALUES[column.type.python_type] for column in table.columns}
        async with database.write() as tx:
            await tx.execute(sa.insert(table).values(row))


async def rows(database: Database) -> Rows:
    kept = {}
    for table in await found(database):
        async with database.read() as tx:
            read = (await tx.execute(sa.select(table))).all()
        if read:
            (row,) = read
            kept[table.name] = dict(row._mapping)
    return kept


def differences(connection: sa.Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, all_tables.everything))


def indexes(connection: sa.Connection) -> set[tuple[str, str]]:
    found = sa.inspect(connection)
    # PostgreSQL has one more behind each unique constraint.
    names = [name for name in found.get_table_names() if name != "alembic_version"]
    return {
        (name, str(one["name"]))
        for name in names
        for one in found.get_indexes(name)
        if "duplicates_constraint" not in one
    }


async def test_the_migrations_make_exactly_the_tables_of_the_program(empty: Database) -> None:
    await schema.migrate(empty)

    async with empty.schema() as connection:
        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(indexes) == {
            (table.name, str(index.name))
            for table in all_tables.everything.tables.values()
            for index in table.indexes
        }


@pytest.mark.parametrize("revision", REVISIONS)
async def test_a_row_of_every_table_outlives_the_migrations_after_it(
    empty: Database, revision: str
) -> None:
    await schema.migrate(empty, revision)
    await fill(empty)
    before = await rows(empty)

    await schema.migrate(empty)

    after = await rows(empty)
    assert len(before) == len(after) > 10
    for table, row in before.items():
        assert {name: after[table][name] for name in row} == row
    await schema.demand_current(empty)
    async with empty.schema() as connection:
        assert await connection.run_sync(differences) == []
