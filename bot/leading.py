"""What one process does for all: fetch updates and files, send what is to be said, tidy up."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from telegram import Bot

from bot import fetching, menu, webhook
from bot.logs import fault_fields, log
from bot.polling import poll
from bot.sender import Sender
from casework import calling, reindexing, upkeep
from casework.work import House
from storage.presence import Presence

_SWEEP_SECONDS = 300
_CLOCK_SECONDS = 15
_RETRY_SECONDS = 1.0
_REMIND_SECONDS = 600
# Between two batches of ten: indexing years of reports must not keep a resident waiting.
_INDEX_SECONDS = 0.5
# What the leader before us may have sent counts in Telegram's second.
_HANDOVER_SECONDS = 1.0


class Duty(StrEnum):
    """One of the leader's loops."""

    FETCH = "fetch"
    SEND = "send"
    SWEEP = "sweep"
    FILES = "files"
    INDEX = "index"
    CLOCKS = "clocks"


class Leading:
    """The leader's loops: begun when this process gets the lead, ended when it loses it."""

    def __init__(
        self, house: House, bot: Bot, presence: Presence, port_is_open: asyncio.Event
    ) -> None:
        self._house = house
        self._bot = bot
        self._presence = presence
        self._port_is_open = port_is_open
        # Kept when the lead is lost: it knows what was sent and not yet written down.
        self._sender = Sender(house, bot, lambda: presence.is_sure_to_lead)
        self._tasks: dict[Duty, asyncio.Task[None]] = {}
        # The last report seen to be findable, None once all are.
        self._indexed: int | None = 0

    async def run(self) -> None:
        """Lead whenever we can. Cancelling ends no loop that has begun: see `end`."""
        while True:
            await self._presence.until_leading()
            log.info("leading")
            if self._presence.has_followed or self._presence.share.count > 1:
                await asyncio.sleep(_HANDOVER_SECONDS)
            self._begin()
            await self._presence.until_deposed()
            log.warning("no longer leading")
            await asyncio.gather(*(self.end(duty) for duty in Duty))

    async def end(self, duty: Duty) -> None:
        """End one loop, if it runs; what it has under way is finished first."""
        if duty in self._tasks:
            await ended(self._tasks.pop(duty))

    def _begin(self) -> None:
        loops: dict[Duty, Callable[[], Awaitable[None]]] = {
            Duty.FETCH: self._fetch,
            Duty.SEND: self._sender.run,
            Duty.SWEEP: self._sweep,
            Duty.FILES: self._fetch_files,
            Duty.INDEX: self._index,
            Duty.CLOCKS: self._watch_clocks,
        }
        self._tasks = {
            duty: asyncio.create_task(kept_up(duty, loop)) for duty, loop in loops.items()
        }

    async def _fetch(self) -> None:
        await menu.offer(self._bot)
        is_brought = bool(self._house.settings.telegram.webhook.url)
        await (self._be_brought() if is_brought else self._poll())

    async def _fetch_files(self) -> None:
        await fetching.fetch(self._house, self._bot)

    async def _poll(self) -> None:
        while True:
            await webhook.unpoint(self._bot)
            await poll(self._house, self._bot)

    async def _be_brought(self) -> None:
        """Have Telegram bring updates, and say so again in case somebody unsaid it."""
        await self._port_is_open.wait()
        while True:
            await webhook.point(self._bot, self._house.settings)
            await asyncio.sleep(_REMIND_SECONDS)

    async def _sweep(self) -> None:
        while True:
            await upkeep.sweep(self._house, datetime.now(UTC))
            await asyncio.sleep(_SWEEP_SECONDS)

    async def _watch_clocks(self) -> None:
        while True:
            await calling.look(self._house, datetime.now(UTC))
            await asyncio.sleep(_CLOCK_SECONDS)

    async def _index(self) -> None:
        """Make earlier reports findable, a few a second; later ones are so from the start."""
        while self._indexed is not None:
            self._indexed = await reindexing.index_some(
                self._house, datetime.now(UTC), self._indexed
            )
            await asyncio.sleep(_INDEX_SECONDS)
        await asyncio.Event().wait()


async def kept_up(name: str, loop: Callable[[], Awaitable[None]]) -> None:
    """Run *loop* for ever: a full disk or a lost connection must not need a hand."""
    while True:
        try:
            await loop()
        except Exception as error:  # noqa: BLE001 - logged, and begun again
            log.error("loop failed, beginning again", loop=name, **fault_fields(error))
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                # What it had under way failed as it was being ended: it must end all the same.
                return
            await asyncio.sleep(_RETRY_SECONDS)


async def ended(task: asyncio.Task[Any]) -> None:
    """Cancel *task* and wait until it has finished what it had under way."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
