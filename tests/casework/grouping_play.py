"""Officers who regroup what residents have sent."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import sqlalchemy as sa

from casework import twin
from casework.officers import Officer
from casework.work import Work
from storage import cases
from storage.matching_tables import link
from storage.tables import case, contact, file, message, report
from storage.transaction import Tx
from tests.officers_play import hired
from tests.stage import Stage
from triage.links import LinkState
from triage.permissions import Role

LI = Officer(number="officer:7", roles=frozenset({Role.SUPERVISOR}))
MEDIATOR = Officer(number="officer:8", roles=frozenset({Role.MEDIATOR}))
SEALED = Officer(number="officer:9", roles=frozenset({Role.INTEGRITY}))
GAS = (
    "回龙埔综合市场后面每天天没亮就有一台红色三轮卖煤气，六十五一瓶，瓶子锈得字都看不清",
    "南联社区地铁口旁边的小巷子里，有人用面包车换煤气瓶，晚上十点以后才出来",
    "坂田四季花城外面的修车铺，夜里有人往小瓶里倒气，气味很大",
)


@asynccontextmanager
async def working(stage: Stage) -> AsyncIterator[Work]:
    """Open a transaction as an officer's press does."""
    async with stage.house.database.write() as tx:
        yield Work(tx=tx, now=stage.now, house=stage.house)


async def told(stage: Stage, *stories: str, mode: str = "confidential") -> list[bytes]:
    """Let each story be sent by somebody else; return the reports in order."""
    before = len(await stage.rows(report))
    for number, story in enumerate(stories, before + 1):
        await stage.resident(number, "zh-hans").send_report(story, mode)
    rows = sorted(await stage.rows(report), key=lambda row: int(row["arrival"]))
    return [row["id"] for row in rows[before:]]


async def newest(stage: Stage, many: int = 1) -> list[bytes]:
    """Return the reports that arrived last."""
    rows = sorted(await stage.rows(report), key=lambda row: int(row["arrival"]))
    return [row["id"] for row in rows[-many:]]


async def opened(stage: Stage, case_id: bytes) -> None:
    """Let two units open a sealed case."""
    for unit in ("discipline", "police"):
        officer = await hired(stage, Role.INTEGRITY, unit=unit)
        async with working(stage) as work:
            await twin.confirm(work, officer, case_id)


async def put(tx: Tx, report_id: bytes, case_id: bytes) -> None:
    """Put a report into a case as a machine does that is sure enough."""
    await cases.put(tx, [report_id], case_id)
    here = link.c.report_id == report_id
    await tx.execute(sa.update(link).where(here).values(state=LinkState.PROVISIONAL))


async def case_of(stage: Stage, report_id: bytes) -> bytes:
    """Return the case in which a report stands."""
    found: bytes = {row["id"]: row["case_id"] for row in await stage.rows(report)}[report_id]
    return found


async def everything(stage: Stage) -> dict[str, Any]:
    """Return all that exact undo has to give back: cases with reports, and what hangs on them."""
    tables: dict[str, sa.Table] = {
        "reports": report,
        "messages": message,
        "contacts": contact,
        "files": file,
        "links": link,
    }
    found: dict[str, Any] = {
        name: sorted(map(repr, await stage.rows(table))) for name, table in tables.items()
    }
    filled = {row["case_id"] for row in await stage.rows(report)}
    cases = await stage.rows(case)
    # How often a case was changed is not given back: an old button must stay an old one.
    rows = [{key: row[key] for key in row if key != "version"} for row in cases]
    found["cases"] = sorted(repr(row) for row in rows if row["id"] in filled)
    return found
