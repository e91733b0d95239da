"""`maplebridge import`: reports from elsewhere, taken in as if they had been sent here."""

import asyncio
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot import console, importcolumns, importfiles
from bot.console import err, fail, out
from bot.importcolumns import Bad, Sorted
from bot.importfiles import Table
from casework import alongside, importing
from casework.importing import Ready, Row
from casework.work import House, Work
from storage.transaction import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was asked of `import`."""

    file: Path
    columns: tuple[str, ...]
    # What the file is called: rows of one name are imported once.
    batch: str
    bad: Path | None
    strict: bool


def take_in(config: Path, wish: Wish) -> None:
    """Import what the file holds; tell of every row that is none of a report."""
    from bot import runtime

    settings = console.prepared(config)
    table = importfiles.read(wish.file)
    named = importcolumns.columns(table, wish.columns)

    async def act() -> tuple[Sorted, int]:
        async with runtime.opened(settings) as house:
            now = datetime.now(UTC)
            rows = importcolumns.sorted_rows(house, table, named, now, strict=wish.strict)
            return rows, await _imported(house, wish.batch, rows.good)

    rows, new = asyncio.run(act())
    _tell(wish, table, rows, new)


async def _imported(house: House, batch: str, rows: Sequence[Row]) -> int:
    """Import those of *rows* that are not yet; return how many that were."""
    waiting = await importing.left(house, batch, rows)
    with _bar() as bar:
        task = bar.add_task("importing", total=len(rows), completed=len(rows) - len(waiting))
        done = 0
        ready: list[Ready] = []
        while done < len(waiting):
            behind = waiting[done + len(ready) : done + importing.MOST]
            ready += await asyncio.to_thread(_made_ready, house, batch, behind)
            taken = await _taken_in(house, batch, ready)
            del ready[:taken]
            done += taken
            bar.advance(task, taken)
    await house.database.checkpoint()
    return len(waiting)


def _made_ready(house: House, batch: str, rows: Sequence[Row]) -> list[Ready]:
    return [importing.made_ready(house, batch, row) for row in rows]


async def _taken_in(house: House, batch: str, ready: Sequence[Ready]) -> int:
    async def act(tx: Tx) -> int:
        work = Work(tx=tx, now=datetime.now(UTC), house=house)
        return await importing.take_in(work, batch, ready)

    return await alongside.written(house, act)


def _tell(wish: Wish, table: Table, rows: Sorted, new: int) -> None:
    for bad in rows.bad:
        err.print(f"{wish.file}:{bad.row.line}: {bad.sentence}", markup=False)
    for name, count in rows.unknown.items():
        out.print(f"Kind {name} is not known here: {count} rows guessed.", markup=False)
    if wish.bad:
        _write(wish.bad, table, rows.bad)
    earlier = len(rows.good) - new
    out.print(
        f"{len(table.rows)} rows: {new} imported, {earlier} imported before,"
        f" {len(rows.bad)} not imported."
    )
    if rows.bad:
        where = f" They are in {wish.bad}." if wish.bad else ""
        fail(f"{len(rows.bad)} rows could not be imported.{where}")


def _write(target: Path, table: Table, bad: Sequence[Bad]) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["line", "problem", *table.columns])
        for one in bad:
            cells = (one.row.cells.get(name, "") for name in table.columns)
            words = [one.row.line, one.sentence, *cells]
            sheet.writerow([str(word).encode("utf-8", "replace").decode() for word in words])


def _bar() -> Progress:
    parts = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    return Progress(*parts, TimeRemainingColumn(), console=err)
