import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest

from casework.work import House
from storage import inbox, presence
from storage.database import Database
from storage.inbox import NewUpdate
from storage.presence import Presence, Share
from storage.transaction import Box
from tests import postgres
from tests.conftest import POSTGRES
from tests.support import NOON

pytestmark = pytest.mark.timeout(60)

_LATE = 15.0
_ENGINE = pytest.mark.parametrize("engine", [POSTGRES], scope="session")
_END_THEM = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"


def _update(number: int, person: bytes = b"mei") -> NewUpdate:
    return NewUpdate(bot=1, update_id=number, person=person, sealed_update=b"sealed")


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(_LATE):
        while not holds():  # noqa: ASYNC110 - a look is enough
            await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def _another(house: House) -> AsyncIterator[tuple[Database, Presence]]:
    database = Database(house.settings.database_url)
    try:
        async with database.present() as here:
            yield database, here
    finally:
        await database.close()


async def test_the_first_leads_and_the_second_when_the_first_has_gone(house: House) -> None:
    async with contextlib.AsyncExitStack() as first:
        one = await first.enter_async_context(house.database.present())
        await asyncio.wait_for(one.until_leading(), _LATE)
        async with _another(house) as (_, two):
            await asyncio.sleep(1.5)
            assert not two.is_leading
            await first.aclose()

            await asyncio.wait_for(two.until_leading(), _LATE)


@_ENGINE
async def test_each_of_several_has_a_share_and_the_shares_are_all(house: House) -> None:
    async with house.database.present() as one, _another(house) as (_, two):
        async with _another(house) as (_, three):
            everybody = (one, two, three)
            await _until(lambda: all(other.share.count == 3 for other in everybody))
            assert {other.share.rank for other in everybody} == {0, 1, 2}

        await _until(lambda: {one.share.count, two.share.count} == {2})
        assert {one.share.rank, two.share.rank} == {0, 1}


@_ENGINE
async def test_who_loses_the_connection_loses_the_lead_and_comes_back(house: House) -> None:
    async with house.database.present() as one:
        await asyncio.wait_for(one.until_leading(), _LATE)

        await postgres.execute(house.settings.database_url, _END_THEM)

        await asyncio.wait_for(one.until_deposed(), _LATE)
        await asyncio.wait_for(one.until_leading(), _LATE)


@_ENGINE
async def test_the_connection_of_one_that_stands_still_is_ended(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = presence._PRESENT.replace("10 seconds", "2 seconds")
    monkeypatch.setattr(presence, "_PRESENT", quick)
    still = await house.database._connect()
    await still.execute(f"SELECT pg_advisory_lock({presence._LEADER}, 0)")

    async with house.database.present() as here:
        await asyncio.wait_for(here.until_leading(), _LATE)

    await _until(still.is_closed)


@_ENGINE
async def test_a_commit_rings_where_another_process_waits(house: House) -> None:
    async with _another(house) as (there, two):
        await _until(lambda: two.share.count == 1 and two.is_leading)
        await there.wait(Box.INBOX, 0.1)
        waiting = asyncio.create_task(there.wait(Box.INBOX, 30))
        await asyncio.sleep(0)

        async with house.database.write() as tx:
            await inbox.add(tx, [_update(1)], NOON)

        await asyncio.wait_for(waiting, _LATE)


@_ENGINE
async def test_every_person_is_in_one_share_alone(house: House) -> None:
    people = [bytes([number, 1]) for number in range(20)]
    async with house.database.write() as tx:
        await inbox.add(tx, [_update(n, who) for n, who in enumerate(people)], NOON)

    seen = []
    for rank in range(3):
        share = Share(rank=rank, count=3)
        rows = await inbox.heads(house.database, NOON, [], 100, share)
        seen += [row.person for row in rows]

    assert sorted(seen) == sorted(people)
