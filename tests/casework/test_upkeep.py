from datetime import timedelta

from casework import upkeep
from storage import tables
from tests.stage import STORY, Stage, keys_of
from triage.receipts import complete

DAY = timedelta(days=1)


async def sweep_after(stage: Stage, later: timedelta) -> None:
    stage.now += later
    await upkeep.sweep(stage.house, stage.now)


async def test_a_draft_is_erased_a_day_after_its_last_word(stage: Stage) -> None:
    mei = stage.resident()
    said = await mei.say(STORY)
    stage.now += timedelta(hours=23)
    await mei.answer(said)

    await sweep_after(stage, DAY - timedelta(seconds=1))
    assert len(await stage.rows(tables.draft)) == 1
    await sweep_after(stage, timedelta(seconds=1))

    assert await stage.rows(tables.draft) == []
    verbs = [event["verb"] for event in await stage.rows(tables.event)]
    assert verbs[-1] == "draft.expired"
    assert keys_of(await mei.press("|discard|")) == ["error.outdated"]


async def test_numbers_of_updates_are_forgotten_after_eight_days(stage: Stage) -> None:
    await stage.resident().say("/help")

    await sweep_after(stage, 8 * DAY)
    assert len(await stage.rows(tables.inbox)) == 1
    await sweep_after(stage, DAY)

    assert await stage.rows(tables.inbox) == []


async def test_the_numbers_of_messages_are_forgotten_when_they_cannot_be_deleted(
    stage: Stage,
) -> None:
    await stage.resident().say("/help")

    await sweep_after(stage, 2 * DAY - timedelta(seconds=1))
    assert len(await stage.rows(tables.trail)) == 2
    await sweep_after(stage, timedelta(seconds=1))

    assert await stage.rows(tables.trail) == []


async def test_wrong_receipts_and_silent_chats_are_forgotten(stage: Stage) -> None:
    await stage.resident().say(complete("123456789012345"))

    await sweep_after(stage, timedelta(minutes=61))
    assert await stage.rows(tables.throttle) == []
    assert len(await stage.rows(tables.conversation)) == 1
    await sweep_after(stage, 181 * DAY)

    assert await stage.rows(tables.conversation) == []


async def test_a_report_outlives_every_sweep(stage: Stage) -> None:
    await stage.resident().send_report()

    await sweep_after(stage, 1000 * DAY)

    assert len(await stage.rows(tables.report)) == 1
    assert len(await stage.rows(tables.message)) == 1
    assert len(await stage.rows(tables.reporter)) == 1


async def test_failed_messages_are_kept_as_long_as_the_numbers(stage: Stage) -> None:
    umbrella = "派出所的人是黑社会的保护伞，有人拿刀砍人"
    mei = stage.resident(language="zh-hans")
    await mei.send_report(umbrella)
    assert stage.failed == ["no_chat"]

    await sweep_after(stage, 8 * DAY)
    assert len(await stage.rows(tables.outbox)) == 1
    await sweep_after(stage, timedelta(seconds=1))

    assert await stage.rows(tables.outbox) == []
