"""A real PostgreSQL server for the tests: Debian's binaries, a free port, nothing shared."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg

# Speed matters here and a power cut does not.
_QUICK = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")
_STOP_SECONDS = 20


@dataclass(slots=True, kw_only=True)
class Server:
    """A server that can be stopped and started again on the same data and port."""

    folder: Path
    bin: Path
    owner: str | None
    port: int
    options: tuple[str, ...]
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The URL of its first database."""
        return f"postgresql+asyncpg://tests@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Return once it answers."""
        data = self.folder / "data"
        command = [self.bin / "postgres", "-D", data, "-p", self.port, "-k", data]
        command += ["-h", "127.0.0.1", *self.options]
        with (self.folder / "log").open("a") as log:
            self._process = subprocess.Popen(_as(self.owner, *command), stdout=log, stderr=log)
        _until_it_answers(self.owner, self.bin, self.port)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Return once it is gone: SIGINT closes in order, SIGQUIT is a crash."""
        if self._process is not None and self._process.poll() is None:
            # Not to our child: runuser stands between, and passes SIGTERM alone on.
            first, *_ = (self.folder / "data" / "postmaster.pid").read_text().splitlines()
            os.kill(int(first), how)
            self._process.wait(_STOP_SECONDS)


def programs() -> Path | None:
    """Return the folder with initdb and postgres, the newest if there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Run a quick server; yield the URL of its first database."""
    with serving(*_QUICK) as server:
        yield server.url


@contextlib.contextmanager
def serving(*options: str) -> Iterator[Server]:
    """Run a server in a folder of its own; without *options* it is durable."""
    # Not in pytest's folder: another run of the same user shuts that to everybody else.
    with tempfile.TemporaryDirectory(prefix="maplebridge-") as folder:
        yield from _serving(Path(folder), options)


def _serving(folder: Path, options: tuple[str, ...]) -> Iterator[Server]:
    bin_ = programs()
    assert bin_ is not None
    data = folder / "data"
    data.mkdir()
    owner = _owner(folder, data)
    start = ["-D", data, "-A", "trust", "-U", "tests", "-E", "UTF8", "--no-sync"]
    _run(owner, bin_ / "initdb", *start)
    server = Server(folder=folder, bin=bin_, owner=owner, port=_free_port(), options=options)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def database(url: str, name: str) -> str:
    """Return the URL of another database on the server at *url*."""
    return f"{url.rpartition('/')[0]}/{name}"


async def execute(url: str, sql: str) -> None:
    """Run one statement outside a transaction."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


def _owner(folder: Path, data: Path) -> str | None:
    """Return whom to run as: PostgreSQL refuses root, anyone else stays who they are."""
    if os.geteuid() != 0:
        return None
    owner = pwd.getpwnam("postgres")
    shutil.chown(data, owner.pw_uid, owner.pw_gid)
    folder.chmod(0o755)
    return "postgres"


def _as(owner: str | None, *command: object) -> list[str]:
    words = [str(word) for word in command]
    return ["runuser", "-u", owner, "--", *words] if owner else words


def _run(owner: str | None, *command: object) -> None:
    subprocess.run(_as(owner, *command), check=True, capture_output=True, cwd="/")


def _until_it_answers(owner: str | None, bin_: Path, port: int) -> None:
    waiting = (bin_ / "pg_isready", "-h", "127.0.0.1", "-p", str(port), "-t", "1")
    for _ in range(300):
        with contextlib.suppress(subprocess.CalledProcessError):
            _run(owner, *waiting)
            return
        # pg_isready answers at once while nobody listens.
        subprocess.run(["sleep", "0.05"], check=True)
    raise TimeoutError("PostgreSQL did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
