"""What the commands print, and how they fail: one sentence, no stack of lines."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console

from bot import logs, warnings
from settings import loading
from settings.mistakes import Mistakes
from settings.model import Settings

if TYPE_CHECKING:
    # Every command loads this file; only some need the house, which takes half a second.
    from casework.work import House

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def guarded(command: Callable[[], None]) -> None:
    """Run *command*; tell what went wrong in a sentence, and exit with 1 then."""
    from storage.faults import KeyFault, SchemaMismatch, StorageFault

    try:
        command()
    except Mistakes as mistakes:
        for mistake in mistakes.mistakes:
            err.print(str(mistake), markup=False)
        raise typer.Exit(1) from None
    except SchemaMismatch as error:
        fail(f"{error}. Make a backup, then run: maplebridge upgrade")
    except (KeyFault, StorageFault) as error:
        fail(str(error))
    except OSError as error:
        # A full disk, a folder that is a file, a database server that is not there.
        fail(f"{error.strerror or type(error).__name__}: {error.filename or 'no connection'}")


def fail(sentence: str) -> NoReturn:
    """Say *sentence* on standard error and exit with 1."""
    err.print(sentence, markup=False)
    raise typer.Exit(1)


def checked(config: Path) -> None:
    """Say that the configuration is good, or name every mistake in it."""
    settings = loading.load(config)
    from settings.datafiles import load_data

    data = load_data(settings.district.data, settings.routing.file)
    out.print(f"{config}: no mistakes.", markup=False)
    today = settings.district.local(datetime.now(UTC)).date()
    for warning in warnings.of_data(data, today):
        out.print(warning, markup=False)
    for name in ("duty", "integrity"):
        if settings.telegram.chats.by_name(name) is None:
            out.print(f"telegram.chats.{name} is 0: its team is not woken by danger.")


def run_bot(config: Path) -> None:
    """Be the bot."""
    from telegram.error import InvalidToken

    from bot import runtime

    settings = prepared(config)
    try:
        asyncio.run(runtime.run(settings))
    except InvalidToken:
        # Its text holds the token.
        fail("Telegram does not know this token. Put the right one into the token file.")


def upgraded(config: Path) -> None:
    """Bring the tables to this release."""
    from casework import founding

    settings = prepared(config)
    asyncio.run(founding.upgrade(settings.database_url, datetime.now(UTC)))
    out.print("The database is of this release.")


def parked(config: Path, *, retry: bool) -> None:
    """List parked updates, or hand them to the workers again."""
    from casework import health

    async def look() -> list[str]:
        async with _house(config) as house:
            found = list((await health.of(house)).parked)
            if retry and found:
                await health.retry_parked(house, datetime.now(UTC))
            return found

    found = asyncio.run(look())
    for number in found:
        out.print(number)
    word = "will be tried again" if retry else "parked"
    out.print(f"{len(found)} updates {word}.")


def audited(config: Path) -> None:
    """Verify the chain of events."""
    from casework import health

    async def look() -> int | None:
        async with _house(config) as house:
            return await health.broken_event(house)

    broken = asyncio.run(look())
    if broken is not None:
        fail(f"The chain of events breaks at number {broken}.")
    out.print("The chain of events holds.")


@contextlib.asynccontextmanager
async def _house(config: Path) -> AsyncIterator["House"]:
    from bot import runtime

    async with runtime.opened(prepared(config)) as house:
        yield house


def prepared(config: Path) -> Settings:
    """Return the settings in *config*, with the log set up as they say."""
    # What is written from here on is for its owner alone.
    os.umask(0o077)
    settings = loading.load(config)
    logs.set_up(settings.logs)
    sys.excepthook = logs.fault_hook
    return settings
