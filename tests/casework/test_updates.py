import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa

from casework import inbox, outbox, updates
from casework.sayings import Saying, Text
from casework.updates import Act, Job
from casework.work import House, Resident, Work
from storage import tables, throttles
from storage.faults import StorageFault, TryAgain
from storage.inbox import InboxRow
from storage.throttles import Count
from tests.support import NOON
from triage.errors import BridgeError, CannotDoThat
from triage.languages import Language

pytestmark = pytest.mark.timeout(60)

_BOT = 1


async def _waiting(house: House, people: int) -> Sequence[InboxRow]:
    """Have so many people write one message each; return their rows."""
    raw = [{"update_id": n, "message": {"from": {"id": n}}} for n in range(1, people + 1)]
    await inbox.accept(house, _BOT, raw, NOON)
    return await inbox.due(house, NOON, [], 100)


async def _left(house: House) -> list[int]:
    return [row.update_id for row in await inbox.due(house, NOON + timedelta(days=1), [], 100)]


async def _said(house: House) -> int:
    async with house.database.read() as tx:
        query = sa.select(sa.func.count()).select_from(tables.outbox)
        return int((await tx.execute(query)).scalar_one())


async def _answer(work: Work) -> None:
    person = Resident(person=b"p", user_id=1, chat_id=1, language=Language.EN)
    saying = Saying(language=Language.EN, texts=(Text(key="question.story"),))
    await outbox.answer(work, person, saying)


async def _refuse(work: Work) -> None:
    await _answer(work)
    await _answer(work)
    raise CannotDoThat("of this test")


async def _break(work: Work) -> None:
    await _answer(work)
    raise RuntimeError


async def _explain(work: Work, _error: BridgeError) -> None:
    await _answer(work)


def _job(row: InboxRow, act: Act = _answer) -> Job:
    return Job(row=row, act=act, explain=_explain)


async def test_updates_of_many_people_are_carried_out_in_one_commit(house: House) -> None:
    rows = await _waiting(house, 5)

    await updates.carry_out(house, [_job(row) for row in rows], NOON)

    assert await _left(house) == []
    assert await _said(house) == 5


async def test_one_that_is_refused_says_why_and_leaves_the_others_alone(house: House) -> None:
    first, second, third = await _waiting(house, 3)

    await updates.carry_out(house, [_job(first), _job(second, _refuse), _job(third)], NOON)

    assert await _left(house) == []
    # What the refused one had said is gone, its explanation has gone in.
    assert await _said(house) == 3


async def test_one_that_breaks_undoes_all_of_them(house: House) -> None:
    first, second = await _waiting(house, 2)

    with pytest.raises(RuntimeError):
        await updates.carry_out(house, [_job(first), _job(second, _break)], NOON)

    assert await _left(house) == [1, 2]
    assert await _said(house) == 0


async def test_an_update_that_was_handled_meanwhile_is_passed_over(house: House) -> None:
    first, second = await _waiting(house, 2)
    await updates.carry_out(house, [_job(first)], NOON)

    await updates.carry_out(house, [_job(first), _job(second)], NOON)

    assert await _said(house) == 2


async def test_two_hands_that_reach_for_the_same_updates_do_each_once(house: House) -> None:
    rows = await _waiting(house, 12)

    async def slowly(work: Work) -> None:
        await _answer(work)
        await asyncio.sleep(0.01)

    hands = (
        updates.carry_out(house, [_job(row, slowly) for row in part], NOON)
        for part in (rows, rows[6:], rows[:6], rows[::-1])
    )
    await asyncio.gather(*hands)

    assert await _left(house) == []
    assert await _said(house) == 12


async def test_what_lost_against_another_transaction_is_tried_again(house: House) -> None:
    (row,) = await _waiting(house, 1)
    tries = iter((TryAgain("busy"), TryAgain("busy")))

    async def unlucky(work: Work) -> None:
        await _answer(work)
        if error := next(tries, None):
            raise error

    await updates.carry_out(house, [_job(row, unlucky)], NOON)

    assert await _left(house) == []
    assert await _said(house) == 1


async def test_what_never_wins_is_told_to_the_caller_and_stays(house: House) -> None:
    (row,) = await _waiting(house, 1)

    async def hopeless(_work: Work) -> None:
        raise TryAgain("busy")

    with pytest.raises(StorageFault):
        await updates.carry_out(house, [_job(row, hopeless)], NOON)

    assert await _left(house) == [1]


async def test_giving_up_an_update_that_was_handled_meanwhile_changes_nothing(
    house: House,
) -> None:
    (row,) = await _waiting(house, 1)
    await updates.carry_out(house, [_job(row)], NOON)

    assert not await updates.give_up_or_retry(house, row, NOON, "0A1B", None)

    assert await _left(house) == []


async def test_one_that_wrote_and_is_refused_leaves_the_others_whole(house: House) -> None:
    first, second, third = await _waiting(house, 3)

    async def count(work: Work) -> None:
        await throttles.keep(work.tx, b"p", "d", Count(since=NOON, count=1))
        await _answer(work)

    async def write_and_refuse(work: Work) -> None:
        await throttles.keep(work.tx, b"q", "d", Count(since=NOON, count=1))
        await _refuse(work)

    jobs = [_job(first, count), _job(second, write_and_refuse), _job(third)]
    await updates.carry_out(house, jobs, NOON)

    assert await _left(house) == []
    assert await _said(house) == 3
    async with house.database.read() as tx:
        assert await throttles.of(tx, b"p", "d") is not None
        assert await throttles.of(tx, b"q", "d") is None
