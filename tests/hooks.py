"""What tests of webhooks share: a free port, an installation that takes updates at it."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
from telegram import Bot

from bot import runtime, webhook
from casework import inbox
from casework.work import House
from sandbox import server
from sandbox.world import World
from storage.tables import inbox as rows
from tests.stage import Stage
from tests.support import Installation

SECRET = "a_secret-of-the-tests_that-opens-nothing"
PATH = "/telegram/updates"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
WORDS = "Someone sells gas cylinders"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A house that may take updates at `url`, and somebody to bring them."""

    url: str
    house: House
    bot: Bot
    http: httpx.AsyncClient
    world: World
    installation: Installation

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[asyncio.Task[None]]:
        """Listen as one process does, until the block ends."""
        is_open = asyncio.Event()
        task = asyncio.create_task(webhook.listen(self.house, self.bot, is_open))
        await asyncio.wait_for(is_open.wait(), 10)
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def bring(self, update: dict[str, Any]) -> int:
        """Bring an update as Telegram does; return the status of the answer."""
        return (await self.http.post(self.url, json=update, headers=HEADERS)).status_code

    async def kept(self) -> list[int]:
        """Return the numbers of the updates that are on disk."""
        found = await Stage(house=self.house).rows(rows)
        return sorted(row["update_id"] for row in found)

    async def opened(self) -> list[dict[str, Any]]:
        """Return what waits to be handled, as it was brought."""
        due = await inbox.due(self.house, datetime.now(UTC), [], 100)
        return [inbox.opened(self.house, row) for row in due]


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def hook(installation: Installation, url: str = "") -> str:
    """Let *installation* take updates, from *url* on or directly; return where."""
    port = free_port()
    secret = installation.folder / "webhook-secret"
    secret.write_text(f"{SECRET}\n", encoding="utf-8")
    secret.chmod(0o600)
    public = url or f"http://127.0.0.1:{port}{PATH}"
    installation.configure(
        telegram__webhook__url=public, telegram__webhook__listen=f"127.0.0.1:{port}"
    )
    return public


@contextlib.asynccontextmanager
async def place(installation: Installation, world: World) -> AsyncIterator[Place]:
    """Open a house beside a stand-in for Telegram that knows no webhook yet."""
    url = hook(installation)
    async with server.serve(world) as running:
        installation.configure(telegram__base_url=running.base_url)
        settings = installation.settings()
        async with (
            runtime.opened(settings) as house,
            runtime.telegram(settings) as bot,
            # Reading the machine's certificates takes longer than most of these tests.
            httpx.AsyncClient(timeout=20, verify=False) as http,  # noqa: S501
        ):
            yield Place(
                url=url, house=house, bot=bot, http=http, world=world, installation=installation
            )


def update(number: int, person: int = 5_200_000_001) -> dict[str, Any]:
    """Return an update in which *person* writes a few words."""
    who = {"id": person, "is_bot": False, "first_name": "Mei"}
    chat = {"id": person, "type": "private", "first_name": "Mei"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": who, "text": WORDS}
    return {"update_id": number, "message": message}
