"""Sleep until a commit rings or a task is done, whichever is first."""

import asyncio
from collections.abc import Iterable
from typing import Any

from storage.database import Box, Database

# Looked at even if nobody rings, for rows that were put off.
_IDLE_SECONDS = 1.0


class Doorbell:
    """The bell of one box; kept from one sleep to the next, for making it costs."""

    def __init__(self, database: Database, box: Box) -> None:
        self._database = database
        self._box = box
        self._bell: asyncio.Task[None] | None = None

    async def sleep(self, tasks: Iterable[asyncio.Task[Any]]) -> None:
        """Return when the bell rings, one of *tasks* is done, or a second has passed."""
        if self._bell is None or self._bell.done():
            self._bell = asyncio.create_task(self._database.wait(self._box, _IDLE_SECONDS))
        await asyncio.wait({self._bell, *tasks}, return_when=asyncio.FIRST_COMPLETED)

    async def silence(self) -> None:
        """Take the bell down."""
        if self._bell is not None:
            self._bell.cancel()
            await asyncio.gather(self._bell, return_exceptions=True)
