"""Lines that are no answers to what was asked."""

import pytest

from tests.stage import STORY, Resident, Stage, keys_of
from triage import drafts, pieces
from triage.languages import Language
from triage.questions import Question


async def asked_who(stage: Stage, *, language: str = "en", when: str = "|skip|") -> Resident:
    """Go on to the first own question: who sells?"""
    mei = stage.resident(language=language)
    await mei.say(STORY)
    await mei.press(when)
    return mei


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Why do you need it?", "aside.why"),
        ("點解要問咁多嘢㗎", "aside.why"),
        ("怎么提交啊", "aside.send"),
        ("submit", "aside.send"),
        ("多謝", "aside.thanks"),
        ("我不识字，不会写字怎么办", "aside.voice"),
        ("你是机器人吗？", "aside.robot"),
        ("Who will see this?", "aside.seen"),
        ("举报有奖励吗", "aside.reward"),
        ("提交", "aside.send"),
    ],
)
async def test_what_is_said_to_the_bot_is_answered_and_the_question_stays(
    stage: Stage, line: str, said: str
) -> None:
    mei = await asked_who(stage)
    before = await mei.draft()

    (answer,) = await mei.say(line)

    assert keys_of([answer]) == [said, "plain", "question.detail.lead"]
    assert await mei.draft() == before


@pytest.mark.parametrize("line", ["不知道", "唔知", "I don't know", "skip", "跳過", "唔想答"])
async def test_who_does_not_know_skips(stage: Stage, line: str) -> None:
    mei = await asked_who(stage)

    await mei.say(line)

    assert [one.words for one in (await mei.draft()).answers] == [None]


@pytest.mark.parametrize("line", ["唔想答咁多", "That is all I know", "就這些，不再問了"])
async def test_who_has_enough_is_asked_no_more(stage: Stage, line: str) -> None:
    mei = await asked_who(stage)

    assert keys_of(await mei.say(line)) == ["question.mode"]


async def test_back_can_be_typed(stage: Stage) -> None:
    mei = await asked_who(stage)

    assert keys_of(await mei.say("上一步")) == ["question.when"]


@pytest.mark.parametrize(
    ("line", "mode"), [("匿名", "anonymous"), ("Confidential", "confidential")]
)
async def test_the_words_on_a_button_can_be_typed_in_any_language(
    stage: Stage, line: str, mode: str
) -> None:
    mei = await asked_who(stage)
    await mei.press("|enough|")

    assert keys_of(await mei.say(line))[0] == "card.title"
    assert (await mei.draft()).mode == mode


async def test_a_typed_send_shows_the_card_with_its_button(stage: Stage) -> None:
    mei = await asked_who(stage)
    await mei.to_card(await mei.press("|enough|"))

    (said,) = await mei.say("Send")

    assert keys_of([said])[:2] == ["note.press_send", "card.title"]
    assert said.buttons[0][0].data.endswith("|send|")


@pytest.mark.parametrize("line", ["不想说名字", "I'd rather not say", "匿名举报"])
async def test_no_name_is_no_name(stage: Stage, line: str) -> None:
    mei = await asked_who(stage)
    await mei.press("|enough|")
    await mei.press("|mode|named")

    assert keys_of(await mei.say(line)) == ["note.no_name", "question.name"]
    assert (await mei.draft()).name is None


@pytest.mark.parametrize("line", ["不知道", "就这些"])
async def test_what_must_be_chosen_is_asked_again(stage: Stage, line: str) -> None:
    mei = await asked_who(stage)
    await mei.press("|enough|")

    assert keys_of(await mei.say(line)) == ["note.choose", "question.mode"]


@pytest.mark.parametrize("line", ["不知道", "skip"])
async def test_without_a_question_such_a_line_begins_a_report(stage: Stage, line: str) -> None:
    mei = stage.resident()

    await mei.say(line)

    assert pieces.whole_story(await mei.draft()) == line


async def test_any_other_question_to_the_bot_is_kept_and_answered(stage: Stage) -> None:
    mei = await asked_who(stage)

    said = await mei.say("你们什么时候派人来？")

    draft = await mei.draft()
    assert keys_of(said) == ["note.asked", "plain", "question.detail.lead"]
    assert draft.answers == ()
    assert pieces.whole_story(draft).endswith("你们什么时候派人来？")


@pytest.mark.parametrize("line", ["last Friday night around ten", "上个礼拜五晚上十点左右"])
async def test_a_time_told_later_makes_a_vague_one_exact(stage: Stage, line: str) -> None:
    mei = await asked_who(stage, when="|when|week")

    said = await mei.say(line)

    draft = await mei.draft()
    assert keys_of(said) == ["note.added", "plain", "question.detail.lead"]
    assert (draft.answers, draft.when, draft.when_words) == ((), None, line)
    assert draft.interval
    assert draft.interval.earliest.startswith("2026-11-13T21:30")


async def test_an_answer_that_holds_a_time_is_an_answer(stage: Stage) -> None:
    mei = await asked_who(stage, when="|when|week")

    await mei.say("the man who came last Friday night")

    assert len((await mei.draft()).answers) == 1


async def test_a_place_told_when_the_time_is_asked_is_a_place(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.say("楼下有人卖黑煤气")
    await mei.press("|skip|")

    said = await mei.say("就在五和地铁站B口")

    draft = await mei.draft()
    assert keys_of(said)[0] == "note.added"
    assert (draft.subdistrict, draft.when_words) == ("440307013", None)
    assert drafts.place_said(draft) == "就在五和地铁站B口"
    assert Question.WHEN not in draft.settled


async def test_a_place_in_another_town_does_not_overwrite_the_one_that_was_chosen(
    stage: Stage,
) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.say("楼下有人卖黑煤气")
    await mei.press("|subdistrict|440307014")
    await mei.press("|skip|")

    await mei.say("就在五和地铁站B口")

    draft = await mei.draft()
    assert draft.subdistrict == "440307014"
    assert drafts.place_said(draft) == "就在五和地铁站B口"


@pytest.mark.parametrize("language", Language)
async def test_the_name_of_the_district_is_too_wide_for_a_place(
    stage: Stage, language: Language
) -> None:
    lines = {Language.EN: "in Longgang", Language.ZH_HANS: "在龙岗", Language.ZH_HANT: "在龍崗"}
    mei = stage.resident(language=language.lower())
    await mei.say("楼下有人卖黑煤气")

    said = await mei.say(lines[language])

    assert keys_of(said) == ["note.too_wide", "question.subdistrict"]
    assert drafts.place_said(await mei.draft()) == ""
