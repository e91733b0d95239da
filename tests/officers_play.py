"""Officers and cases for tests of use cases, made without a chat."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import sqlalchemy as sa

from casework import officers, staffing
from casework.officers import Officer
from casework.staffing import Scope
from casework.work import Work
from storage import staff
from storage.desk_tables import officer as officers_table
from storage.tables import case, report
from tests.stage import Stage
from triage.languages import Language
from triage.permissions import Role

GAS = "南联社区巷子里有人无证卖煤气罐，半夜用面包车拉"
NOISE = "坂田四季花城楼上每天晚上装修到两点，吵得睡不着"
OFFICIAL = "龙岗街道某派出所的警察收钱，给开赌场的黑社会当保护伞"
SAD = "我最近很难受，什么都不想做，想找人说说话"


@asynccontextmanager
async def working(stage: Stage) -> AsyncIterator[Work]:
    """Open a transaction as a press does."""
    async with stage.house.database.write() as tx:
        yield Work(tx=tx, now=stage.now, house=stage.house)


async def hired(
    stage: Stage,
    *roles: Role,
    territories: tuple[str, ...] = (),
    desks: tuple[str, ...] = (),
    unit: str = "",
) -> Officer:
    """Return an officer who is on duty."""
    scope = Scope(
        roles=frozenset(roles),
        territories=frozenset(territories),
        desks=frozenset(desks),
        unit=unit,
    )
    async with working(stage) as work:
        invited = await staffing.invite(work, scope, "operator", Language.EN)
        here = officers_table.c.number == invited.number
        present = {"on_duty": True, "enrolled_at": stage.now, "lookup": secrets.token_bytes(32)}
        await work.tx.execute(sa.update(officers_table).where(here).values(present))
        row = await staff.with_number(work.tx, invited.number)
    assert row
    return officers.of_row(row)


async def told(
    stage: Stage, *stories: str, mode: str = "confidential"
) -> list[tuple[bytes, bytes]]:
    """Let each story be sent by somebody else; return case and report of each."""
    before = len(await stage.rows(report))
    for number, story in enumerate(stories, before + 1):
        await stage.resident(5_200_000_000 + number, "zh-hans").send_report(story, mode)
    rows = sorted(await stage.rows(report), key=lambda row: int(row["arrival"]))
    return [(row["case_id"], row["id"]) for row in rows[before:]]


async def in_queue(stage: Stage, queue: str) -> list[bytes]:
    """Return the cases in a queue."""
    return [row["id"] for row in await stage.rows(case) if row["queue"] == queue]
