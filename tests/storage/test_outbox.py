import asyncio
from datetime import timedelta

import pytest

from casework.work import House
from storage import outbox
from storage.outbox import AddressKind, Lane, NewRow, OutboxRow
from storage.transaction import Box, Tx
from tests.support import NOON

MEI, BAO = b"mei", b"bao"


def row(words: bytes, address: bytes = MEI, lane: Lane = Lane.NORMAL) -> NewRow:
    return NewRow(
        lane=lane,
        kind=AddressKind.CONVERSATION,
        address=address,
        sealed_chat=b"chat",
        sealed_saying=words,
    )


async def queued(house: House, *rows: NewRow) -> None:
    async with house.database.write() as tx:
        for one in rows:
            await outbox.put(tx, one, NOON)


async def heads(house: House, *busy: bytes, limit: int = 10) -> list[OutboxRow]:
    return await outbox.heads(house.database, NOON, busy, limit)


async def words(house: House, *busy: bytes, limit: int = 10) -> list[bytes]:
    return [one.sealed_saying for one in await heads(house, *busy, limit=limit)]


async def test_the_oldest_row_of_each_address_goes_first(house: House) -> None:
    await queued(house, row(b"1"), row(b"2"), row(b"3", BAO))

    assert await words(house) == [b"1", b"3"]
    assert await words(house, MEI) == [b"3"]
    assert await words(house, limit=1) == [b"1"]


async def test_danger_has_a_lane_of_its_own_and_goes_before_everything(house: House) -> None:
    await queued(house, row(b"1"), row(b"2", BAO), row(b"!", BAO, Lane.DANGER))

    assert await words(house) == [b"!", b"1", b"2"]
    assert await words(house, limit=1) == [b"!"]


async def test_a_row_put_off_holds_back_its_lane_and_not_the_danger(house: House) -> None:
    await queued(house, row(b"1"), row(b"2"))
    (first,) = await heads(house)
    async with house.database.write() as tx:
        await outbox.put_off(tx, first.seq, NOON + timedelta(seconds=9))

    await queued(house, row(b"!", MEI, Lane.DANGER))

    assert await words(house) == [b"!"]
    later = await outbox.heads(house.database, NOON + timedelta(seconds=9), [], 10)
    assert [(one.sealed_saying, one.tries) for one in later] == [(b"!", 0), (b"1", 1)]


async def test_what_was_sent_is_gone(house: House) -> None:
    await queued(house, row(b"1"), row(b"2"))
    (first,) = await heads(house)

    async with house.database.write() as tx:
        await outbox.erase(tx, [first.seq])
        assert await outbox.waiting(tx) == 1

    assert await words(house) == [b"2"]


async def test_a_failed_row_keeps_its_problem_and_neither_chat_nor_words(house: House) -> None:
    await queued(house, row(b"1"), row(b"2"))
    (first,) = await heads(house)

    async with house.database.write() as tx:
        await outbox.fail(tx, first.seq, "blocked")
        assert await outbox.problems(tx) == {"blocked": 1}

    assert await words(house) == [b"2"]


async def test_failed_rows_are_forgotten_and_waiting_ones_never(house: House) -> None:
    await queued(house, row(b"1"), row(b"2"))
    (first,) = await heads(house)

    async with house.database.write() as tx:
        await outbox.fail(tx, first.seq, "blocked")
        await outbox.forget_failed_before(tx, NOON + timedelta(days=365))
        assert await outbox.problems(tx) == {}

    assert await words(house) == [b"2"]


async def test_saying_something_rings_for_the_sender(house: House) -> None:
    waiting = house.database.wait(Box.OUTBOX, 5)

    await queued(house, row(b"1"))

    await waiting


async def test_who_is_told_to_end_as_it_is_woken_ends(house: House) -> None:
    for turns in range(6):
        waiting = asyncio.create_task(house.database.wait(Box.OUTBOX, 30))
        await asyncio.sleep(0.01)
        house.database._ring(Box.OUTBOX)
        for _ in range(turns):
            await asyncio.sleep(0)
        was_done = waiting.done()
        waiting.cancel()
        await asyncio.wait([waiting], timeout=5)
        assert waiting.cancelled() or was_done, f"the cancellation was lost after {turns} turns"


async def test_a_row_of_a_transaction_that_failed_is_never_seen(house: House) -> None:
    async def fail(tx: Tx) -> None:
        await outbox.put(tx, row(b"1"), NOON)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        async with house.database.write() as tx:
            await fail(tx)

    assert await words(house) == []
