"""Keep updates that arrive at the same time in one commit, since each waits for the disk."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.logs import fault_fields, log
from casework import inbox
from casework.work import House

# What comes of an update that is not in Telegram's shape.
_SHAPE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class Unreadable(Exception):
    """An update is not in Telegram's shape."""


@dataclass(frozen=True, slots=True, eq=False)
class _Arrival:
    update: dict[str, Any]
    kept: asyncio.Future[None]


class Keeper:
    """Takes updates one by one; whatever comes during a commit goes into the next together."""

    def __init__(self, house: House, bot_id: int) -> None:
        self._house = house
        self._bot_id = bot_id
        self._waiting: list[_Arrival] = []
        self._committing: asyncio.Task[None] | None = None

    async def keep(self, update: dict[str, Any]) -> None:
        """Return once *update* is committed.

        Raises:
            Unreadable: If nothing can be kept of it.
            Exception: Whatever kept the database from committing.
        """
        arrival = _Arrival(update, asyncio.get_running_loop().create_future())
        self._waiting.append(arrival)
        if self._committing is None or self._committing.done():
            # A task of its own: nobody who hangs up may tear a transaction.
            self._committing = asyncio.create_task(self._commit_all())
        await arrival.kept

    async def finished(self) -> None:
        """Return when nothing is being committed any more."""
        if self._committing is not None:
            await self._committing

    async def _commit_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            await self._commit(batch)

    async def _commit(self, batch: list[_Arrival]) -> None:
        updates = [arrival.update for arrival in batch]
        problem: Exception | None = None
        try:
            await inbox.accept(self._house, self._bot_id, updates, datetime.now(UTC))
        except _SHAPE as error:
            if len(batch) > 1:
                # One of them must not keep the others out.
                for arrival in batch:
                    await self._commit([arrival])
                return
            log.error("update cannot be read", **fault_fields(error))
            problem = Unreadable()
        except Exception as error:  # noqa: BLE001 - told to each who waits for it
            problem = error
        for arrival in batch:
            _tell(arrival.kept, problem)


def _tell(kept: asyncio.Future[None], problem: Exception | None) -> None:
    # Done already when whoever waited for it is gone.
    if kept.done():
        return
    if problem is None:
        kept.set_result(None)
    else:
        kept.set_exception(problem)
