from datetime import timedelta

import pytest

from storage import tables
from tests.durability import evidence
from tests.stage import STORY, Resident, Stage, keys_of, words_of
from triage import pieces
from triage.questions import Question

HOUR = timedelta(hours=1)
NOISE = "My neighbour upstairs drills and hammers every night until two o'clock"


async def paused(mei: Resident, words: str = NOISE) -> None:
    """Tell a story, rest for an hour, and write *words*."""
    await mei.say(STORY)
    mei.stage.now += HOUR
    await mei.say(words)


async def test_after_an_hour_it_is_asked_whether_it_belongs_here(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(STORY)
    stage.now += HOUR

    (asked,) = await mei.say("They came again")

    assert keys_of([asked]) == ["question.pending"]
    assert "They came again" in words_of(asked)
    answers = [button.data.split("|", 3)[-1] for row in asked.buttons for button in row]
    assert answers == ["pending|same", "pending|other", "pending|instead"]


async def test_before_an_hour_it_belongs_here(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(STORY)
    stage.now += HOUR - timedelta(seconds=1)

    said = await mei.say("They came again, with the same white van, as they did on the other days")

    assert keys_of(said)[0] == "note.added"


async def test_another_kind_of_matter_is_asked_about_at_once(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.say("南联社区有人每个月来收保护费，不交就砸店")

    said = await mei.say("另外楼上邻居每天半夜装修，噪音很大，吵得睡不着")

    assert keys_of(said) == ["question.pending"]


async def test_the_same_matter_joins_the_story(stage: Stage) -> None:
    mei = stage.resident()
    await paused(mei)

    said = await mei.press("|pending|same")

    assert keys_of(said)[0] == "note.added"
    draft = await mei.draft()
    assert pieces.whole_story(draft) == f"{STORY}\n{NOISE}"
    assert draft.pending is None


async def test_another_matter_is_begun_once_the_first_is_sent(stage: Stage) -> None:
    mei = stage.resident()
    await paused(mei)

    said = await mei.press("|pending|other")
    assert keys_of(said)[0] == "note.later"
    await mei.to_card(said)
    after = await mei.press("|send|")

    assert "sent.receipt" in keys_of(after)
    assert "note.second" in keys_of(after)
    assert pieces.whole_story(await mei.draft()) == NOISE
    await mei.to_card(after)
    await mei.press("|send|")
    assert [report.story for report in await evidence.kept(stage.house)] == [STORY, NOISE]


async def test_another_matter_waits_for_the_duty_officer_too(stage: Stage) -> None:
    mei = stage.resident()
    await paused(mei)
    await mei.press("|pending|other")
    await mei.say("Help, our house is on fire")

    said = await mei.press("|tell|")

    assert "note.second" in keys_of(said)
    assert pieces.whole_story(await mei.draft()) == NOISE


async def test_instead_keeps_the_new_words_alone_and_drops_the_files(stage: Stage) -> None:
    mei = stage.resident()
    await mei.show(STORY)
    stage.now += HOUR
    await mei.say(NOISE)

    await mei.press("|pending|instead")

    draft = await mei.draft()
    assert pieces.whole_story(draft) == NOISE
    assert draft.files == 0
    assert {file["state"] for file in await stage.rows(tables.file)} == {"erased"}


async def test_more_words_wait_with_those_that_wait(stage: Stage) -> None:
    mei = stage.resident()
    await paused(mei)

    said = await mei.say("and on Sundays too")
    await mei.press("|pending|other")

    assert keys_of(said) == ["note.added", "question.pending"]
    assert [piece.text for piece in (await mei.draft()).aside] == [f"{NOISE}\nand on Sundays too"]


async def test_what_waits_is_told_with_the_danger_in_it(stage: Stage) -> None:
    mei = stage.resident()
    await paused(mei, "Help, our house is on fire")

    await mei.press("|tell|")

    (report,) = await evidence.kept(stage.house)
    assert report.story == f"{STORY}\nHelp, our house is on fire"


async def test_what_waits_survives_other_messages(stage: Stage) -> None:
    mei = stage.resident()
    await paused(mei)

    assert keys_of(await mei.show()) == ["note.file_photo", "question.pending"]
    assert keys_of(await mei.share(22.72, 114.25)) == ["question.pending"]
    assert "question.pending" in keys_of(await mei.say("/start"))
    assert (await mei.draft()).pending


async def test_a_wait_is_no_question_that_can_be_skipped(stage: Stage) -> None:
    mei = stage.resident()
    await paused(mei)

    forged = mei.data("|pending|same").replace("pending|same", "skip|")

    assert keys_of(await mei.press_data(forged)) == ["error.cannot_do_that"]
    assert (await mei.draft()).pending


@pytest.mark.parametrize("value", ["", "both", "SAME"])
async def test_a_forged_decision_changes_nothing(stage: Stage, value: str) -> None:
    mei = stage.resident()
    await paused(mei)
    before = await mei.draft()

    forged = mei.data("|pending|same").replace("pending|same", f"pending|{value}")

    assert keys_of(await mei.press_data(forged))[0] == "error.outdated"
    assert await mei.draft() == before


@pytest.mark.parametrize("asked", [Question.NAME, Question.REACH])
async def test_a_name_after_a_rest_never_joins_the_story(stage: Stage, asked: Question) -> None:
    mei = stage.resident()
    await mei.to_card(await mei.say(STORY))
    await mei.press("|change|mode")
    await mei.press("|mode|named")
    if asked is Question.REACH:
        await mei.say("Mei Lin")
    stage.now += 3 * HOUR

    await mei.say("13800000000")

    draft = await mei.draft()
    assert getattr(draft, asked) == "13800000000"
    assert draft.pending is None
    assert pieces.whole_story(draft) == STORY


async def test_discard_of_the_first_matter_says_that_nothing_was_sent(stage: Stage) -> None:
    mei = stage.resident()
    await paused(mei)

    said = await mei.say("/cancel")

    assert keys_of(said) == ["cancel.done"]
    assert await stage.rows(tables.draft) == []
