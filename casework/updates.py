"""Updates become what they ask for: each wholly or not at all.

Those that are ready together share one transaction, because a commit costs more
than most updates do. Nothing below opens, commits or rolls back one. Inside, for
each update: a savepoint around the use case, its rows, its replies in the
outbox, the erased inbox payload; then one commit for all. Savepoints cost too,
so the first try hopes to do without.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from casework import outbox, throttles
from casework.sayings import Saying, Text
from casework.work import House, Resident, Work
from storage import inbox
from storage.faults import Spoilt, TryAgain
from storage.inbox import InboxRow
from storage.transaction import Tx
from triage.errors import BridgeError

# Tries before an update is set aside, and how long the next one waits.
TRIES = 3
_PAUSES = (timedelta(seconds=1), timedelta(seconds=5))
_BUSY_TRIES = 20

Act = Callable[[Work], Awaitable[None]]
Explain = Callable[[Work, BridgeError], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An update, what it asks for, and how to say that it cannot be done."""

    row: InboxRow
    act: Act
    explain: Explain


async def carry_out(house: House, jobs: Sequence[Job], now: datetime) -> None:
    """Do what updates of different people ask for, in one transaction.

    A BridgeError undoes what its update did; the sentence that `explain` writes,
    the tallies and the erased payload are still committed. Any other error
    undoes everything and is raised: try each update alone then. An update that
    another process has handled meanwhile is passed over.
    """
    hopeful = True
    for attempt in range(_BUSY_TRIES):
        try:
            await _once(house, jobs, now, hopeful=hopeful)
        except Spoilt:
            hopeful = False
        except TryAgain:
            if attempt == _BUSY_TRIES - 1:
                raise
        else:
            return


async def give_up_or_retry(
    house: House, row: InboxRow, now: datetime, fault: str, resident: Resident | None
) -> bool:
    """Put a failed update off, or park it after TRIES; return whether it was parked.

    Its sender gets an apology with the number *fault*, under which the operator
    finds it.
    """
    async with house.database.write() as tx:
        if not await inbox.claim(tx, [row.seq]):
            return False
        if row.tries + 1 < TRIES:
            await inbox.put_off(tx, row.seq, now + _PAUSES[row.tries])
            return False
        await inbox.park(tx, row.seq, fault)
        if resident is not None:
            work = Work(tx=tx, now=now, house=house)
            texts = (Text(key="error.fault", params={"number": fault}),)
            await outbox.answer(work, resident, Saying(language=resident.language, texts=texts))
    return True


async def _once(house: House, jobs: Sequence[Job], now: datetime, *, hopeful: bool) -> None:
    async with house.database.write(hopeful=hopeful) as tx:
        ours = await inbox.claim(tx, [job.row.seq for job in jobs])
        for job in jobs:
            if job.row.seq in ours:
                await _do(tx, house, job, now)
        if ours:
            await inbox.finish(tx, ours)


async def _do(tx: Tx, house: House, job: Job, now: datetime) -> None:
    work = Work(tx=tx, now=now, house=house)
    try:
        async with tx.savepoint():
            await job.act(work)
    except BridgeError as error:
        await job.explain(work, error)
    await throttles.keep(work)
