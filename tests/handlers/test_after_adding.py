import json
from datetime import timedelta

from storage import tables
from tests.afterplay import DANGER, MORE, newest, replying, two_reports, words
from tests.stage import STORY, Stage, keys_of, words_of

PHOTO = {"photo": [{"file_id": "f1", "file_unique_id": "u1", "width": 9, "height": 9}]}


async def test_with_one_report_add_goes_straight_there(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()

    assert keys_of(await mei.say("/add")) == ["add.begin"]
    assert keys_of(await mei.say(MORE)) == ["add.added"]
    assert keys_of(await mei.say("And a dog")) == ["add.added"]
    assert keys_of(await mei.press("Done")) == ["add.finished"]

    (found,) = (await words(stage)).values()
    assert found[1:] == [MORE, "And a dog"]
    assert {row["direction"] for row in await stage.rows(tables.message)} == {"in"}
    assert await stage.rows(tables.draft) == []


async def test_after_done_the_next_words_are_a_report_of_their_own(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    await mei.say("/add")
    await mei.press("Done")

    await mei.say(MORE)

    assert len(await stage.rows(tables.draft)) == 1
    (found,) = (await words(stage)).values()
    assert len(found) == 1


async def test_with_several_reports_add_asks_which(stage: Stage) -> None:
    mei = stage.resident()
    older, newer = await two_reports(stage, mei)

    (asked,) = await mei.say("/add")
    labels = [str(button.label.params["text"]) for row in asked.buttons for button in row]
    await mei.press_data(asked.buttons[1][0].data)
    await mei.say(MORE)

    assert [label.partition(" · ")[0] for label in labels] == [newer, older]
    found = await words(stage)
    assert (found[older][1:], found[newer][1:]) == ([MORE], [])


async def test_who_has_no_report_is_told_of_the_receipt(stage: Stage) -> None:
    await stage.resident().send_report(mode="anonymous")

    assert keys_of(await stage.resident().say("/add")) == ["add.none"]


async def test_danger_in_what_is_added_is_answered_first_and_wakes_people(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    stage.failed.clear()
    await mei.say("/add")

    said = await mei.say(DANGER)

    keys = keys_of(said)
    spoken = [saying for saying in said if "duty.danger" not in keys_of([saying])]
    assert "119" in words_of(spoken[0])
    assert keys_of(spoken[-1:]) == ["add.added"]
    assert "duty.danger" in keys
    (case,) = await stage.rows(tables.case)
    (report,) = await stage.rows(tables.report)
    assert (case["queue"], case["severity"]) == ("urgent", "S0")
    assert report["danger"] == "danger.gas"


async def test_with_an_open_receipt_and_an_own_report_add_asks_which(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    await mei.say(await mei.send_report(mode="anonymous"))

    assert keys_of(await mei.say("/add")) == ["add.which"]


async def test_a_command_or_another_button_ends_adding(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    for leaving in ("/report", "/help", "/status", "/cancel"):
        await mei.say("/add")
        await mei.say(leaving)
        assert "add.added" not in keys_of(await mei.say(MORE))
        await mei.say("/cancel")

    (found,) = (await words(stage)).values()
    assert len(found) == 1


async def test_a_button_of_the_draft_ends_adding(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    await mei.say("/report")
    await mei.say("My neighbour plays drums every night in Nanlian community")
    data = mei.data("|discard|")
    await mei.say("/add")

    await mei.press_data(data)

    assert "add.added" not in keys_of(await mei.say("More on the drums"))


async def test_adding_ends_by_itself_after_half_an_hour(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    await mei.say("/add")
    stage.now += timedelta(minutes=29)
    assert keys_of(await mei.say(MORE)) == ["add.added"]
    stage.now += timedelta(minutes=29)
    assert keys_of(await mei.say(MORE)) == ["add.added"]

    stage.now += timedelta(minutes=31)

    assert "add.added" not in keys_of(await mei.say(MORE))


async def test_done_on_a_second_phone_says_how_it_is(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    await mei.say("/add")
    data = mei.data("|done")

    assert keys_of(await mei.press_data(data)) == ["add.finished"]
    assert keys_of(await mei.press_data(data)) == ["add.not_adding"]


async def test_add_pressed_on_two_phones_ends_with_one_done(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    await mei.say("/status")
    data = mei.data("|add")

    await mei.press_data(data)
    await mei.press_data(data)
    await mei.say(MORE)
    await mei.press("Done")

    assert "add.added" not in keys_of(await mei.say("A new story about drums at night"))


async def test_a_photo_is_attached_to_the_report_with_its_words(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    await mei.say("/add")

    said = await mei.say("", caption="The van", **PHOTO)

    (file,) = await stage.rows(tables.file)
    (report,) = await stage.rows(tables.report)
    (found,) = (await words(stage)).values()
    assert keys_of(said) == ["add.added"]
    assert (file["report_id"], file["draft_id"]) == (report["id"], None)
    assert found[1:] == ["The van"]


async def test_a_sticker_while_adding_gets_a_sentence(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    await mei.say("/add")
    sticker = {"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1, "type": "regular"}

    said = await mei.say("", sticker=sticker | {"is_animated": False, "is_video": False})

    assert keys_of(said) == ["add.not_this"]
    assert keys_of(await mei.say(MORE)) == ["add.added"]


async def test_nothing_can_be_added_to_a_withdrawn_report(stage: Stage) -> None:
    mei = stage.resident()
    await mei.send_report()
    await mei.say("/status")
    data, number = mei.data("|add"), newest(mei)
    await mei.press("Withdraw")
    await mei.press("Withdraw it")

    assert keys_of(await mei.press_data(data)) == ["add.withdrawn"]
    assert keys_of(await mei.say(MORE, **replying(number))) == ["add.withdrawn"]
    assert keys_of(await mei.say("/add")) == ["add.none"]


async def test_no_message_after_send_repeats_the_story(stage: Stage) -> None:
    mei = stage.resident()
    secret = ("zebra", "quagga")
    receipt = await mei.send_report(f"{STORY}, by the {secret[0]}")
    said = [mei.chat[newest(mei)]]

    for line in ("/status", receipt, "/add", f"The {secret[1]} is back", "/report", "/help"):
        said += await mei.say(line)
    for data in ("|receipt", "|withdraw", "|now"):
        said += await mei.press(data)
    for line in ("/status", "/forget"):
        said += await mei.say(line)
    said += await mei.press("Forget me")

    everything = json.dumps(
        [[text.key, text.params] for saying in said for text in saying.texts]
        + [button.data for saying in said for row in saying.buttons for button in row]
    )
    assert len(said) > 12
    assert not [word for word in secret if word in everything]
