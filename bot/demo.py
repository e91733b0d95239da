"""`maplebridge demo`: the whole house on this machine, with phones to type on."""

import asyncio
import os
import signal
import socket
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pyrage

from bot import founding, logs, runtime
from bot.console import out
from bot.demo_desks import work as desks
from bot.demo_stories import tell
from casework import founding as tables
from sandbox import server
from sandbox.demo import DEMO_GROUP_ID, DEMO_TOKEN, demo_world
from sandbox.server import Running
from settings import loading, writing
from settings.model import Settings
from storage import keys

_EXAMPLE = Path(__file__).parent.parent / "config.example.toml"


def play(port: int) -> None:
    """Run sandbox and bot until Ctrl-C; what they kept goes when they stop."""
    os.umask(0o077)
    asyncio.run(_play(port))


async def installed(folder: Path, running: Running) -> Settings:
    """Set up an installation in *folder* that talks to the sandbox *running*."""
    (folder / "token").write_text(DEMO_TOKEN, encoding="utf-8")
    config = folder / "config.toml"
    changes: dict[str, str | int | list[str]] = {
        "telegram.base_url": running.base_url,
        "telegram.base_file_url": running.base_file_url,
        "telegram.chats.duty": DEMO_GROUP_ID,
        "keys.recovery": "../recovery/keys.age",
        "keys.custodians": [str(pyrage.x25519.Identity.generate().to_public()) for _ in range(2)],
        "logs.level": "warning",
        # Nobody is flooded here, and the sample reports should not take a minute.
        "limits.per_chat_per_second": 20,
    }
    writing.write_config(_EXAMPLE.read_text(encoding="utf-8"), config, changes)
    settings = loading.load(config)
    keys.create(settings.keys.folder, settings.keys.recovery, founding.new_passphrase())
    await tables.found(settings.database_url, datetime.now(UTC))
    return settings


def _free(port: int) -> int:
    """Return *port*, or 0 for any other if something else is listening there."""
    with socket.socket() as probe:
        return 0 if probe.connect_ex(("127.0.0.1", port)) == 0 else port


async def _play(port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    world = demo_world()
    with tempfile.TemporaryDirectory(prefix="maplebridge-demo-") as home:
        folder = Path(home) / "installation"
        folder.mkdir()
        async with server.serve(world, _free(port)) as running:
            settings = await installed(folder, running)
            logs.set_up(settings.logs)
            logs.quiet_loop()
            await _with_bot(settings, running, stop)


async def _with_bot(settings: Settings, running: Running, stop: asyncio.Event) -> None:
    async with runtime.opened(settings) as house, runtime.telegram(settings) as bot:
        serving = asyncio.create_task(runtime.serve(house, bot, stop))
        telling = asyncio.create_task(tell(running.world))
        await asyncio.wait({serving, telling}, return_when=asyncio.FIRST_COMPLETED)
        if telling.done():
            out.print(f"\nMaple Bridge 枫桥 is open: {running.address}")
            out.print("Type on a phone there as you would on Telegram. Ctrl-C ends it.")
        working = asyncio.create_task(desks(house, running.world))
        await serving
        telling.cancel()
        working.cancel()
        await asyncio.gather(telling, working, return_exceptions=True)
