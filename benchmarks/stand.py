"""What the benchmarks share: a ground to stand on, our bot on it, and its peers.

A ground has keys and founded databases of both engines. Each run begins with
copies of these, in bots that are processes of their own.
"""

import asyncio
import contextlib
import functools
import itertools
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import cluster
import processes
from cluster import Server
from processes import Team

from bot.founding import new_passphrase
from casework import founding
from sandbox.server import Running
from settings import writing
from storage import keys, schema

TOKEN = "123456:SANDBOX-benchmark-opens-nothing"  # noqa: S105 - opens nothing
FOUNDED = f"founded{schema.HEAD}"
"""The template that holds nothing but its first event, for tables of this release."""

Changes = dict[str, str | int | list[str]]
Start = Callable[[Running], AbstractAsyncContextManager[Team]]

_HERE = Path(__file__).parent
_EXAMPLE = _HERE.parent / "config.example.toml"
_PEERS = _HERE.parent / ".venv" / "peers" / "bin" / "python"
_OFF = 1_000_000
_UNLIMITED: Changes = {
    "limits.messages_per_second": _OFF,
    "limits.per_chat_per_second": _OFF,
    "limits.per_chat_burst": _OFF,
    "limits.receipt_tries": _OFF,
    "limits.messages_in_ten_minutes": _OFF,
    "limits.reports_a_day": _OFF,
    "limits.copies_a_day": _OFF,
}
# Old enough for the reports that growth.py writes after it.
_FOUNDED_AGO = timedelta(days=3660)


class Engine(StrEnum):
    """Where everything is kept."""

    SQLITE = "SQLite"
    POSTGRESQL = "PostgreSQL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A folder with keys and templates, and a PostgreSQL server."""

    folder: Path
    server: Server
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def ours(
        self,
        engine: Engine,
        *,
        workers: int = 1,
        limits: bool = False,
        template: str = FOUNDED,
    ) -> Start:
        """Return how to start our bot on a copy of *template*, with Telegram's *limits* or none."""

        @contextlib.asynccontextmanager
        async def start(running: Running) -> AsyncIterator[Team]:
            async with (
                self._copied(engine, template) as name,
                self.on(running, engine, name, workers=workers, limits=limits) as team,
            ):
                yield team

        return start

    @contextlib.asynccontextmanager
    async def on(
        self,
        running: Running,
        engine: Engine,
        name: str,
        *,
        workers: int = 1,
        limits: bool = False,
    ) -> AsyncIterator[Team]:
        """Run our bot on the database *name* itself."""
        config = self._config(running, self.url(engine, name), {} if limits else _UNLIMITED)
        command = (_program("maplebridge"), "bot", "--config", str(config))
        async with contextlib.AsyncExitStack() as stack:
            started = [processes.running(*command) for _ in range(workers)]
            pids = tuple([await stack.enter_async_context(one) for one in started])
            server = None if engine is Engine.SQLITE else self.server.pid
            yield Team(pids=pids, server=server)

    def url(self, engine: Engine, name: str) -> str:
        """Return the address of the database *name*."""
        if engine is Engine.SQLITE:
            return f"sqlite+aiosqlite:///{self.file(name)}"
        return self.server.url(name)

    def file(self, name: str) -> Path:
        """Return where SQLite keeps the database *name*."""
        return self.folder / f"{name}.db"

    async def holds(self, engine: Engine, name: str) -> bool:
        """Return whether there is a database *name*."""
        if engine is Engine.SQLITE:
            return self.file(name).exists()
        return await self.server.holds(name)

    @contextlib.asynccontextmanager
    async def _copied(self, engine: Engine, template: str) -> AsyncIterator[str]:
        """Copy a database for one run; yield the name of the copy."""
        name = f"run{next(self._numbers)}"
        await self.copy(engine, template, name)
        try:
            yield name
        finally:
            await self.drop(engine, name)

    async def copy(self, engine: Engine, template: str, name: str) -> None:
        """Make the database *name* as a copy of *template*."""
        await self.drop(engine, name)
        if engine is Engine.SQLITE:
            await asyncio.to_thread(shutil.copyfile, self.file(template), self.file(name))
        else:
            await self.server.copy(template, name)

    async def rename(self, engine: Engine, name: str, new: str) -> None:
        """Call a database, which nobody has open, otherwise."""
        if engine is Engine.SQLITE:
            self.file(name).rename(self.file(new))
        else:
            await self.server.execute(f'ALTER DATABASE "{name}" RENAME TO "{new}"')

    async def drop(self, engine: Engine, name: str) -> None:
        """Drop the database *name*, if it is there."""
        if engine is Engine.SQLITE:
            for left in self.folder.glob(f"{name}.db*"):
                left.unlink()
        else:
            await self.server.drop(name)

    def _config(self, running: Running, url: str, changes: Changes) -> Path:
        """Write the configuration of one run."""
        path = self.folder / "installation" / f"config{next(self._numbers)}.toml"
        path.unlink(missing_ok=True)
        places: Changes = {
            "telegram.base_url": running.base_url,
            "telegram.base_file_url": running.base_file_url,
            "database.url": url,
        }
        write_config(path, changes | places)
        return path


