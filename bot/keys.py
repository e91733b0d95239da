"""`maplebridge keys`: renew the keys beside running bots, and bring them back."""

import asyncio
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot import console, founding, logs
from bot.console import fail, out
from casework import keys
from casework.keyfits import Fit
from casework.work import House
from settings import loading
from storage import keys as held
from storage import rotation
from storage.rotation import Part

# Until every process of this machine has looked at its files and finished a transaction.
_SETTLE_SECONDS = held.LOOK_EVERY + 1.5
# Values between two lines that say how far it has come.
_SAY_EVERY = 10_000
_FITS = {
    Fit.OPENS: "opens what is in the database",
    Fit.UNTRIED: "nothing in the database to try it on",
    Fit.LOST: "what it sealed is under older versions, which the copy does not have",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What was asked of `keys rotate`."""

    index: bool = False
    everywhere: bool = False
    retire: bool = False

    @property
    def part(self) -> Part:
        """What is to be renewed."""
        return Part.LOOKUPS if self.index else Part.SEALS

    def command(self, *options: str) -> str:
        """Return the command that goes on from here."""
        words = ("maplebridge keys rotate", "--index" if self.index else "", *options)
        return " ".join(word for word in words if word)


def rotate(config: Path, step: Step) -> None:
    """Take the step of a rotation that is due; killed, it can be begun again."""
    if step.retire and step.index:
        fail("Say --retire or --index, not both.")
    from bot import runtime

    async def act() -> None:
        async with runtime.opened(console.prepared(config)) as house:
            await (_retire if step.retire else _rotate)(house, step)

    asyncio.run(act())


def recover(config: Path, copy: Path, passphrase_file: Path | None) -> None:
    """Put the keys in *copy* back where the configuration wants them."""
    os.umask(0o077)
    settings = loading.load(config, token_needed=False)
    logs.set_up(settings.logs)
    files = held.copied(copy, _passphrase(passphrase_file))
    fits = asyncio.run(keys.recover(settings, files, datetime.now(UTC)))
    out.print(f"The keys are in {settings.keys.folder}.", markup=False)
    if fits is None:
        out.print("There is no database of this release to try them on; see maplebridge doctor.")
        return
    for name, fit in fits.items():
        out.print(f"{name}: {_FITS[fit]}.", markup=False)


async def _rotate(house: House, step: Step) -> None:
    one_machine = house.database.on_sqlite
    if not rotation.staged(house.settings.keys.folder, step.part):
        if await _finished(house, step):
            return
        if step.everywhere:
            fail(f"Nothing is staged. Begin with: {step.command()}")
        _stage(house, step)
        if not one_machine:
            _say_carry("The new versions are staged and not in use.", step.command("--everywhere"))
            return
    elif not (one_machine or step.everywhere):
        go_on = step.command("--everywhere")
        fail(f"A new version is staged. Once every machine has these key files: {go_on}")
    await keys.put_in_use(house, step.part, datetime.now(UTC))
    out.print("The new versions are in use.")
    await asyncio.sleep(_SETTLE_SECONDS)
    _say_renewed(await keys.renew(house, step.part, datetime.now(UTC), _teller()))
    if not one_machine:
        _say_carry("The other machines still seal under the old versions.", step.command())


async def _retire(house: House, step: Step) -> None:
    folder = house.settings.keys.folder
    if not (house.database.on_sqlite or step.everywhere):
        go_on = step.command("--retire", "--everywhere")
        fail(f"Once every machine has the key files as they are here: {go_on}")
    if rotation.staged(folder, Part.SEALS):
        fail("A new version is staged. Put it in use first.")
    if not any(rotation.old_versions(folder).values()):
        out.print("There are no old versions.")
        return
    await keys.renew(house, Part.SEALS, datetime.now(UTC), _teller())
    used = await keys.retire(house, datetime.now(UTC))
    if used:
        left = ", ".join(f"{name} {count}" for name, count in used.items())
        fail(f"Nothing was dropped: values are still under old versions ({left}).")
    out.print("The old versions are dropped.")
    out.print(
        "Backups made before open only with a recovery copy that has them:"
        " keep that copy as long as you keep such backups (35 days)."
    )
    if not house.database.on_sqlite:
        out.print(f"Carry {folder} to every other machine.", markup=False)


async def _finished(house: House, step: Step) -> bool:
    """Finish what an earlier rotation left; return whether there was anything."""
    done = await keys.renew(house, step.part, datetime.now(UTC), _teller())
    if done.renewed:
        out.print("An earlier rotation was not finished; no new version was made.")
        _say_renewed(done)
    return done.renewed > 0


def _stage(house: House, step: Step) -> None:
    settings = house.settings.keys
    passphrase, chosen = founding.recovery_passphrase()
    if not chosen:
        # Before the copy is there: killed in between, nobody would know how to open it.
        out.print(f"Passphrase of the new recovery copy, shown only now: {passphrase}")
    rotation.stage(settings.folder, settings.recovery, passphrase, step.part, datetime.now(UTC))
    out.print(f"New recovery copy of the keys: {settings.recovery}", markup=False)
    out.print("Keep copy and passphrase on two other machines, and the earlier copy for 35 days.")


def _say_carry(state: str, command: str) -> None:
    out.print(f"{state} Carry the key files to every other machine, then: {command}", markup=False)


def _say_renewed(done: keys.Done) -> None:
    out.print(f"{done.renewed} values renewed.")
    if done.unreadable:
        out.print(f"{done.unreadable} values are damaged and stay as they are.")


def _teller() -> keys.Tell:
    said = 0

    def tell(done: int, todo: int) -> None:
        nonlocal said
        if done >= said + _SAY_EVERY:
            said = done
            out.print(f"{done} of about {todo} values renewed")

    return tell


def _passphrase(file: Path | None) -> str:
    if file is not None:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = typer.prompt("Passphrase of the recovery copy", hide_input=True)
    return asked
