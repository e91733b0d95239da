"""The door that Telegram knocks at: who may come in, and what they are answered."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any, TypeAlias

from bot.logs import fault_fields, log
from bot.webhook_keeping import Keeper, Unreadable
from casework.work import House
from settings.checks import HEALTH_PATH
from storage import schema

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_SECRET_HEADER = b"x-telegram-bot-api-secret-token"
# Bytes of a request. Updates are a few kB; Telegram names no bound.
_LONGEST = 1 << 20
# Numbers of updates fit into a column of 64 bits.
_NUMBERS = range(1, 1 << 63)
# Telegram comes again after as many seconds; without it, after twice as long each time.
_COME_AGAIN = 1
# Seconds between two lines of the log about strangers, who could fill the disk with them.
_STRANGERS_EVERY = 60.0


class Door:
    """An ASGI application; 200 means that the update is on disk.

    No answer has a body: Telegram would take one for a call of its API.
    """

    def __init__(self, house: House, keeper: Keeper) -> None:
        hook = house.settings.telegram.webhook
        self._house = house
        self._keeper = keeper
        self._path = hook.path
        self._secret = hook.secret().encode()
        self._strangers = _Strangers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        status = await self._answered(scope, receive)
        headers = [(b"content-length", b"0")]
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            headers.append((b"retry-after", str(_COME_AGAIN).encode()))
        await send({"type": "http.response.start", "status": status.value, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def _answered(self, scope: Scope, receive: Receive) -> HTTPStatus:
        method, path = scope["method"], scope["path"]
        if path == HEALTH_PATH and method in {"GET", "HEAD"}:
            return await self._health()
        if path != self._path:
            return HTTPStatus.NOT_FOUND
        if method != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED
        if not hmac.compare_digest(_header(scope, _SECRET_HEADER), self._secret):
            self._strangers.note()
            return HTTPStatus.FORBIDDEN
        body = await _body(receive)
        if body is None:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        update = _update(body)
        return HTTPStatus.BAD_REQUEST if update is None else await self._kept(update)

    async def _kept(self, update: dict[str, Any]) -> HTTPStatus:
        try:
            await self._keeper.keep(update)
        except Unreadable:
            return HTTPStatus.BAD_REQUEST
        except Exception as error:  # noqa: BLE001 - whatever it is, Telegram shall come again
            log.error("update not kept, Telegram will bring it again", **fault_fields(error))
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK

    async def _health(self) -> HTTPStatus:
        try:
            async with self._house.database.read() as tx:
                await schema.receipt_salt(tx)
        except Exception:  # noqa: BLE001 - that something is wrong is the answer
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK


class _Strangers:
    """Counts requests with a wrong secret, and logs them now and then."""

    def __init__(self) -> None:
        self._count = 0
        self._silent_until = 0.0

    def note(self) -> None:
        self._count += 1
        now = asyncio.get_running_loop().time()
        if now >= self._silent_until:
            log.warning("webhook called with a wrong secret", count=self._count)
            self._count, self._silent_until = 0, now + _STRANGERS_EVERY


def _header(scope: Scope, wanted: bytes) -> bytes:
    return next((bytes(value) for name, value in scope["headers"] if name == wanted), b"")


async def _body(receive: Receive) -> bytes | None:
    """Return the body of a request, None if it is too long."""
    body, more = b"", True
    while more and len(body) <= _LONGEST:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body if len(body) <= _LONGEST else None


def _update(body: bytes) -> dict[str, Any] | None:
    """Return the update in *body*, None if there is none."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    number = update.get("update_id") if isinstance(update, dict) else None
    # JSON's true would pass for the number 1.
    return update if type(number) is int and number in _NUMBERS else None
