import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from casework.work import House
from storage import events
from storage.transaction import Tx
from tests.support import NOON

LINES = 6
CHANGES = {
    "seq": "seq + 100",
    "at": "'2020-01-01 00:00:00.000000'",
    "actor": "'somebody'",
    "verb": "'invented'",
    "subject": "'other'",
    "subject_id": "x'ff'",
    "commitment": "x'ff'",
    "before": "x'ff'",
    "hash": "x'ff'",
}


@pytest.fixture
async def recorded(house: House) -> House:
    async with house.database.write() as tx:
        for number in range(LINES):
            await append(tx, number)
    return house


async def append(tx: Tx, number: int) -> None:
    await events.append(
        tx,
        at=NOON + timedelta(minutes=number),
        actor="resident",
        verb=f"verb.{number}",
        subject="report",
        subject_id=bytes([number % 2]),
        commitment=None,
    )


async def broken(house: House) -> int | None:
    async with house.database.read() as tx:
        return await events.first_broken(tx)


def tamper(file: Path, statement: str) -> None:
    connection = sqlite3.connect(file)
    connection.execute(statement)
    connection.commit()
    connection.close()


async def test_an_untouched_record_holds(recorded: House) -> None:
    assert await broken(recorded) is None


@pytest.mark.parametrize("column", CHANGES)
@pytest.mark.parametrize("seq", [1, 4, LINES + 1])
async def test_a_changed_column_is_found_at_its_line(
    recorded: House, file: Path, column: str, seq: int
) -> None:
    tamper(file, f"UPDATE event SET {column} = {CHANGES[column]} WHERE seq = {seq}")  # noqa: S608

    # A number changed is a line missing in its place: the last one shows in the chain row.
    assert await broken(recorded) == seq


@pytest.mark.parametrize("seq", [1, 4])
async def test_a_dropped_line_is_found_where_it_stood(
    recorded: House, file: Path, seq: int
) -> None:
    tamper(file, f"DELETE FROM event WHERE seq = {seq}")  # noqa: S608

    assert await broken(recorded) == seq


async def test_a_dropped_end_is_found_by_the_row_of_the_chain(recorded: House, file: Path) -> None:
    tamper(file, f"DELETE FROM event WHERE seq > {LINES}")  # noqa: S608

    assert await broken(recorded) == LINES + 1


async def test_a_dropped_end_with_a_corrected_number_is_found(recorded: House, file: Path) -> None:
    tamper(file, f"DELETE FROM event WHERE seq > {LINES}")  # noqa: S608
    tamper(file, f"UPDATE chain SET seq = {LINES}")  # noqa: S608

    assert await broken(recorded) == LINES + 1


async def test_a_long_record_is_read_page_by_page(
    recorded: House, monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    monkeypatch.setattr(events, "_PAGE", 2)

    assert await broken(recorded) is None
    tamper(file, "UPDATE event SET verb = 'x' WHERE seq = 5")
    assert await broken(recorded) == 5


async def test_what_was_done_to_one_thing_is_found_in_order(recorded: House) -> None:
    async with recorded.database.read() as tx:
        found = await events.about(tx, bytes([1]))

    assert [event.verb for event in found] == ["verb.1", "verb.3", "verb.5"]
    assert found[0].at == NOON + timedelta(minutes=1)


async def test_a_number_is_given_once_even_after_a_transaction_failed(recorded: House) -> None:
    async def append() -> int:
        async with recorded.database.write() as tx:
            seq = await events.append(
                tx,
                at=NOON,
                actor="a",
                verb="v",
                subject="s",
                subject_id=None,
                commitment=None,
            )
            raise RuntimeError(seq)

    for _ in range(2):
        with pytest.raises(RuntimeError, match=str(LINES + 2)):
            await append()
    assert await broken(recorded) is None


async def test_the_chain_holds_while_others_add_to_it(house: House) -> None:
    async def add() -> None:
        for number in range(30):
            async with house.database.write() as tx:
                await append(tx, number)

    adding = asyncio.create_task(add())
    found = set()
    while not adding.done():
        async with house.database.steady() as tx:
            found.add(await events.first_broken(tx))
    await adding

    assert found == {None}
