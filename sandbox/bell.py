"""A bell: wakes everybody who waits for something to change."""

import asyncio


class Bell:
    """Wakes all who wait, costs nothing when nobody does.

    There is no lost wake-up as long as the caller does not await between
    looking and waiting: everything happens on one event loop.
    """

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake everybody who waits now."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, set()
        for one in waiting:
            if not one.done():
                one.set_result(None)

    async def wait(self, seconds: float) -> None:
        """Wait for the next ring, or until *seconds* are over."""
        one = asyncio.get_running_loop().create_future()
        self._waiting.add(one)
        try:
            async with asyncio.timeout(seconds):
                await one
        except TimeoutError:
            pass
        finally:
            self._waiting.discard(one)
