"""Two transactions that each wait for what the other has: only PostgreSQL lets that happen."""

import asyncio

import pytest
import sqlalchemy as sa

from casework import inbox, updates
from casework.updates import Job
from casework.work import House, Work
from storage import tables
from storage.faults import TryAgain
from storage.inbox import InboxRow
from storage.tables import throttle
from storage.transaction import Tx
from tests.conftest import POSTGRES
from tests.support import NOON
from triage.errors import BridgeError

pytestmark = [
    pytest.mark.timeout(60),
    pytest.mark.parametrize("engine", [POSTGRES], scope="session"),
]

_A, _B = b"a", b"b"


@pytest.fixture
async def _two_rows(house: House) -> None:
    rows = [{"person": person, "deed": "d", "since": NOON, "count": 0} for person in (_A, _B)]
    async with house.database.write() as tx:
        await tx.execute(sa.insert(throttle), rows)


async def _touch(tx: Tx, person: bytes) -> None:
    """Count one up; nobody else can until this transaction ends."""
    counted = sa.update(throttle).where(throttle.c.person == person)
    await tx.execute(counted.values(count=throttle.c.count + 1))


async def _counts(house: House) -> list[int]:
    async with house.database.read() as tx:
        query = sa.select(throttle.c.count).order_by(throttle.c.person)
        return list((await tx.execute(query)).scalars())


@pytest.mark.usefixtures("_two_rows")
async def test_one_of_two_that_wait_for_each_other_is_told_to_try_again(house: House) -> None:
    both_have_one = asyncio.Barrier(2)

    async def lock(first: bytes, second: bytes) -> None:
        async with house.database.write() as tx:
            await _touch(tx, first)
            await both_have_one.wait()
            await _touch(tx, second)

    ends = await asyncio.gather(lock(_A, _B), lock(_B, _A), return_exceptions=True)

    assert [type(end) for end in ends if end is not None] == [TryAgain]
    assert await _counts(house) == [1, 1]


@pytest.mark.usefixtures("_two_rows")
async def test_updates_that_wait_for_each_other_are_both_carried_out_at_the_first_try(
    house: House,
) -> None:
    raw = [{"update_id": n, "message": {"from": {"id": n}}} for n in (1, 2)]
    await inbox.accept(house, 1, raw, NOON)
    rows = await inbox.due(house, NOON, [], 2)
    both_have_one, begun = asyncio.Barrier(2), list[bytes]()

    def job(row: InboxRow, first: bytes, second: bytes) -> Job:
        async def act(work: Work) -> None:
            begun.append(first)
            await _touch(work.tx, first)
            if begun.count(first) == 1:
                await both_have_one.wait()
            await _touch(work.tx, second)

        return Job(row=row, act=act, explain=_explain)

    jobs = (job(rows[0], _A, _B), job(rows[1], _B, _A))
    await asyncio.gather(*(updates.carry_out(house, [one], NOON) for one in jobs))

    # Who begins again may meet the other once more.
    assert len(begun) >= 3
    assert await _counts(house) == [2, 2]
    async with house.database.read() as tx:
        kept = (await tx.execute(sa.select(tables.inbox.c.state, tables.inbox.c.tries))).all()
    assert [tuple(row) for row in kept] == [("done", 0), ("done", 0)]


async def _explain(_work: Work, error: BridgeError) -> None:
    raise error
