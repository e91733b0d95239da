"""`maplebridge copy`: an installation moves to another database."""

import asyncio
from pathlib import Path

from pydantic import ValidationError
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.console import err, fail, out, prepared
from settings import checks, model
from storage import copying
from storage.copying import Copied, NotCopied
from storage.faults import SchemaMismatch, StorageFault


def copy(config: Path, to: str) -> None:
    """Copy the installation of *config* to the database at *to*; change nothing else."""
    settings = prepared(config)
    target = _address(to, config)
    try:
        copied = _with_a_bar(settings.database_url, target)
    except (NotCopied, SchemaMismatch):
        raise
    except (StorageFault, OSError) as error:
        reason = error if isinstance(error, StorageFault) else type(error).__name__
        fail(
            f"The copy broke off ({reason}). Run the same command again: "
            "it begins anew, or finds that everything is there."
        )
    _tell(copied, config, _engine(settings.database_url), _engine(target))


def _address(to: str, config: Path) -> str:
    """Return *to* as the configuration would read it.

    Raises:
        NotCopied: If it is no address of a database.
    """
    reading = checks.Reading(folder=config.absolute().parent, token_needed=False)
    try:
        section = model.Database.model_validate({"url": to}, context=reading)
    except ValidationError as error:
        # Only our own half of the sentence: the rest would quote the address.
        raise NotCopied(f"--to {error.errors()[0]['ctx']['error']}.") from None
    return section.url.get_secret_value()


def _with_a_bar(source: str, target: str) -> Copied:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    quiet = not err.is_terminal
    with Progress(
        *columns, TimeRemainingColumn(), console=err, transient=True, disable=quiet
    ) as progress:
        task = progress.add_task("")

        def tell(table: str, done: int, total: int) -> None:
            progress.update(task, description=table, completed=done, total=total)

        return asyncio.run(copying.copy(source, target, tell))


def _engine(url: str) -> str:
    return "SQLite" if url.startswith("sqlite") else "PostgreSQL"


def _tell(copied: Copied, config: Path, source: str, target: str) -> None:
    size = f"{copied.tables} tables, {copied.rows} rows, {copied.events} events"
    if copied.was_there:
        out.print(f"The copy was there already, from {source} to {target}: {size}.")
    else:
        out.print(f"Copied from {source} to {target}: {size}.")
    out.print("Every table is the same on both sides, and the chain of events holds.")
    out.print(f"Nothing else was changed. Now, in {config.absolute()}, set", markup=False)
    out.print("  [database]\n  url = the address that you gave to --to", markup=False)
    out.print("and start the bot. What to do with the old database: docs/operating.md.")
