"""The stand-in as an HTTP server, on its own or inside a test's event loop."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from sandbox import control, gate
from sandbox.api import BotApi
from sandbox.asgi import HANG_UP, App, Receive, Scope, Send
from sandbox.courier import Courier
from sandbox.world import World

BACKLOG = 2048
KEEP_ALIVE = 75
"""Seconds an idle connection stays open, as with nginx.

Longer than a client keeps its own (httpx: 5), or the two race and a call is
lost now and then that no fault switch asked for.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Where a running server is found; only from this machine."""

    world: World
    host: str
    port: int

    @property
    def address(self) -> str:
        """The page's address, also the root of the control API."""
        return f"http://{self.host}:{self.port}"

    @property
    def base_url(self) -> str:
        """What `telegram.Bot(base_url=...)` wants; the token follows it."""
        return f"{self.address}/bot"

    @property
    def base_file_url(self) -> str:
        """What `telegram.Bot(base_file_url=...)` wants."""
        return f"{self.address}/file/bot"


def create_app(world: World) -> App:
    """Return the whole stand-in: Bot API, control API and page."""
    bot_api = BotApi(world)
    rest = gate.loopback_only(control.create_app(world))

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        ours = path.startswith(("/bot", "/file/bot"))
        await (bot_api if ours else rest)(scope, receive, send)

    return app


@contextlib.asynccontextmanager
async def serve(world: World, port: int = 0, *, host: str = "127.0.0.1") -> AsyncIterator[Running]:
    """Serve *world* until the block ends; port 0 takes a free one.

    Long polls, streams and silent calls end with it, so that stopping takes a
    fraction of a second.
    """
    with _listening(host, port) as listener:
        world.open = True
        config = uvicorn.Config(
            create_app(world),
            http=_Protocol,
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            log_level="warning",
            backlog=BACKLOG,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=2,
        )
        server = _Server(config)
        task = asyncio.create_task(server.serve([listener]))
        courier = asyncio.create_task(Courier(world).run())
        try:
            yield Running(world=world, host=host, port=listener.getsockname()[1])
        finally:
            world.close()
            server.should_exit = True
            await asyncio.gather(task, courier)


def _listening(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(BACKLOG)
    return listener


class _Server(uvicorn.Server):
    """uvicorn without its hold on signals: they belong to who started us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class _Protocol(H11Protocol):
    """HTTP with a way for the application to hang up on a client."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        app = self.app

        async def with_hang_up(scope: Scope, receive: Receive, send: Send) -> None:
            scope["state"][HANG_UP] = transport.close
            await app(scope, receive, send)

        self.app = with_hang_up
