from datetime import timedelta
from typing import Any

from casework import upkeep
from storage import tables
from tests.stage import STORY, Resident, Stage, keys_of

MORE = "They came again last night"


def replying(number: int) -> dict[str, Any]:
    chat = {"id": 1, "type": "private"}
    return {"reply_to_message": {"message_id": number, "date": 0, "chat": chat}}


async def whole_life(mei: Resident) -> list[str]:
    """Do everything that can be done after Send; return what was said."""
    await mei.send_report()
    await mei.send_report(f"{STORY}, at night")
    said = await mei.say(MORE, **replying(max(mei.chat)))
    said += await mei.say("/status")
    said += await mei.press("|receipt")
    said += await mei.say("/add")
    said += await mei.press_data(said[-1].buttons[0][0].data)
    said += await mei.say(MORE)
    said += await mei.press("|done")
    said += await mei.say("/status")
    said += await mei.press("|withdraw")
    said += await mei.press("|now")
    said += await mei.press_data("f|yes")
    return keys_of(said)


async def test_everything_after_send_works_on_either_engine(stage: Stage) -> None:
    keys = await whole_life(stage.resident())

    assert [key for key in keys if key.startswith("error")] == []
    for wanted in ("receipt.renewed", "add.added", "withdraw.done", "forget.done"):
        assert wanted in keys
    reports = await stage.rows(tables.report)
    assert [row["withdrawn_on"] is None for row in reports].count(True) == 1
    assert len(await stage.rows(tables.message)) == 4
    assert sorted(row["state"] for row in await stage.rows(tables.case)) == ["open", "withdrawn"]


async def test_talks_of_one_chat_are_not_those_of_another(stage: Stage) -> None:
    mei, bao = stage.resident(), stage.resident(7)
    receipt = await mei.send_report()
    await mei.say("/status")
    await bao.say(receipt)

    stage.now += timedelta(minutes=20)
    await upkeep.sweep(stage.house, stage.now)

    # One about the report, and one that it was sent just now.
    found = await stage.rows(tables.talk)
    assert len(found) == 2
    assert {talk["person"] for talk in found} == {stage.house.keyring.person(mei.user_id)}


async def test_the_receipt_of_before_opens_nothing_from_the_same_commit_on(stage: Stage) -> None:
    mei, bao = stage.resident(), stage.resident(7)
    old = await mei.send_report()
    await mei.say("/status")
    await mei.press("|receipt")

    assert keys_of(await bao.say(old)) == ["error.no_such_receipt"]
