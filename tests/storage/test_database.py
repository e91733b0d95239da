import asyncio
import contextlib
from pathlib import Path

import pytest
import sqlalchemy as sa

from casework.work import House
from storage import faults, throttles
from storage.database import Database
from storage.faults import StorageFault, TryAgain, Unavailable
from storage.tables import conversation, throttle
from storage.throttles import Count
from storage.transaction import Box, Tx
from tests.support import NOON

MEI = b"mei"
_ADD = sa.insert(throttle)


def _row(person: bytes) -> dict[str, object]:
    return {"person": person, "deed": "d", "since": NOON, "count": 1}


async def _people(tx: Tx) -> list[bytes]:
    found = await tx.execute(sa.select(throttle.c.person).order_by(throttle.c.person))
    return [person for (person,) in found]


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


async def test_rows_for_later_go_in_together_in_their_order(house: House) -> None:
    people = [b"3", b"1", b"2"]
    async with house.database.write() as tx:
        for person in people:
            tx.later(_ADD, _row(person))
        assert await _people(tx) == []

    async with house.database.read() as tx:
        assert await _people(tx) == sorted(people)


async def test_rows_for_later_go_with_the_savepoint_they_were_left_in(house: House) -> None:
    async with house.database.write() as tx:
        tx.later(_ADD, _row(b"1"))
        with contextlib.suppress(RuntimeError):
            async with tx.savepoint():
                tx.later(_ADD, _row(b"2"))
                raise RuntimeError
        tx.later(_ADD, _row(b"3"))

    async with house.database.read() as tx:
        assert await _people(tx) == [b"1", b"3"]


async def test_a_row_for_later_that_is_refused_undoes_the_transaction(house: House) -> None:
    async def twice() -> None:
        async with house.database.write() as tx:
            await throttles.keep(tx, MEI, "d", Count(since=NOON, count=1))
            tx.later(_ADD, _row(MEI))

    with pytest.raises(StorageFault):
        await twice()

    assert await count(house) is None


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("sqlite_errorname", "SQLITE_FULL", Unavailable),
        ("sqlite_errorname", "SQLITE_IOERR_WRITE", Unavailable),
        ("sqlite_errorname", "SQLITE_READONLY", Unavailable),
        ("sqlite_errorname", "SQLITE_CONSTRAINT_UNIQUE", StorageFault),
        ("sqlstate", "57P01", Unavailable),
        ("sqlstate", "53100", Unavailable),
        ("sqlstate", "08006", Unavailable),
        ("sqlstate", "25P03", Unavailable),
        ("sqlstate", "40001", TryAgain),
        ("sqlstate", "23505", StorageFault),
    ],
)
def test_a_database_that_is_away_is_told_from_work_that_is_at_fault(
    name: str, value: str, kind: type[StorageFault]
) -> None:
    cause = type("DriverError", (Exception,), {name: value})("secret")

    fault = faults.fault_from(sa.exc.DBAPIError("SELECT 'secret'", {}, cause))

    assert type(fault) is kind
    assert "secret" not in str(fault)


@pytest.mark.parametrize(
    "url", ["postgresql+asyncpg://nobody@127.0.0.1:9/none", "sqlite+aiosqlite:////proc/none/x.db"]
)
async def test_a_database_that_is_not_there_is_unavailable(url: str) -> None:
    database = Database(url)

    with pytest.raises(Unavailable):
        async with database.read():
            pass

    await database.close()
