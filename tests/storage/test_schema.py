from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage import columns, matching_tables, schema, tables
from storage.database import Database
from storage.faults import SchemaMismatch, StorageFault
from tests.support import NOON

VERSIONS = Path(schema.__file__).parent / "migrations" / "versions"


def differences(connection: sa.Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, matching_tables.everything))


def indexes(connection: sa.Connection) -> set[tuple[str, str]]:
    found = sa.inspect(connection)
    names = [name for name in found.get_table_names() if name != "alembic_version"]
    return {(name, str(one["name"])) for name in names for one in found.get_indexes(name)}


async def test_the_migrations_make_exactly_the_tables_of_the_program(empty: Database) -> None:
    await schema.migrate(empty)

    async with empty.schema() as connection:
        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(indexes) == {
            (table.name, str(index.name))
            for table in matching_tables.everything.tables.values()
            for index in table.indexes
        }


async def test_migrating_twice_changes_nothing(empty: Database) -> None:
    await schema.migrate(empty)

    await schema.migrate(empty)

    await schema.demand_current(empty)


def test_the_head_is_the_newest_file() -> None:
    newest = max(path.stem for path in VERSIONS.glob("[0-9]*.py"))

    assert newest.partition("_")[0] == schema.HEAD


async def test_a_database_without_tables_is_no_installation(empty: Database) -> None:
    with pytest.raises(StorageFault, match="no installation"):
        await schema.demand_current(empty)


async def test_tables_of_another_release_are_refused_with_both_numbers(empty: Database) -> None:
    await schema.migrate(empty)
    async with empty.write() as tx:
        await tx.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))

    with pytest.raises(SchemaMismatch, match=f"0000.*{schema.HEAD}"):
        await schema.demand_current(empty)


async def test_a_database_is_founded_once(empty: Database) -> None:
    await schema.migrate(empty)
    await schema.found_installation(empty, NOON)

    with pytest.raises(StorageFault):
        await schema.demand_empty(empty)
    with pytest.raises(StorageFault):
        await schema.found_installation(empty, NOON)


async def test_a_folder_that_is_not_there_is_a_fault_in_our_own_words(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'missing' / 'a.db'}")

    with pytest.raises(StorageFault):
        await schema.migrate(database)
    with pytest.raises(StorageFault):
        await schema.demand_current(database)

    await database.close()


async def test_a_file_that_is_no_database_is_a_fault_in_our_own_words(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"these are the words of somebody" * 100)
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'a.db'}")

    with pytest.raises(StorageFault):
        await schema.demand_current(database)

    await database.close()


async def test_each_installation_has_a_salt_of_its_own(empty: Database, tmp_path: Path) -> None:
    other = Database(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}")
    salts = set()
    for database in (empty, other):
        await schema.migrate(database)
        await schema.found_installation(database, NOON)
        async with database.read() as tx:
            salts.add(await schema.receipt_salt(tx))
    await other.close()

    assert {len(salt) for salt in salts} == {16}
    assert len(salts) == 2


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        columns.Utc().process_bind_param(NOON.replace(tzinfo=None), None)


def test_moments_come_back_in_utc_whatever_the_engine_keeps() -> None:
    local = NOON.astimezone()

    assert columns.Utc().process_bind_param(local, None) == NOON
    for kept in (NOON.replace(tzinfo=None), local):
        out = columns.Utc().process_result_value(kept, None)
        assert out == NOON
        assert out.tzinfo is UTC
    assert columns.Utc().process_bind_param(None, None) is None
    assert columns.Utc().process_result_value(None, None) is None


async def test_a_naive_moment_in_a_statement_does_not_tell_its_values(empty: Database) -> None:
    await schema.migrate(empty)
    values = {"person": b"secret words", "deed": "d", "since": datetime.now(), "count": 1}  # noqa: DTZ005

    with pytest.raises(sa.exc.StatementError) as error:
        async with empty.write() as tx:
            await tx.execute(sa.insert(tables.throttle).values(values))

    assert "secret" not in str(error.value)
