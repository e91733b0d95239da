"""The hand on the program in victim.py."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_VICTIM = Path(__file__).parent / "victim.py"
_ROOT = Path(__file__).parents[2]
_CLOSE_SECONDS = 20
# Passed by nobody: such a life ends only from outside.
NEVER = "never"


@dataclass(slots=True, kw_only=True)
class Lives:
    """A bot that can be born, killed and born again, under a name of its own."""

    name: str
    process: asyncio.subprocess.Process
    polls: Path
    ends: asyncio.Queue[int] = field(default_factory=asyncio.Queue)
    _born_at: int = 0

    async def begin(self, point: str = NEVER, count: int = 1) -> None:
        """Start a life that ends by itself when *point* is passed the *count*th time."""
        self._born_at = self.polled_at()
        await self._order(f"live {self.name} {point} {count}")

    async def doom(self, point: str, count: int) -> None:
        """Let this life, which has polled, end when *point* is passed so often from now on."""
        await self._order(f"doom {self.name} {point} {count}")

    async def kill_after(self, seconds: float) -> bool:
        """Wait for the end of this life, or bring it about; return whether it came by itself."""
        end = asyncio.create_task(self.ends.get())
        done, _ = await asyncio.wait({end}, timeout=seconds)
        if not done:
            await self._order(f"kill {self.name}")
        assert await end == -signal.SIGKILL
        return bool(done)

    async def stop(self) -> int:
        """End this life with SIGTERM and return its exit code."""
        await self._order(f"stop {self.name}")
        return await self.ends.get()

    async def pause(self, seconds: float) -> None:
        """Let this life stand still for so long, wherever it is just now."""
        await self._order(f"pause {self.name}")
        await asyncio.sleep(seconds)
        await self._order(f"resume {self.name}")

    def polled_at(self) -> int:
        """Return when a life of this name asked Telegram for updates last, 0 if none did."""
        return self.polls.stat().st_mtime_ns if self.polls.exists() else 0

    def has_polled(self) -> bool:
        """Return whether this life asked Telegram for updates, and not only one before it."""
        return self.polled_at() > self._born_at

    async def _order(self, order: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{order}\n".encode())
        await self.process.stdin.drain()


def leader(lives: Sequence[Lives]) -> Lives:
    """Return the one that asked Telegram last."""
    return max(lives, key=Lives.polled_at)


@contextlib.asynccontextmanager
async def nursery(config: Path, log: Path) -> AsyncIterator[Lives]:
    """Open the program for one life at a time; nothing of it is left when the block ends."""
    async with nurseries(config, log, 1) as lives:
        yield lives[0]


@contextlib.asynccontextmanager
async def nurseries(config: Path, log: Path, count: int) -> AsyncIterator[list[Lives]]:
    """Open the program for *count* lives at once, with the same configuration and log."""
    polls = log.parent / "polls"
    polls.mkdir()
    process = await _opened(config, log, polls)
    names = [f"life{number}" for number in range(count)]
    lives = [Lives(name=name, process=process, polls=polls / name) for name in names]
    hearing = asyncio.create_task(_hear(process, {one.name: one for one in lives}))
    try:
        yield lives
    finally:
        await _closed(process)
        await hearing


async def _opened(config: Path, log: Path, polls: Path) -> asyncio.subprocess.Process:
    with log.open("wb") as stderr:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *(_VICTIM, config, polls),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=stderr,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT)},
        )
    assert process.stdout is not None
    if await process.stdout.readline() != b"ready\n":
        await _closed(process)
        raise AssertionError(f"the program did not start, see {log}")
    return process


async def _hear(process: asyncio.subprocess.Process, lives: dict[str, Lives]) -> None:
    """Hand each end to whom it concerns."""
    assert process.stdout is not None
    async for line in process.stdout:
        name, code = line.split()
        lives[name.decode()].ends.put_nowait(int(code))


async def _closed(process: asyncio.subprocess.Process) -> None:
    assert process.stdin is not None
    process.stdin.close()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), _CLOSE_SECONDS)
    if process.returncode is None:
        process.kill()
        await process.wait()
