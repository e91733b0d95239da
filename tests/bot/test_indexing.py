"""The leader makes reports of an earlier release findable."""

import asyncio

import pytest
from telegram import Bot

from bot import leading
from bot.leading import Leading
from storage.matching_tables import indexed
from tests.casework.test_placing import OTHER, STORY
from tests.casework.test_reindexing import emptied
from tests.stage import Stage
from tests.support import TOKEN


async def test_the_leader_indexes_what_is_not_yet_and_then_rests(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leading, "_INDEX_SECONDS", 0.0)
    monkeypatch.setattr("casework.reindexing._BATCH", 1)
    await stage.resident(1).send_report(STORY)
    await stage.resident(2).send_report(OTHER)
    await emptied(stage)
    async with stage.house.database.present() as presence:
        leads = Leading(stage.house, Bot(TOKEN), presence, asyncio.Event())
        running = asyncio.create_task(leads._index())

        while leads._indexed is not None:  # noqa: ASYNC110 - it has no event to wait for
            await asyncio.sleep(0.01)

        assert not running.done()
        await leading.ended(running)
    assert len(await stage.rows(indexed)) == 2
