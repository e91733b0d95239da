"""Work the inbox: one person's updates in order, many people at once.

An update is read and made ready in a task of its own, since some take long; all
that are ready are then carried out together, while the next ones are made ready.
"""

import asyncio
import secrets
from datetime import UTC, datetime
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.logs import fault_fields, log
from bot.waking import Doorbell
from casework import inbox, residents, updates
from casework.updates import Job
from casework.work import House, Resident, Work
from handlers import dispatch
from storage.faults import Unavailable
from storage.inbox import InboxRow
from storage.presence import Presence
from storage.transaction import Box
from triage.errors import BridgeError

# With less room than this part of all a query is not worth it.
_WORTH_A_LOOK = 0.25
# What one transaction takes at most: others wait for it, for about a millisecond an update.
_TOGETHER = 16
_HANDS = 2
_REST_SECONDS = 1.0


class Workers:
    """The loop that hands waiting updates to the handlers."""

    def __init__(self, house: House, bot: Bot, presence: Presence) -> None:
        self._house = house
        self._bot = bot
        self._presence = presence
        self._bell = Doorbell(house.database, Box.INBOX)
        # By person: who has an update under way, from its reading to its commit.
        self._tasks: dict[bytes, asyncio.Task[None]] = {}
        self._ready: asyncio.Queue[_Prepared] = asyncio.Queue()
        self._thanks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Work until cancelled; what is under way is then finished first."""
        # SQLite has one writer; on PostgreSQL one transaction waits while another works.
        hands = 1 if self._house.database.on_sqlite else _HANDS
        commits = [asyncio.create_task(self._carry_out_what_is_ready()) for _ in range(hands)]
        try:
            while True:
                await self._start_due()
                await self._bell.sleep()
                self._tasks = {who: task for who, task in self._tasks.items() if not task.done()}
        finally:
            await self._bell.silence()
            await asyncio.gather(*self._tasks.values(), *self._thanks, return_exceptions=True)
            for hand in commits:
                hand.cancel()
            await asyncio.gather(*commits, return_exceptions=True)

    async def _start_due(self) -> None:
        most = self._house.settings.limits.workers
        free = most - len(self._tasks)
        if free < most * _WORTH_A_LOOK:
            return
        busy, share = list(self._tasks), self._presence.share
        for row in await inbox.due(self._house, datetime.now(UTC), busy, free, share):
            self._tasks[row.person] = task = asyncio.create_task(self._work(row))
            self._bell.watch(task)

    async def _work(self, row: InboxRow) -> None:
        try:
            raw = inbox.opened(self._house, row)
            ready = await dispatch.prepare(self._house, raw, datetime.now(UTC))
            prepared = _Prepared(row, ready)
            self._ready.put_nowait(prepared)
            await prepared.done
            self._thank(raw)
        except Unavailable as error:
            log.error("database unavailable, still trying", seq=row.seq, **fault_fields(error))
            await asyncio.sleep(_REST_SECONDS)
        except Exception as error:  # noqa: BLE001 - whatever it is, the update must not be lost
            await self._failed(row, error)

    async def _carry_out_what_is_ready(self) -> None:
        while True:
            together = [await self._ready.get()]
            while len(together) < _TOGETHER and not self._ready.empty():
                together.append(self._ready.get_nowait())
            await self._carry_out(together)

    async def _carry_out(self, together: list["_Prepared"]) -> None:
        try:
            jobs = [one.job() for one in together]
            await updates.carry_out(self._house, jobs, datetime.now(UTC))
        except Exception as error:  # noqa: BLE001 - told to the update that caused it
            if len(together) == 1 or isinstance(error, Unavailable):
                for one in together:
                    one.done.set_exception(error)
                return
            # One of them broke it for all.
            for one in together:
                await self._carry_out([one])
        else:
            for one in together:
                one.done.set_result(None)

    def _thank(self, raw: dict[str, Any]) -> None:
        """Stop the waiting sign on a pressed button. Says nothing, so it may be lost."""
        query = raw.get("callback_query")
        if query:
            task = asyncio.create_task(self._answer(query["id"]))
            self._thanks.add(task)
            task.add_done_callback(self._thanks.discard)

    async def _answer(self, query_id: str) -> None:
        try:
            await self._bot.answer_callback_query(query_id)
        except TelegramError as error:
            log.debug("button not acknowledged", error=type(error).__name__)

    async def _failed(self, row: InboxRow, error: Exception) -> None:
        fault = secrets.token_hex(4).upper()
        try:
            resident = await self._sender(row)
            parked = await updates.give_up_or_retry(
                self._house, row, datetime.now(UTC), fault, resident
            )
        except Exception as worse:  # noqa: BLE001 - the row is still in the inbox
            log.error("failed update not put off", seq=row.seq, **fault_fields(worse))
            await asyncio.sleep(_REST_SECONDS)
            return
        word = "update parked" if parked else "update failed, will be tried again"
        log.error(word, fault=fault, seq=row.seq, tries=row.tries + 1, **fault_fields(error))

    async def _sender(self, row: InboxRow) -> Resident | None:
        try:
            sender = dispatch.sender(inbox.opened(self._house, row))
        except Exception:  # noqa: BLE001 - what cannot be read must still be put aside
            return None
        return await residents.recall(self._house, sender) if sender else None


class _Prepared:
    """An update that can be carried out, and the moment when it has been."""

    def __init__(self, row: InboxRow, ready: dispatch.Ready | None) -> None:
        self.row = row
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._ready = ready

    def job(self) -> Job:
        """Return what is to be done."""
        return Job(row=self.row, act=self._act, explain=self._explain)

    async def _act(self, work: Work) -> None:
        if self._ready is not None:
            await dispatch.act(work, self._ready)

    async def _explain(self, work: Work, error: BridgeError) -> None:
        if self._ready is not None:
            await dispatch.explain(work, self._ready, error)
