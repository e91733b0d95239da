from datetime import timedelta

from casework import outbox, upkeep
from casework.sayings import Saying, Text
from casework.work import Work
from storage import tables
from tests.afterplay import DANGER, MORE, message_of, newest, replying, two_reports, words
from tests.stage import Stage, keys_of, words_of
from triage.languages import Language


async def test_a_reply_goes_to_its_report_whatever_else_is_being_added_to(stage: Stage) -> None:
    mei = stage.resident()
    older, newer = await two_reports(stage, mei)
    await mei.say("/status")
    about_older, about_newer = message_of(mei, older), message_of(mei, newer)
    (asked,) = await mei.say("/add")
    await mei.press_data(asked.buttons[0][0].data)

    assert keys_of(await mei.say("for the older", **replying(about_older))) == [
        "add.added_by_reply"
    ]
    assert keys_of(await mei.say("for the newer")) == ["add.added"]
    assert keys_of(await mei.say("newer too", **replying(about_newer))) == ["add.added_by_reply"]

    found = await words(stage)
    assert (found[older][1:], found[newer][1:]) == (
        ["for the older"],
        ["for the newer", "newer too"],
    )


async def test_a_reply_to_the_message_with_the_receipt_is_added(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()

    said = await mei.say(MORE, **replying(newest(mei)))

    assert keys_of(said) == ["add.added_by_reply"]
    (found,) = (await words(stage)).values()
    assert found[1:] == [MORE]


async def test_a_reply_to_what_was_said_in_a_draft_goes_into_the_draft(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    await mei.say("My neighbour plays drums every night")

    await mei.say("Until two in the morning", **replying(newest(mei)))

    (found,) = (await words(stage)).values()
    assert len(found) == 1


async def test_a_receipt_lets_an_anonymous_reporter_add_and_no_minute_stays(stage: Stage) -> None:
    mei = stage.resident()
    receipt = await mei.send_report(mode="anonymous")
    stage.now += timedelta(minutes=37)
    await mei.say(receipt)

    await mei.say(MORE, **replying(newest(mei)))
    await mei.press("Add something")
    await mei.say("And a dog")

    (found,) = (await words(stage)).values()
    assert found[1:] == [MORE, "And a dog"]
    written = {row["written_at"] for row in await stage.rows(tables.message)}
    assert {moment.minute for moment in written} == {0}
    events = [row for row in await stage.rows(tables.event) if row["verb"] == "report.added"]
    assert [row["at"].minute for row in events] == [0, 0]
    assert all(row["subject_id"] and row["commitment"] for row in events)


async def test_after_a_quarter_of_an_hour_the_chat_knows_no_anonymous_report(stage: Stage) -> None:
    mei = stage.resident()
    receipt = await mei.send_report(mode="anonymous")
    await mei.say(receipt)
    number = newest(mei)
    await mei.press("Add something")

    stage.now += timedelta(minutes=16)
    said = await mei.say(MORE, **replying(number))
    await upkeep.sweep(stage.house, stage.now)

    assert keys_of(said) == ["talk.not_kept"]
    assert await stage.rows(tables.talk) == []
    assert await stage.rows(tables.draft) == []
    (found,) = (await words(stage)).values()
    assert len(found) == 1


async def test_danger_in_a_reply_that_comes_too_late_is_answered_all_the_same(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(await mei.send_report(mode="anonymous"))
    number = newest(mei)
    stage.now += timedelta(minutes=16)

    said = await mei.say(DANGER, **replying(number))

    assert "119" in words_of(said[0])
    assert keys_of(said)[-1] == "talk.not_kept"


async def test_a_reply_to_what_an_officer_had_sent_goes_to_that_report(stage: Stage) -> None:
    mei = stage.resident()
    older, _ = await two_reports(stage, mei)
    (report,) = [one for one in await stage.rows(tables.report) if one["reference"] == older]
    asked = Saying(
        language=Language.EN,
        texts=(Text(key="plain", params={"text": "Which floor?"}),),
        report=report["id"],
    )
    async with stage.house.database.write() as tx:
        work = Work(tx=tx, now=stage.now, house=stage.house)
        await outbox.tell_reporter(work, report["reporter_id"], asked)
    await stage.deliver()

    await mei.say("The fifth", **replying(newest(mei)))

    assert (await words(stage))[older][1:] == ["The fifth"]
