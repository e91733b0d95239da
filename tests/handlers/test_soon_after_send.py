from datetime import timedelta

import pytest

from storage import tables
from tests.afterplay import words
from tests.stage import STORY, Resident, Stage, keys_of, words_of
from triage import pieces
from triage.languages import Language

THANKS = [
    "谢谢",
    "好的",
    "好的，谢谢您！",
    "多謝晒",
    "收到",
    "ok thanks",
    "Thank you very much",
    "OK",
]
LATER = {
    Language.ZH_HANS: "送气的车开走了",
    Language.ZH_HANT: "救援嚟咗喇",
    Language.EN: "the van drove away",
}
FIRE = {
    Language.ZH_HANS: "现在着火了，快来人",
    Language.ZH_HANT: "而家著火了，快來人",
    Language.EN: "Help, now the house is on fire",
}

each_language = pytest.mark.parametrize("language", Language)


async def sent(stage: Stage, language: Language = Language.EN) -> Resident:
    mei = stage.resident(language=language.lower())
    await mei.send_report()
    return mei


async def story_of(stage: Stage) -> list[str]:
    """Return what stands in the one report there is."""
    (found,) = (await words(stage)).values()
    return found


@pytest.mark.parametrize("line", THANKS)
async def test_thanks_get_one_sentence_and_begin_nothing(stage: Stage, line: str) -> None:
    mei = await sent(stage)

    assert keys_of(await mei.say(line)) == ["thanks.welcome"]

    assert await stage.rows(tables.draft) == []


@pytest.mark.parametrize("line", ["好的，车牌我记下了", "ok he is back", "谢谢，还有一件事"])
async def test_thanks_with_something_behind_them_are_more_than_thanks(
    stage: Stage, line: str
) -> None:
    mei = await sent(stage)

    assert keys_of(await mei.say(line)) == ["question.follows"]


@each_language
async def test_what_is_written_soon_after_send_is_asked_for_and_added(
    stage: Stage, language: Language
) -> None:
    mei = await sent(stage, language)

    (asked,) = await mei.say(LATER[language])
    (added,) = await mei.press("|pending|into")
    await mei.say("And a white van")

    assert keys_of([asked]) == ["question.follows"]
    assert str(asked.texts[0].params["reference"]) in words_of(asked)
    assert keys_of([added]) == ["add.added"]
    assert await story_of(stage) == [STORY, LATER[language], "And a white van"]
    assert await stage.rows(tables.draft) == []


@each_language
async def test_danger_soon_after_send_is_answered_first_and_wakes_people_with_the_report(
    stage: Stage, language: Language
) -> None:
    mei = await sent(stage, language)

    (gate,) = await mei.say(FIRE[language])
    (asked,) = await mei.press("|safe|")
    said = await mei.press("|pending|into")

    assert "119" in words_of(gate)
    assert keys_of([asked]) == ["question.follows"]
    assert set(keys_of(said)) == {"duty.danger", "add.added"}
    assert await story_of(stage) == [STORY, FIRE[language]]


async def test_another_matter_soon_after_send_becomes_a_report_of_its_own(stage: Stage) -> None:
    mei = await sent(stage)
    await mei.say("My neighbour plays drums")
    await mei.say("every night in Nanlian community")

    said = await mei.press("|pending|fresh")
    await mei.to_card(said)
    await mei.press("|send|")

    assert [found[0] for found in (await words(stage)).values()].count(STORY) == 1
    assert len(await stage.rows(tables.report)) == 2


async def test_several_lines_are_asked_for_once_they_are_all_there(stage: Stage) -> None:
    mei = await sent(stage)
    await mei.say("He has left")
    await mei.say("The van is gone too")

    await mei.press("|pending|into")

    assert await story_of(stage) == [STORY, "He has left\nThe van is gone too"]


async def test_a_photo_and_a_place_soon_after_send_can_be_added(stage: Stage) -> None:
    mei = await sent(stage)

    assert keys_of(await mei.show())[-1] == "question.follows"
    assert keys_of(await mei.share(22.72, 114.25))[-1] == "question.follows"
    await mei.press("|pending|into")

    (file,), (report,) = await stage.rows(tables.file), await stage.rows(tables.report)
    assert (file["report_id"], file["draft_id"]) == (report["id"], None)
    assert await story_of(stage) == [STORY, "22.72000, 114.25000"]


async def test_a_photo_alone_can_begin_another_report(stage: Stage) -> None:
    mei = await sent(stage)
    await mei.show()

    assert keys_of(await mei.press("|pending|fresh")) == ["question.kind"]


async def test_half_an_hour_later_words_begin_a_report(stage: Stage) -> None:
    mei = await sent(stage)
    stage.now += timedelta(minutes=31)

    assert "question.follows" not in keys_of(await mei.say("the van drove away"))


async def test_nothing_of_the_chat_stays_with_an_anonymous_report(stage: Stage) -> None:
    mei = await sent(stage)
    await mei.say("/report")
    await mei.send_report("Another story of drums at night", mode="anonymous")

    assert "question.follows" not in keys_of(await mei.say("the van drove away"))


@pytest.mark.parametrize("way", ["/report", "done", "withdrawn"])
async def test_who_says_that_it_is_another_one_is_not_asked(stage: Stage, way: str) -> None:
    mei = await sent(stage)
    if way == "done":
        await mei.say("/add")
        await mei.press("Done")
    elif way == "withdrawn":
        await mei.say("/status")
        await mei.press("Withdraw")
        await mei.press("Withdraw it")
    else:
        await mei.say(way)

    assert "question.follows" not in keys_of(await mei.say("the van drove away"))


async def test_a_report_withdrawn_meanwhile_takes_nothing_and_the_words_stay(
    stage: Stage,
) -> None:
    mei = await sent(stage)
    await mei.say("/status")
    withdraw = mei.data("Withdraw")
    await mei.say("the van drove away")
    into = mei.data("|pending|into")
    await mei.press_data(withdraw)
    await mei.press("Withdraw it")

    assert keys_of(await mei.press_data(into)) == ["add.withdrawn"]
    await mei.press("|pending|fresh")

    assert pieces.whole_story(await mei.draft()) == "the van drove away"


async def test_the_button_of_a_draft_that_follows_nothing_adds_nothing(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(STORY)

    forged = mei.data("|discard|").replace("discard|", "pending|into")

    assert keys_of(await mei.press_data(forged))[0] == "error.outdated"
