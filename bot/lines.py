"""Several connections to Telegram, each a client of its own.

httpx looks through all connections of a pool at the beginning and the end of
each request, and asks each idle one whether it is still open. Here every
connection is a pool of one, and the one used last is used next.
"""

import asyncio
import functools
import ssl
from typing import Any

import httpx
from telegram.request import BaseRequest, HTTPXRequest, RequestData


class Lines(BaseRequest):
    """As many requests at once as there are lines; others wait for a free one."""

    def __init__(self, count: int) -> None:
        self._lines = [line() for _ in range(count)]
        self._free: asyncio.LifoQueue[HTTPXRequest] = asyncio.LifoQueue()
        for one in self._lines:
            self._free.put_nowait(one)

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer."""
        return self._lines[0].read_timeout

    async def initialize(self) -> None:
        """Open the clients."""
        for one in self._lines:
            await one.initialize()

    async def shutdown(self) -> None:
        """Close the clients."""
        for one in self._lines:
            await one.shutdown()

    async def do_request(  # noqa: PLR0917 - the signature is python-telegram-bot's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send a request over the next free line."""
        free = await self._free.get()
        try:
            return await free.do_request(
                url=url,
                method=method,
                request_data=request_data,
                read_timeout=read_timeout,
                write_timeout=write_timeout,
                connect_timeout=connect_timeout,
                pool_timeout=pool_timeout,
            )
        finally:
            self._free.put_nowait(free)


@functools.cache
def trusted() -> ssl.SSLContext:
    """Return what all lines trust, read once: the certificates take 60 ms."""
    return httpx.create_ssl_context()


def line() -> HTTPXRequest:
    """Return a client with one connection."""
    return HTTPXRequest(connection_pool_size=1, httpx_kwargs={"verify": trusted()})
