"""`maplebridge figures`: counts of a week, small groups masked."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table as Drawn

from bot import console, runtime
from bot.console import fail, out
from casework import events, figures, names
from casework.figures import NAMES, UNKNOWN, BadWeek, Table
from casework.work import House, Work
from triage.figures import GroupedBy
from triage.languages import Language


def show(config: Path, by: GroupedBy, week: str | None) -> None:
    """Print the figures of a week, this one if none is named."""
    settings = console.prepared(config)

    async def whole() -> tuple[Table, dict[str, str]]:
        async with runtime.opened(settings) as house, house.database.write() as tx:
            work = Work(tx=tx, now=datetime.now(UTC), house=house)
            found = await figures.table(work, events.OPERATOR, by, week)
            return found, {name: _name(house, by, name) for name in found.rows}

    try:
        found, called = asyncio.run(whole())
    except BadWeek:
        fail("Write a week like this: 2026-W48")
    drawn = Drawn(title=f"{found.week}, by {by}")
    for column in ("", *NAMES):
        drawn.add_column(column.replace("_", " "), justify="left" if not column else "right")
    for name, counts in found.rows.items():
        drawn.add_row(called[name], *(figures.told(counts[count]) for count in NAMES))
    drawn.add_row("all", *(figures.told(found.total[count]) for count in NAMES))
    out.print(drawn)


def _name(house: House, by: GroupedBy, name: str) -> str:
    if name == UNKNOWN or by is GroupedBy.QUEUE:
        return name
    if by is GroupedBy.TERRITORY:
        return names.subdistrict(house.data, name, Language.EN)
    return names.kind(house.data, name, Language.EN)
