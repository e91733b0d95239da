import asyncio
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pyrage

from bot import runtime
from casework import files
from storage import originals
from storage.keys import KeyName
from tests import fileplay
from tests.stage import Stage
from tests.support import Installation

Command = Callable[..., Awaitable[Any]]

DRAFT = bytes(16)
REFERENCE = "LG-26-004217-A"
PAPER = b"%PDF-1.7\nzebrawhistle"


async def key(maplebridge: Command, file: Path) -> tuple[str, str]:
    """Make a custodian's key; return the public and the private one."""
    ended = await maplebridge("keys", "custodian", "--out", file)
    assert ended.code == 0
    private = await asyncio.to_thread(file.read_text)
    return ended.out.split()[-1], private.splitlines()[-1]


async def filed(installation: Installation) -> None:
    """Let a report have one file."""
    async with runtime.opened(installation.settings()) as house:
        stage = Stage(house=house)
        await fileplay.attached(stage, DRAFT)
        await fileplay.arrived(stage, clean=None, original=PAPER)
        report_id = await fileplay.report(stage, reference=REFERENCE)
        async with house.database.write() as tx:
            work = fileplay.work(stage, tx)
            await files.move_to_report(work, DRAFT, report_id, KeyName.CONTENT, anonymous=False)


async def test_a_custodians_key_is_for_its_owner_alone_and_written_once(
    maplebridge: Command, tmp_path: Path
) -> None:
    file = tmp_path / "wang.key"
    public, private = await key(maplebridge, file)

    again = await maplebridge("keys", "custodian", "--out", file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert str(pyrage.x25519.Identity.from_str(private).to_public()) == public
    assert again.code == 1
    assert file.read_text().splitlines()[-1] == private


async def test_originals_leave_the_house_for_both_custodians_together(
    maplebridge: Command, installation: Installation, tmp_path: Path
) -> None:
    one, two = [await key(maplebridge, tmp_path / name) for name in ("wang.key", "li.key")]
    text = installation.config.read_text(encoding="utf-8")
    public = f'custodians = ["{one[0]}", "{two[0]}"]'
    installation.config.write_text(text.replace("custodians = []", public), encoding="utf-8")
    await filed(installation)
    target = tmp_path / "out"

    ended = await maplebridge(
        "originals", REFERENCE, "--config", installation.config, "--out", target
    )

    assert ended.code == 0
    (file,) = target.iterdir()
    assert PAPER not in file.read_bytes()
    assert originals.opened(file.read_bytes(), (two[1], one[1])) == PAPER


async def test_a_report_without_originals_and_one_that_is_not_there_are_told_apart(
    maplebridge: Command, installation: Installation, tmp_path: Path
) -> None:
    await filed(installation)
    options = ("--config", installation.config, "--out", tmp_path / "out")

    without = await maplebridge("originals", REFERENCE, *options)
    unknown = await maplebridge("originals", "LG-26-000000-A", *options)

    assert (without.code, unknown.code) == (0, 1)
    assert "No originals" in without.out
    assert "no report" in unknown.err
