import random
from datetime import timedelta

import pytest

from casework.work import House
from storage import inbox
from storage.inbox import InboxRow, NewUpdate
from storage.transaction import Box
from tests.support import NOON

MEI, BAO = b"mei", b"bao"


def update(number: int, person: bytes = MEI, bot: int = 1) -> NewUpdate:
    return NewUpdate(bot=bot, update_id=number, person=person, sealed_update=b"sealed")


async def accepted(house: House, *updates: NewUpdate) -> None:
    async with house.database.write() as tx:
        await inbox.add(tx, updates, NOON)


async def heads(house: House, *busy: bytes, limit: int = 10) -> list[InboxRow]:
    return await inbox.heads(house.database, NOON, busy, limit)


async def numbers(house: House, *busy: bytes, limit: int = 10) -> list[int]:
    return [row.update_id for row in await heads(house, *busy, limit=limit)]


async def test_the_oldest_update_of_each_person_comes_first(house: House) -> None:
    await accepted(house, update(5), update(3, BAO), update(4), update(6, BAO))

    assert await numbers(house) == [5, 3]
    assert await numbers(house, limit=1) == [5]


async def test_who_has_one_under_way_waits(house: House) -> None:
    await accepted(house, update(1), update(2, BAO))

    assert await numbers(house, MEI) == [2]
    assert await numbers(house, MEI, BAO) == []


async def test_an_update_put_off_holds_back_all_that_follow_it(house: House) -> None:
    await accepted(house, update(1), update(2), update(3, BAO))
    first, _ = await heads(house)

    async with house.database.write() as tx:
        await inbox.put_off(tx, first.seq, NOON + timedelta(seconds=1))

    assert await numbers(house) == [3]
    later = await inbox.heads(house.database, NOON + timedelta(seconds=1), [], 10)
    assert [(row.update_id, row.tries) for row in later] == [(1, 1), (3, 0)]


async def test_a_parked_update_lets_the_next_one_pass_and_can_come_back(house: House) -> None:
    await accepted(house, update(1), update(2))
    (first,) = await heads(house)

    async with house.database.write() as tx:
        await inbox.park(tx, first.seq, "0A1B")
        assert await inbox.parked(tx) == ["0A1B"]
    assert await numbers(house) == [2]

    async with house.database.write() as tx:
        assert await inbox.unpark(tx, NOON) == 1
    assert await numbers(house) == [1]


async def test_a_finished_update_keeps_its_number_and_nothing_else(house: House) -> None:
    await accepted(house, update(1))
    (row,) = await heads(house)

    async with house.database.write() as tx:
        await inbox.finish(tx, [row.seq])
        assert await inbox.waiting(tx) == 0
    await accepted(house, update(1))

    assert await numbers(house) == []


async def test_two_bots_do_not_share_numbers(house: House) -> None:
    await accepted(house, update(1), update(1, BAO, bot=2))

    assert [row.bot for row in await heads(house)] == [1, 2]


async def test_only_finished_numbers_are_forgotten(house: House) -> None:
    await accepted(house, update(1), update(2, BAO))
    (row, _) = await heads(house)
    async with house.database.write() as tx:
        await inbox.finish(tx, [row.seq])
        await inbox.forget_before(tx, NOON.date() + timedelta(days=1))

    await accepted(house, update(1))

    assert await numbers(house) == [2, 1]


async def test_accepting_rings_for_the_workers(house: House) -> None:
    waiting = house.database.wait(Box.INBOX, 5)

    await accepted(house, update(1))

    await waiting


@pytest.mark.parametrize("seed", range(3))
async def test_everybody_is_served_in_the_order_they_wrote(house: House, seed: int) -> None:
    chance = random.Random(seed)
    wrote = [(number, bytes([chance.randrange(4)])) for number in range(40)]
    await accepted(house, *(update(number, person) for number, person in wrote))
    served: list[InboxRow] = []

    while found := await heads(house, limit=chance.randrange(1, 6)):
        assert len({row.person for row in found}) == len(found)
        served.append(chance.choice(found))
        async with house.database.write() as tx:
            await inbox.finish(tx, [served[-1].seq])

    for person in range(4):
        mine = [row.update_id for row in served if row.person == bytes([person])]
        assert mine == [number for number, who in wrote if who == bytes([person])]
