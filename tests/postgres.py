"""A real PostgreSQL server for the tests: Debian's binaries, a free port, nothing shared."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncpg

# Speed matters here and a power cut does not.
_QUICK = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")


def programs() -> Path | None:
    """Return the folder with initdb and postgres, the newest if there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextlib.contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run a server with its data in *folder*; yield the URL of its first database."""
    bin_ = programs()
    assert bin_ is not None
    data = folder / "data"
    data.mkdir()
    owner = _owner(folder, data)
    start = ["-D", data, "-A", "trust", "-U", "tests", "-E", "UTF8", "--no-sync"]
    _run(owner, bin_ / "initdb", *start)
    port = _free_port()
    command = [bin_ / "postgres", "-D", data, "-p", str(port), "-k", str(data)]
    command += ["-h", "127.0.0.1", *_QUICK]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(_as(owner, *command), stdout=log, stderr=log)
    try:
        _until_it_answers(owner, bin_, port)
        yield f"postgresql+asyncpg://tests@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(20)


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
    for parent in folder.parents:
        if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o001:
            parent.chmod(parent.stat().st_mode | 0o011)
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
