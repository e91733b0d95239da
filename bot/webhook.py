"""Take updates that Telegram brings: the port, and telling Telegram where it is."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import uvicorn
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot import polling, webhook_reasons
from bot.logs import log
from bot.webhook_door import Door
from bot.webhook_keeping import Keeper
from casework.work import House
from settings.model import Settings

_BACKLOG = 2048
# Seconds. Longer than nginx keeps a connection to us (60), or it would use one we just closed.
_KEEP_ALIVE = 75
# Seconds for what is under way when we stop.
_DRAIN = 10
# Seconds until the next try after Telegram refused the address: names get known, typos do not.
_REFUSED = 60.0

T = TypeVar("T")


async def listen(house: House, bot: Bot, is_open: asyncio.Event) -> None:
    """Take updates over HTTP until cancelled; *is_open* is set while the port accepts.

    When cancelled it lets nobody in any more and answers who is inside, then ends.

    Raises:
        OSError: If another program has the port.
        ValueError: If the file with the secret has gone bad.
    """
    keeper = Keeper(house, bot.id)
    door = Door(house, keeper)
    with _listener(*house.settings.telegram.webhook.host_and_port) as listener:
        server = _Server(_config(door), is_open)
        serving = asyncio.create_task(server.serve([listener]))
        try:
            await asyncio.shield(serving)
        finally:
            is_open.clear()
            server.should_exit = True
            await serving
            await keeper.finished()


async def point(bot: Bot, settings: Settings) -> None:
    """Tell Telegram where to bring updates; try until it agrees. What waits there stays."""
    hook = settings.telegram.webhook
    secret = hook.secret()
    await _insisted(
        lambda: bot.set_webhook(
            url=hook.url,
            secret_token=secret,
            allowed_updates=polling.WANTED,
            max_connections=hook.connections,
            drop_pending_updates=False,
        )
    )
    log.info("webhook is set")


async def unpoint(bot: Bot) -> None:
    """Have Telegram keep updates until they are fetched. What waits there stays."""
    info = await _insisted(bot.get_webhook_info)
    if info.url:
        await _insisted(lambda: bot.delete_webhook(drop_pending_updates=False))
        log.warning("a webhook was set for this token and is removed, to poll")


async def _insisted(call: Callable[[], Awaitable[T]]) -> T:
    """Return what *call* brings, however often it must be tried."""
    failures = 0
    while True:
        try:
            return await call()
        except TelegramError as error:
            failures += 1
            await asyncio.sleep(_pause(error, failures))


def _pause(error: TelegramError, failures: int) -> float:
    if isinstance(error, RetryAfter):
        return polling.seconds_of(error)
    # python-telegram-bot counts a refused call among the faults of the network.
    if isinstance(error, BadRequest) or not isinstance(error, NetworkError):
        reason = webhook_reasons.reason_of(error.message)
        log.error("Telegram refuses the webhook", reason=reason.kind, error=type(error).__name__)
        return _REFUSED
    if failures == len(polling.PAUSES):
        log.warning("Telegram cannot be reached; still trying", failures=failures)
    return polling.PAUSES[min(failures, len(polling.PAUSES)) - 1]


def _config(door: Door) -> uvicorn.Config:
    return uvicorn.Config(
        door,
        http=H11Protocol,
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        # Its lines bring stack traces along; what matters is in ours.
        log_level="critical",
        proxy_headers=False,
        server_header=False,
        backlog=_BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_DRAIN,
    )


def _listener(host: str, port: int) -> socket.socket:
    """Return a socket at that address, which other processes of this account may share."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listener.bind((host, port))
    except BaseException:
        listener.close()
        raise
    return listener


class _Server(uvicorn.Server):
    """uvicorn that says when it is open, and leaves signals to the program."""

    def __init__(self, config: uvicorn.Config, is_open: asyncio.Event) -> None:
        super().__init__(config)
        self._is_open = is_open

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._is_open.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
