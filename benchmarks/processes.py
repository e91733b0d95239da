"""Programs that are measured: started, looked at, and always ended."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

_PATIENCE = 20.0
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """The processes of one bot, and the database server it writes to."""

    pids: tuple[int, ...]
    server: int | None = None

    def cpu(self) -> float:
        """Return the seconds of CPU that the bot has used."""
        return sum(_cpu(pid) for pid in self.pids)

    def server_cpu(self) -> float:
        """Return the seconds of CPU of the database server and all its processes."""
        if self.server is None:
            return 0.0
        living = Path(f"/proc/{self.server}/task/{self.server}/children").read_text().split()
        return _cpu(self.server, gone=True) + sum(_cpu(int(pid)) for pid in living)

    def peak_mib(self) -> float:
        """Return the most memory the bot has had resident, in MiB."""
        return sum(_peak_mib(pid) for pid in self.pids)


class DiedError(Exception):
    """A program that is measured ended by itself."""


@contextlib.asynccontextmanager
async def running(*command: str) -> AsyncIterator[int]:
    """Run a program until the block ends; what it says goes to standard error.

    Raises:
        DiedError: If it ends before.
    """
    process = await asyncio.create_subprocess_exec(*command, stdout=sys.stderr, stderr=sys.stderr)
    end = asyncio.create_task(process.wait())
    try:
        async with _only_while_running(end):
            yield process.pid
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(end, _PATIENCE)
        except TimeoutError:
            process.kill()
            await process.wait()


@contextlib.asynccontextmanager
async def _only_while_running(end: asyncio.Task[int]) -> AsyncIterator[None]:
    """Leave the block when the program does: nobody would answer any more."""
    task = asyncio.current_task()
    assert task is not None

    def leave(_end: asyncio.Task[int]) -> None:
        task.cancel()

    end.add_done_callback(leave)
    try:
        yield
    except asyncio.CancelledError:
        if not end.done():
            raise
        task.uncancel()
        raise DiedError from None
    finally:
        end.remove_done_callback(leave)


def _cpu(pid: int, *, gone: bool = False) -> float:
    """Return seconds, user and system, also of children that are *gone* (proc(5), 14 to 17)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    return sum(int(ticks) for ticks in fields[11 : 15 if gone else 13]) / _TICKS


def _peak_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
