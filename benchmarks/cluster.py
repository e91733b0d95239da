"""A PostgreSQL server as Debian ships it: default settings, every commit durable."""

import asyncio
import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg

_PATIENCE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server; `pid` is its first process."""

    port: int
    pid: int

    def url(self, name: str) -> str:
        """Return the address of the database *name* as the configuration wants it."""
        return f"postgresql+asyncpg://bench@127.0.0.1:{self.port}/{name}"

    @contextlib.asynccontextmanager
    async def connected(self, name: str) -> AsyncIterator[asyncpg.Connection]:
        """Open a connection to the database *name*."""
        connection = await asyncpg.connect(self.url(name).replace("+asyncpg", ""))
        try:
            yield connection
        finally:
            await connection.close()

    async def copy(self, template: str, name: str) -> None:
        """Make the database *name* as a copy of *template*, and let the disk come to rest."""
        await self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        await self.execute("CHECKPOINT")

    async def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        await self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    async def holds(self, name: str) -> bool:
        """Return whether there is a database *name*."""
        async with self.connected("postgres") as connection:
            query = "SELECT count(*) FROM pg_database WHERE datname = $1"
            return bool(await connection.fetchval(query, name))

    async def execute(self, sql: str, name: str = "postgres") -> None:
        """Run one statement outside a transaction."""
        async with self.connected(name) as connection:
            await connection.execute(sql)


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Run a server on the data in *folder*, made if there are none yet."""
    bin_, data = _programs(), folder / "data"
    if not data.exists():
        _make(bin_, folder, data)
    port = free_port()
    command = [bin_ / "postgres", "-D", data, "-p", str(port), "-k", data, "-h", "127.0.0.1"]
    with (folder / "log").open("w") as log:
        # A session of its own: whoever breaks off with Ctrl-C still needs it to clean up.
        process = subprocess.Popen(
            _as_owner(*command), stdout=log, stderr=log, start_new_session=True
        )
    try:
        asyncio.run(_until_it_answers(port))
        yield Server(port=port, pid=_pid(data))
    finally:
        # SIGINT: do not wait for connections to close. `runuser` would not pass it on.
        with contextlib.suppress(OSError):
            os.kill(_pid(data), signal.SIGINT)
        process.wait(_PATIENCE)


def _pid(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().split()[0])


def installed() -> bool:
    """Return whether there is a PostgreSQL to run."""
    return bool(_found())


def _found() -> list[Path]:
    return sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def _programs() -> Path:
    found = _found()
    if not found:
        raise SystemExit("these figures need PostgreSQL: apt install postgresql")
    return found[-1].parent


def _make(bin_: Path, folder: Path, data: Path) -> None:
    data.mkdir(parents=True)
    if os.geteuid() == 0:
        folder.chmod(0o755)
        shutil.chown(data, "postgres")
    command = (bin_ / "initdb", "-D", data, "-A", "trust", "-U", "bench", "-E", "UTF8")
    subprocess.run(_as_owner(*command), check=True, capture_output=True, cwd="/")


def _as_owner(*command: object) -> list[str]:
    """Return *command* for whom the data belong to: PostgreSQL refuses root."""
    words = [str(word) for word in command]
    if os.geteuid() != 0:
        return words
    return ["runuser", "-u", pwd.getpwnam("postgres").pw_name, "--", *words]


async def _until_it_answers(port: int) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError, asyncpg.PostgresError):
            address = f"postgresql://bench@127.0.0.1:{port}/postgres"
            await (await asyncpg.connect(address)).close()
            return
        await asyncio.sleep(0.05)
    raise SystemExit("PostgreSQL did not start")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
