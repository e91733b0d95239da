"""Sleep until a commit rings or a task is done, whichever is first."""

import asyncio
from typing import Any

from storage.database import Database
from storage.transaction import Box

# Looked at even if nobody rings, for rows that were put off.
_IDLE_SECONDS = 1.0


class Doorbell:
    """Wakes a loop when its box may have something, or one of its tasks is done."""

    def __init__(self, database: Database, box: Box) -> None:
        self._database = database
        self._box = box
        self._rung = asyncio.Event()
        self._bell: asyncio.Task[None] | None = None

    def watch(self, task: asyncio.Task[Any]) -> None:
        """Ring when *task* is done."""
        task.add_done_callback(self._ring)

    async def sleep(self) -> None:
        """Return when it rings, a watched task is done, or a second has passed."""
        if self._bell is None or self._bell.done():
            self._bell = asyncio.create_task(self._database.wait(self._box, _IDLE_SECONDS))
            self.watch(self._bell)
        await self._rung.wait()
        self._rung.clear()

    async def silence(self) -> None:
        """Take the bell down."""
        if self._bell is not None:
            self._bell.cancel()
            await asyncio.gather(self._bell, return_exceptions=True)

    def _ring(self, _task: asyncio.Task[Any]) -> None:
        self._rung.set()
