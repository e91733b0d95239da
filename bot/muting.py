"""`maplebridge mute`: stop listening to the reporter behind a report for a while."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from bot import console
from bot.console import fail, out
from casework import muting
from casework.muting import NobodyBehind, NoSuchReport, NotMuted
from casework.work import Work
from triage.limits import MuteReason


def mute(config: Path, reference: str, hours: int, reason: MuteReason) -> None:
    """Mute the reporter behind *reference* and say until when."""

    async def act(work: Work) -> str:
        until = await muting.mute(work, reference, hours, reason)
        return f"Muted until {work.house.settings.district.local(until):%Y-%m-%d %H:%M}."

    out.print(_done(config, act), markup=False)


def unmute(config: Path, reference: str) -> None:
    """Listen again to the reporter behind *reference*."""

    async def act(work: Work) -> str:
        await muting.unmute(work, reference)
        return "Not muted any more."

    out.print(_done(config, act), markup=False)


def _done(config: Path, act: Callable[[Work], Awaitable[str]]) -> str:
    from bot import runtime

    async def whole() -> str:
        async with runtime.opened(console.prepared(config)) as house, house.database.write() as tx:
            return await act(Work(tx=tx, now=datetime.now(UTC), house=house))

    try:
        return asyncio.run(whole())
    except NoSuchReport:
        fail("There is no report with this reference.")
    except NobodyBehind:
        fail("This report is anonymous, or its reporter asked to be forgotten: nobody to mute.")
    except NotMuted:
        fail("Its reporter is not muted.")
