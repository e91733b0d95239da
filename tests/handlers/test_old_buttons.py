import pytest

from storage import tables
from tests.stage import STORY, Stage, keys_of
from tests.support import Town, press, say, to_card

OLD = "That button belongs to an earlier step. Nothing was changed."


async def test_a_second_press_of_send_says_that_it_was_sent(town: Town) -> None:
    mei = town.phone()
    await say(mei, STORY)
    card = await to_card(mei)
    send = next(b.data for row in card.buttons for b in row if b.text == "Send")
    assert send
    await press(mei, "Send")

    mei.press(send, card, stale=True)
    again = await mei.wait_for()

    assert "This report was already sent" in again.text
    await say(mei, "/status")
    await say(mei, "/cancel")
    assert sum("LG-26-" in message.text for message in mei.received) == 2


async def test_two_presses_of_send_at_once_make_one_report(town: Town) -> None:
    mei = town.phone()
    await say(mei, STORY)
    card = await to_card(mei)
    send = next(b.data for row in card.buttons for b in row if b.text == "Send")
    assert send

    for _ in range(3):
        mei.press(send, card, stale=True)
    await mei.wait_for("already sent")
    await mei.until(lambda: sum("already sent" in m.text for m in mei.received) == 2)

    await say(mei, "/status")
    await say(mei, "/cancel")
    assert sum("LG-26-" in message.text for message in mei.received) == 2


async def test_an_old_button_answers_with_where_the_draft_stands(town: Town) -> None:
    mei = town.phone()
    first = await say(mei, STORY)
    old = first.buttons[0][0].data
    assert old
    await say(mei, "after the moon festival")

    mei.press(old, first, stale=True)
    await mei.wait_for(OLD)
    asked = await mei.wait_for("Just write it to me")

    assert asked.buttons
    assert "When: after the moon festival" in (await to_card(mei)).text


async def test_a_button_of_a_discarded_draft_changes_nothing(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(STORY)
    old = mei.data("|when|now")
    await mei.press("Discard")
    await mei.say("another story about noise")
    (before,) = await stage.rows(tables.draft)

    said = await mei.press_data(old)

    assert keys_of(said)[0] == "error.outdated"
    assert await stage.rows(tables.draft) == [before]


@pytest.mark.parametrize(
    "data",
    [
        "",
        "x",
        "d|",
        "d|a|b|c|d",
        "d|!!!|1|when|now",
        "d|AAAAAAAAAAA|1|when|now",
        "l|xx",
        "q|1",
        "é",
    ],
)
async def test_data_that_no_button_of_ours_has_changes_nothing(stage: Stage, data: str) -> None:
    mei = stage.resident()
    await mei.say(STORY)
    (before,) = await stage.rows(tables.draft)

    said = await mei.press_data(data)

    assert keys_of(said) == ["error.outdated", "question.when"]
    assert await stage.rows(tables.draft) == [before]


@pytest.mark.parametrize(
    ("verb", "error"),
    [
        ("when|sometime", "error.outdated"),
        ("mode|named", "error.outdated"),
        ("kind|gas", "error.outdated"),
        ("story|x", "error.outdated"),
        ("card|x", "error.outdated"),
        ("frobnicate|", "error.outdated"),
        ("send|", "error.cannot_do_that"),
    ],
)
async def test_a_forged_answer_changes_nothing(stage: Stage, verb: str, error: str) -> None:
    mei = stage.resident()
    await mei.say(STORY)
    (before,) = await stage.rows(tables.draft)
    forged = mei.data("|when|now").replace("when|now", verb)

    said = await mei.press_data(forged)

    assert keys_of(said)[0] == error
    assert await stage.rows(tables.draft) == [before]


async def test_what_must_be_answered_cannot_be_skipped_by_force(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")

    said = await mei.press_data(mei.data("Discard").replace("discard", "skip"))

    assert keys_of(said) == ["error.cannot_do_that"]


async def test_a_button_of_somebody_elses_draft_is_an_old_one(stage: Stage) -> None:
    mei, bao = stage.resident(), stage.resident(7)
    await mei.say(STORY)
    await bao.say(STORY)
    (before, other) = await stage.rows(tables.draft)

    said = await bao.press_data(mei.data("|when|now"))

    assert keys_of(said)[0] == "error.outdated"
    assert await stage.rows(tables.draft) == [before, other]


async def test_a_press_is_always_acknowledged(town: Town) -> None:
    mei = town.phone()
    await say(mei, STORY)

    press_made = mei.press("Right now")

    await mei.until(lambda: press_made.answered)
