"""Send what stands in the outbox, in order for each chat, within Telegram's limits."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from telegram import Bot

from bot import posting
from bot.limits import Pace
from bot.logs import fault_fields, log
from bot.waking import Doorbell
from casework import delivery
from casework.delivery import Outcome, Parcel
from casework.work import House
from storage.transaction import Box

# As many as can wait for their turn at once; more would only hold danger texts back.
_UNDER_WAY = 64
# Requests at once. Eight fill Telegram's 30 a second at 0.25 s an answer, and the HTTP
# client slows down with more.
_LINES = 8
# With less room than this a query is not worth it.
_WORTH_A_LOOK = 16


class Sender:
    """The loop that empties the outbox.

    What was sent is written down in one commit for all messages that were
    answered meanwhile. It sends nothing while *may_send* says no.
    """

    def __init__(self, house: House, bot: Bot, may_send: Callable[[], bool] = lambda: True) -> None:
        self._house = house
        self._bot = bot
        self._may_send = may_send
        self._bell = Doorbell(house.database, Box.OUTBOX)
        self._lines = asyncio.Semaphore(_LINES)
        self._pace = Pace(house.settings.limits)
        self._tasks: dict[bytes, asyncio.Task[Outcome]] = {}
        # Who is being posted to this moment; all other tasks only wait for their turn.
        self._posting: set[bytes] = set()

    async def run(self) -> None:
        """Send until cancelled; what is under way is then finished and written down."""
        try:
            while True:
                await self._start_due()
                await self._bell.sleep()
                await self._settle()
        finally:
            await self._bell.silence()
            for address, task in self._tasks.items():
                if address not in self._posting:
                    # A group may have to wait a minute for its turn: its row waits better.
                    task.cancel()
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)
            await self._settle()

    async def _start_due(self) -> None:
        free = _UNDER_WAY - len(self._tasks)
        if free < _WORTH_A_LOOK or not self._may_send():
            return
        parcels = await delivery.due(self._house, datetime.now(UTC), list(self._tasks), free)
        for parcel in parcels:
            # An address may lead two lanes; the first, the more urgent one, goes alone.
            if parcel.address not in self._tasks:
                self._tasks[parcel.address] = task = asyncio.create_task(self._send(parcel))
                self._bell.watch(task)

    async def _settle(self) -> None:
        done = {address: task for address, task in self._tasks.items() if task.done()}
        if not done:
            return
        outcomes = [task.result() for task in done.values() if not task.cancelled()]
        await delivery.settle(self._house, datetime.now(UTC), outcomes)
        for address in done:
            del self._tasks[address]

    async def _send(self, parcel: Parcel) -> Outcome:
        if parcel.chat_id is None:
            return self._noted(Outcome(parcel=parcel, problem="no_chat"))
        clock = asyncio.get_running_loop().time
        await asyncio.sleep(self._pace.wait_of(parcel.chat_id, clock()))
        try:
            async with self._lines:
                # Not before the line is free: what waited for it would all leave at once.
                await asyncio.sleep(self._pace.reserve(parcel.chat_id, clock()))
                self._demand_leave()
                self._posting.add(parcel.address)
                outcome = await posting.post(self._house, self._bot, parcel)
        except Exception as error:  # noqa: BLE001 - one message must not stop all others
            log.error("message not sent", seq=parcel.seq, **fault_fields(error))
            outcome = Outcome(parcel=parcel, problem="fault")
        finally:
            self._posting.discard(parcel.address)
        return self._noted(outcome)

    def _demand_leave(self) -> None:
        """End this task, and leave its row to whoever leads now, unless we may send."""
        if not self._may_send():
            raise asyncio.CancelledError

    def _noted(self, outcome: Outcome) -> Outcome:
        if outcome.problem:
            kind = outcome.parcel.kind
            log.warning("not delivered", seq=outcome.parcel.seq, to=kind, problem=outcome.problem)
        return outcome
