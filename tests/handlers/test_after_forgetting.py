import pytest

from casework import outbox
from casework.sayings import Saying, Text
from casework.work import Work
from storage import inbox, tables
from storage.all_tables import everything as metadata
from tests.stage import Resident, Stage, keys_of, words_of
from triage.languages import Language

PHOTO = {"photo": [{"file_id": "f1", "file_unique_id": "u1", "width": 9, "height": 9}]}
# What counts tries stays as long as its window, and no longer.
COUNTS = {"throttle", "mute"}


async def everything(stage: Stage) -> dict[str, set[object]]:
    """Return every value that stands in each table."""
    return {
        table.name: {value for row in await stage.rows(table) for value in row.values()}
        for table in metadata.sorted_tables
    }


async def forgets(mei: Resident) -> list[Saying]:
    await mei.say("/forget")
    return await mei.press("Forget me")


async def test_forgetting_explains_and_asks_first(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()

    (asked,) = await mei.say("/forget")
    kept = await mei.press("Leave everything as it is")

    assert keys_of([asked]) == ["forget.ask", "forget.stays", "forget.wipe_first"]
    assert [row[0].label.key for row in asked.buttons] == [
        "button.wipe",
        "forget.yes",
        "forget.no",
    ]
    assert keys_of(kept) == ["forget.kept"]
    assert "status.open" in keys_of(await mei.say("/status"))


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
async def test_afterwards_no_hash_of_the_person_stands_anywhere(
    stage: Stage, language: str
) -> None:
    mei = stage.resident(language=language)
    await mei.send_report()
    await mei.send_report(mode="anonymous")
    await mei.say("/status")
    await mei.say("/add")
    await mei.say("/report")
    await mei.say("A draft that is never sent")
    await mei.say("", caption="with a photo", **PHOTO)
    keyring = stage.house.keyring
    person, names = keyring.person(mei.user_id), keyring.lookups(mei.user_id)
    before = await everything(stage)
    assert {"conversation", "draft", "talk", "trail"} <= {
        table for table, values in before.items() if person in values
    }
    assert before["reporter"] & set(names)

    await mei.say("/forget")
    (said,) = await mei.press_data("f|yes", max(mei.chat))

    after = await everything(stage)
    assert keys_of([said]) == ["forget.done"]
    assert words_of(said)
    found = {table for table, values in after.items() if values & {person, *names}}
    assert found <= COUNTS
    assert [row["sealed_chat"] for row in await stage.rows(tables.reporter)] == [None]
    assert after["trail"] == after["talk"] == after["draft"] == after["conversation"] == set()
    assert len(await stage.rows(tables.report)) == 2


async def test_afterwards_the_same_person_is_a_stranger(stage: Stage) -> None:
    mei = stage.resident()
    receipt = await mei.send_report()
    await mei.say("/status")
    data = mei.data("|add")
    await forgets(mei)

    assert keys_of(await mei.press_data(data)) == ["talk.over"]
    assert keys_of(await mei.say("/status")) == ["status.none", "status.by_receipt"]
    (said,) = await mei.say(receipt)
    assert keys_of([said])[0] == "status.open"
    # Whose it was nobody knows any more, so nobody is offered a new receipt.
    assert "|receipt" not in "".join(button.data for row in said.buttons for button in row)
    await mei.send_report()
    _, *listed = await mei.say("/status")
    assert len(listed) == 1


async def test_what_was_on_its_way_to_the_reporter_ends_visibly(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    (reporter,) = await stage.rows(tables.reporter)
    await forgets(mei)
    saying = Saying(language=Language.EN, texts=(Text(key="plain", params={"text": "?"}),))

    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        await outbox.tell_reporter(work, reporter["id"], saying)
    stage.failed.clear()
    await stage.deliver()

    assert stage.failed == ["no_chat"]
    (row,) = [one for one in await stage.rows(tables.outbox) if one["problem"] == "no_chat"]
    assert (row["address"], row["sealed_saying"]) == (b"", b"")


async def test_what_had_failed_and_waited_for_the_operator_is_gone(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("/help")
    person = stage.house.keyring.person(mei.user_id)
    async with stage.house.database.write() as tx:
        new = inbox.NewUpdate(bot=1, update_id=77, person=person, sealed_update=b"sealed")
        await inbox.add(tx, [new], stage.now)
    rows = await stage.rows(tables.inbox)
    seq = next(row["seq"] for row in rows if row["update_id"] == 77)
    async with stage.house.database.write() as tx:
        await inbox.park(tx, seq, "abc")

    await forgets(mei)

    (row,) = [one for one in await stage.rows(tables.inbox) if one["update_id"] == 77]
    assert (row["state"], row["person"], row["sealed_update"], row["fault"]) == (
        "done",
        None,
        None,
        None,
    )


async def test_forgetting_twice_is_as_good_as_once(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    await forgets(mei)

    assert keys_of(await mei.press_data("f|yes")) == ["forget.done"]
    assert await stage.rows(tables.conversation) == []


async def test_somebody_elses_chat_is_not_forgotten(stage: Stage) -> None:
    mei, bao = stage.resident(), stage.resident(7)
    await mei.send_report()
    await bao.send_report()

    await forgets(bao)

    _, *said = await mei.say("/status")
    assert len(said) == 1