@contextlib.contextmanager
def ground(kept: Path | None = None) -> Iterator[Ground]:
    """Make a ground, in a folder that is *kept* or in one that goes."""
    with contextlib.ExitStack() as stack:
        home = kept or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        home.mkdir(parents=True, exist_ok=True)
        # PostgreSQL's own user must find its way to its data.
        home.chmod(0o755)
        server = stack.enter_context(cluster.running(home / "postgres"))
        made = Ground(folder=home.resolve(), server=server)
        if not (home / "installation").exists():
            make_keys(home)
        asyncio.run(_found(made))
        yield made


def peers() -> dict[str, Start]:
    """Return the bare echo bots."""
    address = functools.partial(_echo, "echo_aiogram.py", _PEERS)
    found: dict[str, Start] = {"python-telegram-bot, bare echo": _python_telegram_bot}
    if _PEERS.exists():
        return found | {"aiogram, bare echo": address}
    print("aiogram is left out: make .venv/peers first", file=sys.stderr)
    return found


@contextlib.asynccontextmanager
async def ceiling(running: Running) -> AsyncIterator[Team]:
    """Run the bot that finds out what the sandbox can serve."""
    async with _echo("echo_raw.py", Path(sys.executable), running) as team:
        yield team


@contextlib.asynccontextmanager
async def _python_telegram_bot(running: Running) -> AsyncIterator[Team]:
    script = str(_HERE / "echo_ptb.py")
    async with processes.running(sys.executable, script, TOKEN, running.base_url) as pid:
        yield Team(pids=(pid,))


@contextlib.asynccontextmanager
async def _echo(script: str, python: Path, running: Running) -> AsyncIterator[Team]:
    command = (str(python), str(_HERE / script), TOKEN, running.address)
    async with processes.running(*command) as pid:
        yield Team(pids=(pid,))


def make_keys(home: Path) -> None:
    """Make an installation in *home*: keys, their copy, and a token; no database."""
    folder = home / "installation"
    folder.mkdir()
    (folder / "token").write_text(TOKEN)
    keys.create(folder / "keys", home / "recovery" / "keys.age", new_passphrase())


def write_config(path: Path, changes: Changes) -> None:
    """Write a configuration beside the keys that `make_keys` made."""
    usual: Changes = {"keys.recovery": "../recovery/keys.age", "logs.level": "error"}
    writing.write_config(_EXAMPLE.read_text(), path, usual | changes)


async def _found(made: Ground) -> None:
    for engine in Engine:
        if not await made.holds(engine, FOUNDED):
            if engine is Engine.POSTGRESQL:
                await made.server.execute(f"CREATE DATABASE {FOUNDED}")
            await founding.found(made.url(engine, FOUNDED), datetime.now(UTC) - _FOUNDED_AGO)


def _program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))
