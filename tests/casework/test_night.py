from datetime import datetime, timedelta

import pytest

from casework import outbox
from casework.sayings import Saying, Text
from casework.work import Resident, Work
from storage import tables
from tests.stage import Stage
from tests.support import NOON
from triage.languages import Language

HELLO = Saying(language=Language.EN, texts=(Text(key="help"),))
# 23:00 and 08:00 in Shenzhen.
NIGHT, MORNING = NOON + timedelta(hours=11), NOON + timedelta(hours=20)


async def due(stage: Stage) -> list[datetime]:
    return [row["due_at"] for row in await stage.rows(tables.outbox)]


@pytest.mark.parametrize(("now", "wanted"), [(NOON, NOON), (NIGHT, MORNING), (MORNING, MORNING)])
async def test_what_a_reporter_did_not_ask_for_waits_for_the_day(
    stage: Stage, now: datetime, wanted: datetime
) -> None:
    async with stage.house.database.write() as tx:
        await outbox.tell_reporter(Work(tx=tx, now=now, house=stage.house), b"reporter", HELLO)

    assert await due(stage) == [wanted]


async def test_answers_alarms_and_danger_go_out_at_night(stage: Stage) -> None:
    mei = Resident(person=b"mei", user_id=1, chat_id=1, language=Language.EN)
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=NIGHT, house=stage.house)
        await outbox.answer(work, mei, HELLO)
        await outbox.warn(work, mei, HELLO)
        await outbox.alarm(work, "duty", HELLO)
        await outbox.say_in_group(work, -1, HELLO)

    assert await due(stage) == [NIGHT] * 4


async def test_what_waits_for_the_day_holds_up_nobody_else(stage: Stage) -> None:
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=NIGHT, house=stage.house)
        await outbox.tell_reporter(work, b"reporter", HELLO)
        await outbox.alarm(work, "duty", HELLO)
    stage.now = NIGHT

    assert len(await stage.deliver()) == 1
    stage.now = MORNING
    assert len(await stage.deliver()) == 1
