import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox import server
from sandbox.server import Running
from sandbox.world import World
from tests.support import Installation

PROGRAM = Path(sys.executable).parent / "maplebridge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str


Command = Callable[..., Awaitable[Ended]]


@pytest.fixture
def maplebridge() -> Command:
    async def run(*words: object) -> Ended:
        process = await asyncio.create_subprocess_exec(
            PROGRAM,
            *(str(word) for word in words),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={"PATH": "/usr/bin:/bin", "COLUMNS": "200", "LANG": "C.UTF-8"},
        )
        out, err = await process.communicate()
        assert process.returncode is not None
        ended = Ended(code=process.returncode, out=out.decode(), err=err.decode())
        assert "Traceback" not in ended.out + ended.err
        return ended

    return run


@pytest.fixture
async def telegram(installation: Installation, world: World) -> AsyncIterator[Running]:
    """A sandbox that the installation's configuration points to."""
    async with server.serve(world) as running:
        installation.configure(
            telegram__base_url=running.base_url, telegram__base_file_url=running.base_file_url
        )
        yield running


@pytest.fixture
def program() -> Path:
    return PROGRAM


@pytest.fixture
def copy(installation: Installation, template: Path) -> Path:
    """The recovery copy of the installation, where its configuration has it."""
    path = installation.settings().keys.recovery
    path.parent.mkdir(exist_ok=True)
    shutil.copyfile(template.parent / "recovery" / "keys.age", path)
    return path
