"""One update, one transaction.

Nothing below opens, commits or rolls back one. Inside: a savepoint around the
use case, its rows, its replies in the outbox, the erased inbox payload, commit.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from casework import outbox, throttles
from casework.sayings import Saying, Text
from casework.work import House, Resident, Work
from storage import inbox
from storage.faults import TryAgain
from storage.inbox import InboxRow
from triage.errors import BridgeError

# Tries before an update is set aside, and how long the next one waits.
TRIES = 3
_PAUSES = (timedelta(seconds=1), timedelta(seconds=5))
_BUSY_TRIES = 20

Act = Callable[[Work], Awaitable[None]]
Explain = Callable[[Work, BridgeError], Awaitable[None]]


async def carry_out(house: House, row: InboxRow, now: datetime, act: Act, explain: Explain) -> None:
    """Do what an update asks for, wholly or not at all.

    A BridgeError undoes what *act* did; the sentence that *explain* writes, the
    tallies and the erased payload are still committed. Any other error undoes
    everything and is raised.
    """
    for attempt in range(_BUSY_TRIES):
        try:
            await _once(house, row, now, act, explain)
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
        if row.tries + 1 < TRIES:
            await inbox.put_off(tx, row.seq, now + _PAUSES[row.tries])
            return False
        await inbox.park(tx, row.seq, fault)
        if resident is not None:
            work = Work(tx=tx, now=now, house=house)
            texts = (Text(key="error.fault", params={"number": fault}),)
            await outbox.answer(work, resident, Saying(language=resident.language, texts=texts))
    return True


async def _once(house: House, row: InboxRow, now: datetime, act: Act, explain: Explain) -> None:
    async with house.database.write() as tx:
        work = Work(tx=tx, now=now, house=house)
        try:
            async with tx.savepoint():
                await act(work)
        except BridgeError as error:
            await explain(work, error)
        await throttles.keep(work)
        await inbox.finish(tx, row.seq)
