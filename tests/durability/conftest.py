import asyncio
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from casework import founding
from tests import postgres
from tests.postgres import Server
from tests.support import NOON, Installation

# Room for the installation and what a minute of talk adds to it.
_DISK = "16m"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MiB of its own; only root may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = ("mount", "-t", "tmpfs", "-o", f"size={_DISK},mode=700", "tmpfs", disk)
    if subprocess.run(mounted, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not permitted here")
    try:
        yield disk
    finally:
        subprocess.run(("umount", disk), check=True)


@pytest.fixture
def cramped(template: Path, small_disk: Path) -> Installation:
    """An installation on a small disk."""
    shutil.copytree(template, small_disk / "installation")
    return Installation(folder=small_disk / "installation")


@pytest.fixture
def mortal(template: Path, tmp_path: Path) -> Iterator[tuple[Server, Installation]]:
    """A durable PostgreSQL server that may be shot, and an installation on it."""
    shutil.copytree(template, tmp_path / "installation")
    made = Installation(folder=tmp_path / "installation")
    with postgres.serving() as server:
        asyncio.run(postgres.execute(server.url, "CREATE DATABASE mortal"))
        url = postgres.database(server.url, "mortal")
        asyncio.run(founding.found(url, NOON))
        made.configure(database__url=url)
        yield server, made
