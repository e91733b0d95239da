"""`maplebridge keys custodian` and `maplebridge originals`: what two people together open."""

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

import pyrage

from bot import console
from bot.console import fail, out
from casework import originals
from casework.originals import Original
from triage.errors import NotFound


def new_key(file: Path) -> None:
    """Write the private key of one custodian to *file*, as age does, and say the public one."""
    os.umask(0o077)
    identity = pyrage.x25519.Identity.generate()
    public = identity.to_public()
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(f"# public key: {public}\n{identity}\n")
    except FileExistsError:
        fail(f"{file} is there already and may be somebody's key.")
    out.print(f"Private key, for one person alone: {file}", markup=False)
    out.print(f"Public key, for keys.custodians: {public}", markup=False)


def hand_out(config: Path, reference: str, folder: Path) -> None:
    """Write the originals of a report into *folder*, still encrypted."""
    from bot import runtime

    async def act() -> list[Original]:
        async with runtime.opened(console.prepared(config)) as house:
            return await originals.hand_out(house, reference, datetime.now(UTC))

    try:
        found = asyncio.run(act())
    except NotFound:
        fail("There is no report with this reference.")
    if not found:
        out.print("No originals are kept of this report.")
        return
    os.umask(0o077)
    folder.mkdir(parents=True, exist_ok=True)
    for number, original in enumerate(found, 1):
        path = folder / f"{number}.age.age"
        path.write_bytes(original.sealed)
        out.print(f"{path}: {original.mime}, SHA-256 {original.sha256}", markup=False)
    out.print("The second custodian opens each with age -d, then the first one what came of it.")
