"""The connections to Telegram, on aiohttp instead of python-telegram-bot's httpx.

Sending one message takes a third of the processor's time (docs/adr/0009): the
client was the brake on how fast a backlog is worked off.
"""

import functools
import ssl
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from triage.files import TooBig

# Seconds; python-telegram-bot's own defaults.
_CONNECT, _ANSWER = 5.0, 5.0
# Seconds in which some more of a file must come.
_PIECE = 30.0


class Lines(BaseRequest):
    """As many requests at once as there are lines; others wait for a free one."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer."""
        return _ANSWER

    async def initialize(self) -> None:
        """Open the client; its lines are opened when they are first used."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._count, ssl=trusted())
            self._session = aiohttp.ClientSession(connector=connector)

    async def shutdown(self) -> None:
        """Close all lines."""
        if self._session is not None:
            await self._session.close()
            self._session = None

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
        """Send a request over the next free line; return status and body.

        Waiting for a free line has no limit here, as the callers wait elsewhere.

        Raises:
            TimedOut: If no connection or no answer came in time.
            NetworkError: If the connection failed.
        """
        del write_timeout, pool_timeout
        if self._session is None:
            raise NetworkError("not initialized")
        timeout = aiohttp.ClientTimeout(
            sock_connect=_seconds(connect_timeout, _CONNECT),
            sock_read=_seconds(read_timeout, _ANSWER),
        )
        body = _body(request_data)
        try:
            async with self._session.request(
                method, url, data=body, timeout=timeout, proxy=_proxy(*urlsplit(url)[:2])
            ) as answer:
                return answer.status, await answer.read()
        # `from None`: these errors quote the address, and the token is in it.
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    async def download(self, url: str, most: int) -> bytes:
        """Return the file at *url*.

        Raises:
            TooBig: If it has more than *most* bytes, whatever it says of itself.
            TimedOut: If no connection or nothing more came in time.
            NetworkError: If it cannot be had now.
        """
        if self._session is None:
            raise NetworkError("not initialized")
        timeout = aiohttp.ClientTimeout(sock_connect=_CONNECT, sock_read=_PIECE)
        try:
            async with self._session.get(
                url, timeout=timeout, proxy=_proxy(*urlsplit(url)[:2])
            ) as answer:
                if answer.status != HTTPStatus.OK:
                    raise NetworkError(f"file refused with {answer.status}")
                return await _at_most(answer.content, most)
        # `from None`, as above.
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None


def line() -> Lines:
    """Return a client with one connection."""
    return Lines(1)


@functools.cache
def trusted() -> ssl.SSLContext:
    """Return what all lines trust, read once: the certificates take 60 ms."""
    return httpx.create_ssl_context()


@functools.cache
def _proxy(scheme: str, host: str) -> str | None:
    """Return the proxy that the environment names for *host*; it may be the only way out.

    Asked once: aiohttp's own `trust_env` looks for it, and for a file with
    passwords, at each request, which takes longer than the request.
    """
    return None if proxy_bypass(host) else getproxies().get(scheme)


async def _at_most(content: aiohttp.StreamReader, most: int) -> bytes:
    found = bytearray()
    async for piece in content.iter_any():
        found += piece
        if len(found) > most:
            raise TooBig
    return bytes(found)


def _seconds(given: Any, usual: float) -> float | None:
    if given is BaseRequest.DEFAULT_NONE:
        return usual
    seconds: float | None = given
    return seconds


def _body(data: RequestData | None) -> Any:
    if data is None:
        return None
    if not data.contains_files:
        return data.json_parameters
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
