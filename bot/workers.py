"""Work the inbox: one person's updates in order, many people at once."""

import asyncio
import secrets
from collections import deque
from datetime import UTC, datetime
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.logs import fault_fields, log
from bot.waking import Doorbell
from casework import inbox, residents, updates
from casework.work import House, Resident, Work
from handlers import dispatch
from storage.database import Box
from storage.inbox import InboxRow
from triage.errors import BridgeError

# Fetched at once: a query for each update would cost as much as handling it.
_AHEAD = 64
_REST_SECONDS = 1.0


class Workers:
    """The loop that hands waiting updates to the handlers."""

    def __init__(self, house: House, bot: Bot) -> None:
        self._house = house
        self._bot = bot
        self._bell = Doorbell(house.database, Box.INBOX)
        # Fetched, not begun: one update of each person, none of whom is under way.
        self._ready: deque[InboxRow] = deque()
        self._tasks: dict[bytes, asyncio.Task[None]] = {}
        self._thanks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Work until cancelled; what is under way is then finished first."""
        try:
            while True:
                await self._start_due()
                await self._bell.sleep()
                self._tasks = {who: task for who, task in self._tasks.items() if not task.done()}
        finally:
            await self._bell.silence()
            await asyncio.gather(*self._tasks.values(), *self._thanks, return_exceptions=True)

    async def _start_due(self) -> None:
        most = self._house.settings.limits.workers
        if not self._ready and len(self._tasks) < most:
            busy = list(self._tasks)
            self._ready.extend(await inbox.due(self._house, datetime.now(UTC), busy, _AHEAD))
        while self._ready and len(self._tasks) < most:
            row = self._ready.popleft()
            self._tasks[row.person] = task = asyncio.create_task(self._work(row))
            self._bell.watch(task)

    async def _work(self, row: InboxRow) -> None:
        try:
            raw = inbox.opened(self._house, row)
            await self._handle(row, raw)
            self._thank(raw)
        except Exception as error:  # noqa: BLE001 - whatever it is, the update must not be lost
            await self._failed(row, error)

    async def _handle(self, row: InboxRow, raw: dict[str, Any]) -> None:
        now = datetime.now(UTC)
        ready = await dispatch.prepare(self._house, raw, now)

        async def act(work: Work) -> None:
            if ready is not None:
                await dispatch.act(work, ready)

        async def explain(work: Work, error: BridgeError) -> None:
            if ready is not None:
                await dispatch.explain(work, ready, error)

        await updates.carry_out(self._house, row, now, act, explain)

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
