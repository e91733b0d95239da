"""Reports of one incident that are confirmed at the same moment find each other."""

import asyncio
from typing import Any

import pytest

from casework import inbox, updates
from casework.updates import Job
from casework.work import Work
from handlers import dispatch
from storage.matching_tables import indexed, link
from storage.tables import event, report
from tests.casework.test_placing import AGAIN, STORY
from tests.conftest import POSTGRES, SQLITE
from tests.stage import BOT, Stage
from triage.errors import BridgeError

_MANY = 50
_SEEN = ("今早又来了", "昨晚也在", "我家楼下看见的", "孩子上学路过闻到味", "已经一个月了")


def _telling(number: int) -> str:
    base = (STORY, AGAIN)[number % 2]
    return f"{base}，{_SEEN[number % len(_SEEN)]}，门牌{100 + number}号对面"


async def _about_to_send(stage: Stage, number: int) -> dict[str, Any]:
    """Let somebody write all of a report; return their press of Send, not handed over yet."""
    mei = stage.resident(5_200_000_000 + number, "zh-hans")
    await mei.to_card(await mei.say(_telling(number)))
    message = mei._message() | {"message_id": max(mei.chat)}
    return {
        "update_id": next(stage.numbers),
        "callback_query": {
            "id": "1",
            "from": mei._user(),
            "chat_instance": "1",
            "data": mei.data("|send|"),
            "message": message,
        },
    }


async def _carried_out(stage: Stage, row: Any) -> None:
    ready = await dispatch.prepare(stage.house, inbox.opened(stage.house, row), stage.now)
    assert ready

    async def act(work: Work) -> None:
        await dispatch.act(work, ready)

    async def explain(work: Work, error: BridgeError) -> None:
        await dispatch.explain(work, ready, error)

    await updates.carry_out(stage.house, [Job(row=row, act=act, explain=explain)], stage.now)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("engine", [POSTGRES, SQLITE])
async def test_fifty_reports_of_one_incident_sent_at_once_find_each_other(stage: Stage) -> None:
    presses = [await _about_to_send(stage, number) for number in range(_MANY)]
    await inbox.accept(stage.house, BOT, presses, stage.now)
    rows = await inbox.due(stage.house, stage.now, [], _MANY)
    assert len(rows) == _MANY

    await asyncio.gather(*(_carried_out(stage, row) for row in rows))
    while left := await inbox.due(stage.house, stage.now, [], _MANY):
        # What met another's lock is tried again, as by any worker.
        await asyncio.gather(*(_carried_out(stage, row) for row in left))

    reports = sorted(await stage.rows(report), key=lambda row: int(row["arrival"]))
    assert len(reports) == _MANY
    assert len(await stage.rows(indexed)) == _MANY
    found = {row["report_id"] for row in await stage.rows(link)}
    assert [row["reference"] for row in reports[1:] if row["id"] not in found] == []
    confirmed = [row for row in await stage.rows(event) if row["verb"] == "report.confirmed"]
    assert {row["seq"] for row in confirmed} == {row["arrival"] for row in reports}
