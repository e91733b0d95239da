"""Write in small steps beside running bots, which get their turn in between."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from casework.work import House
from storage.faults import TryAgain
from storage.transaction import Tx

Result = TypeVar("Result")

# Seconds between two transactions, so that SQLite's other writers get their turn.
_BREATH = 0.01
_BUSY_TRIES = 20


async def written(house: House, act: Callable[[Tx], Awaitable[Result]]) -> Result:
    """Return what *act* returned in a transaction of its own, tried again while others write."""
    for attempt in range(_BUSY_TRIES):
        try:
            async with house.database.write() as tx:
                result = await act(tx)
        except TryAgain:
            if attempt == _BUSY_TRIES - 1:
                raise
        else:
            await asyncio.sleep(_BREATH)
            return result
        await asyncio.sleep(_BREATH)
    raise AssertionError("the last try returns or raises")
