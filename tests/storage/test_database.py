import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from casework.work import House
from storage import faults, throttles
from storage.database import Box, Database, Tx
from storage.faults import StorageFault, TryAgain
from storage.tables import conversation, throttle
from storage.throttles import Count
from tests.support import NOON

MEI = b"mei"


def size(path: Path) -> int:
    return path.stat().st_size


async def count(house: House) -> int | None:
    async with house.database.read() as tx:
        found = await throttles.of(tx, MEI, "d")
    return found.count if found else None


async def fail_after(tx: Tx, number: int) -> None:
    await throttles.keep(tx, MEI, "d", Count(since=NOON, count=number))
    raise RuntimeError


async def test_an_error_undoes_the_transaction(house: House) -> None:
    with pytest.raises(RuntimeError):
        async with house.database.write() as tx:
            await fail_after(tx, 1)

    assert await count(house) is None


async def test_a_savepoint_undoes_what_is_inside_it_alone(house: House) -> None:
    async with house.database.write() as tx:
        await throttles.keep(tx, MEI, "d", Count(since=NOON, count=1))
        with pytest.raises(RuntimeError):
            async with tx.savepoint():
                await fail_after(tx, 2)

    assert await count(house) == 1


@pytest.mark.usefixtures("file")
async def test_writers_wait_for_each_other_and_lose_nothing(house: House) -> None:
    async def add() -> None:
        async with house.database.write() as tx:
            before = await throttles.of(tx, MEI, "d")
            number = before.count + 1 if before else 1
            await throttles.keep(tx, MEI, "d", Count(since=NOON, count=number))

    await asyncio.gather(*(add() for _ in range(20)))

    assert await count(house) == 20


async def test_a_reader_sees_the_last_commit_while_somebody_writes(house: House) -> None:
    async with house.database.write() as tx:
        await throttles.keep(tx, MEI, "d", Count(since=NOON, count=1))

        assert await count(house) is None


async def test_a_fault_of_the_driver_holds_no_value(house: House) -> None:
    row = {"person": b"secret person", "language": "secret", "language_chosen": None}

    with pytest.raises(StorageFault) as fault:
        async with house.database.write() as tx:
            await tx.execute(sa.insert(conversation).values(row | {"seen_on": None}))

    assert "secret" not in str(fault.value)
    assert str(fault.value).startswith("database error")
    assert fault.value.__suppress_context__


async def test_a_busy_database_is_worth_another_try() -> None:
    class BusyError(Exception):
        sqlite_errorname = "SQLITE_BUSY_SNAPSHOT"

    class DeadlockError(Exception):
        sqlstate = "40P01"

    for cause in (BusyError("secret"), DeadlockError("secret")):
        fault = faults.fault_from(sa.exc.DBAPIError("SELECT 'secret'", {}, cause))
        assert isinstance(fault, TryAgain)
        assert "secret" not in str(fault)


async def test_the_engine_hides_parameters(house: House) -> None:
    async with house.database.schema() as connection:
        with pytest.raises(sa.exc.DBAPIError) as error:
            await connection.execute(sa.insert(throttle).values(person=b"secret", deed=None))

    assert "secret" not in str(error.value)


@pytest.mark.usefixtures("file")
async def test_every_connection_survives_a_power_cut_and_erases_for_good(house: House) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    for opened in (house.database.write, house.database.read):
        async with opened() as tx:
            found = {
                name: (await tx.execute(sa.text(f"PRAGMA {name}"))).scalar_one() for name in wanted
            }
        assert found == wanted


async def test_a_checkpoint_empties_the_log(house: House, file: Path) -> None:
    log = Path(f"{file}-wal")
    async with house.database.write() as tx:
        await throttles.keep(tx, MEI, "d", Count(since=NOON, count=1))
    assert size(log) > 0

    await house.database.checkpoint()

    assert size(log) == 0


@pytest.mark.usefixtures("file")
async def test_a_commit_of_another_process_is_noticed(house: House) -> None:
    other = Database(house.settings.database_url)
    await house.database.wait(Box.OUTBOX, 0.3)
    waiting = asyncio.create_task(house.database.wait(Box.OUTBOX, 30))
    await asyncio.sleep(0)

    async with other.write() as tx:
        await throttles.keep(tx, MEI, "d", Count(since=NOON, count=1))

    async with asyncio.timeout(5):
        await waiting
    await other.close()
