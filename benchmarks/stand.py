"""What the benchmarks share: a bot in a process of its own, ours or the peer."""

import asyncio
import contextlib
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path

from bot.founding import new_passphrase
from casework import founding
from sandbox.server import Running
from settings import loading, writing
from storage import keys

TOKEN = "123456:SANDBOX-benchmark-opens-nothing"  # noqa: S105 - opens nothing
_HERE = Path(__file__).parent
_EXAMPLE = _HERE.parent / "config.example.toml"
_OFF = 1_000_000

Process = asyncio.subprocess.Process
Start = Callable[[Running], AbstractAsyncContextManager[Process]]


@contextlib.asynccontextmanager
async def peer(running: Running) -> AsyncIterator[Process]:
    """Run a bare python-telegram-bot echo bot."""
    script = str(_HERE / "echo_ptb.py")
    async with _process(sys.executable, script, TOKEN, running.base_url) as process:
        yield process


@contextlib.asynccontextmanager
async def ours(running: Running) -> AsyncIterator[Process]:
    """Run a fresh installation on SQLite, with everything durable and limits off."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "installation"
        await asyncio.to_thread(_install, folder, running)
        command = str(Path(sys.executable).with_name("maplebridge"))
        config = str(folder / "config.toml")
        async with _process(command, "bot", "--config", config) as process:
            yield process


def seconds_of_cpu(process: Process) -> float:
    """Return what a running process has used so far, user and system (proc(5), 14 and 15)."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_mib(process: Process) -> float:
    """Return the most memory a running process has had resident, in MiB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _install(folder: Path, running: Running) -> None:
    folder.mkdir()
    (folder / "token").write_text(TOKEN)
    changes: dict[str, str | int | list[str]] = {
        "telegram.base_url": running.base_url,
        "telegram.base_file_url": running.base_file_url,
        "keys.recovery": "../recovery/keys.age",
        "logs.level": "error",
        "limits.messages_per_second": _OFF,
        "limits.per_chat_per_second": _OFF,
        "limits.per_chat_burst": _OFF,
    }
    writing.write_config(_EXAMPLE.read_text(), folder / "config.toml", changes)
    settings = loading.load(folder / "config.toml")
    keys.create(settings.keys.folder, settings.keys.recovery, new_passphrase())
    asyncio.run(founding.found(settings.database_url, datetime.now(UTC)))


@contextlib.asynccontextmanager
async def _process(*command: str) -> AsyncIterator[Process]:
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()
