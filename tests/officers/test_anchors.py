"""The head of the record is told to the auditors once a day, and holds."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot import runtime
from casework import upkeep
from storage.tables import event
from tests.stage import STORY, Stage, words_of
from tests.support import Installation

AUDIT = -1_001_000_000_009


@pytest.fixture
async def audited(installation: Installation) -> AsyncIterator[Stage]:
    installation.configure(telegram__chats__audit=AUDIT)
    async with runtime.opened(installation.settings()) as house:
        yield Stage(house=house)


async def swept(stage: Stage) -> list[str]:
    await upkeep.sweep(stage.house, stage.now)
    return [words_of(one) for one in await stage.deliver()]


async def test_the_head_is_told_once_a_day(audited: Stage) -> None:
    await audited.resident().send_report(STORY)
    before = max(await audited.rows(event), key=lambda row: int(row["seq"]))

    told = await swept(audited)

    assert len(told) == 1
    assert before["hash"].hex() in told[0]
    assert await swept(audited) == []
    audited.now += timedelta(days=1)
    assert len(await swept(audited)) == 1


async def test_what_was_told_no_longer_holds_after_the_record_was_changed(audited: Stage) -> None:
    await audited.resident().send_report(STORY)
    (told,) = await swept(audited)

    async with audited.house.database.write() as tx:
        here = event.c.verb == "report.confirmed"
        await tx.execute(sa.update(event).where(here).values(hash=b"another"))

    assert not any(row["hash"].hex() in told for row in await audited.rows(event))


async def test_without_auditors_nothing_is_told(stage: Stage) -> None:
    await stage.resident().send_report(STORY)

    assert await swept(stage) == []
