"""The hand on the program in victim.py."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

_VICTIM = Path(__file__).parent / "victim.py"
_ROOT = Path(__file__).parents[2]
_CLOSE_SECONDS = 20
# Passed by nobody: such a life ends only from outside.
NEVER = "never"


@dataclass(slots=True)
class Lives:
    """A bot that can be born, killed and born again."""

    process: asyncio.subprocess.Process

    async def begin(self, point: str = NEVER, count: int = 1) -> None:
        """Start a life that ends by itself when *point* is passed the *count*th time."""
        await self._order(f"live {point} {count}")

    async def kill_after(self, seconds: float) -> bool:
        """Wait for the end of this life, or bring it about; return whether it came by itself."""
        end = asyncio.create_task(self._code())
        done, _ = await asyncio.wait({end}, timeout=seconds)
        if not done:
            await self._order("kill")
        assert await end == -signal.SIGKILL
        return bool(done)

    async def stop(self) -> int:
        """End this life with SIGTERM and return its exit code."""
        await self._order("stop")
        return await self._code()

    async def _order(self, order: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{order}\n".encode())
        await self.process.stdin.drain()

    async def _code(self) -> int:
        assert self.process.stdout is not None
        return int(await self.process.stdout.readline())


@contextlib.asynccontextmanager
async def nursery(config: Path, log: Path) -> AsyncIterator[Lives]:
    """Open the program; nothing of it is left when the block ends."""
    with log.open("wb") as stderr:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            _VICTIM,
            config,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=stderr,
            cwd=_ROOT,
            env={"PYTHONPATH": str(_ROOT)},
        )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert await process.stdout.readline() == b"ready\n"
        yield Lives(process)
    finally:
        process.stdin.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _CLOSE_SECONDS)
        if process.returncode is None:
            process.kill()
            await process.wait()
