import pytest

from storage import tables
from tests.durability import evidence
from tests.stage import STORY, Stage, keys_of
from triage import pieces
from triage.languages import Language

HIDDEN = {"type": "hidden_user", "date": 1, "sender_user_name": "Wu"}


async def test_several_messages_become_one_report(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    await mei.say("They shout at night")
    said = await mei.say("My mother cannot sleep")
    await mei.to_card(said)

    await mei.press("|send|")

    (report,) = await evidence.kept(stage.house)
    told = ["It is all very unpleasant", "They shout at night", "My mother cannot sleep"]
    assert report.story.split("\n") == told


@pytest.mark.parametrize(
    ("beginning", "story", "kind"),
    [
        ("我有个建议", "有人每个月来店里收保护费，不给就砸店", "lead.gang.protection_fee"),
        ("我想参加大家谈", "楼上邻居每天半夜装修，噪音很大，吵得睡不着", "dispute.noise"),
    ],
)
async def test_the_kind_follows_the_story_until_somebody_chose_it(
    stage: Stage, beginning: str, story: str, kind: str
) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.say(beginning)
    assert (await mei.draft()).category == "join"

    said = await mei.say(story)

    assert keys_of(said)[0] == "note.added"
    assert (await mei.draft()).category == kind


async def test_a_kind_that_was_chosen_stays_whatever_is_told(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.say("It is all very unpleasant")
    await mei.press("|kind|city")

    await mei.say("楼上邻居每天半夜装修，噪音很大，吵得睡不着")
    await mei.press("|pending|same")

    assert (await mei.draft()).category == "city"


@pytest.mark.parametrize("language", Language)
async def test_who_asks_whether_they_may_report_is_answered_and_no_draft_begins(
    stage: Stage, language: Language
) -> None:
    asked = {Language.EN: "Can I report here?", Language.ZH_HANS: "请问可以举报吗"}
    mei = stage.resident(language=language.lower())

    said = await mei.say(asked.get(language, "請問可以舉報嗎？"))

    assert keys_of(said) == ["aside.may"]
    assert await stage.rows(tables.draft) == []


async def test_a_message_sent_twice_counts_once(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")

    said = await mei.say("It is all very unpleasant")

    assert keys_of(said)[0] == "note.added"
    assert len((await mei.draft()).pieces) == 1


async def test_what_is_forwarded_is_taken_as_it_is_written(stage: Stage) -> None:
    mei = stage.resident()

    await mei.say("It is all very unpleasant", forward_origin=HIDDEN)

    assert pieces.whole_story(await mei.draft()) == "It is all very unpleasant"


async def test_words_after_the_card_lead_back_to_it(stage: Stage) -> None:
    mei = stage.resident()
    await mei.to_card(await mei.say("It is all very unpleasant"))

    (add,) = await mei.press("|add|")
    (card,) = await mei.say("They came again this morning")

    assert keys_of([add]) == ["note.add"]
    assert keys_of([card])[:2] == ["note.added", "card.title"]
    assert "They came again this morning" in str(card.texts[2].params["text"])


@pytest.mark.parametrize("text", ["x" * 4096, "煤" * 4096, "𠮷" * 2048])
async def test_the_longest_messages_are_taken_whole(stage: Stage, text: str) -> None:
    mei = stage.resident()

    await mei.to_card(await mei.say(text))
    await mei.press("|send|")

    (report,) = await evidence.kept(stage.house)
    assert report.story == text


@pytest.mark.parametrize(
    "text",
    [
        "\u202egas is sold here in Nanlian\u202c",
        "\u200fבית\u200f is on fire, no, it is a joke\u200e",
        "南\u200b联\u200d社\ufeff区有人卖煤气",
        "<b>PAY</b> & <script>alert(1)</script>",
        "a\x00b c\x07d",
    ],
)
async def test_strange_signs_change_nothing_and_are_kept(stage: Stage, text: str) -> None:
    mei = stage.resident()

    said = await mei.say(text)
    await mei.to_card(said)
    await mei.press("|send|")

    (report,) = await evidence.kept(stage.house)
    assert report.story == text


@pytest.mark.parametrize("text", ["\u200b\u200d", "！！！", "😀😀", "\u202e\u202c"])
async def test_a_message_without_a_letter_gets_a_sentence_and_keeps_the_draft(
    stage: Stage, text: str
) -> None:
    mei = stage.resident()
    await mei.say(STORY)
    before = await mei.draft()

    said = await mei.say(text)

    assert keys_of(said) == ["error.nothing_to_read"]
    assert await mei.draft() == before


async def test_the_story_is_never_repeated_after_send(stage: Stage) -> None:
    mei = stage.resident()
    await mei.to_card(await mei.say(STORY))
    await mei.press("|send|")

    for line in ("/status", "/report", "/help", "/add"):
        assert STORY not in str(await mei.say(line))
    assert all(STORY not in str(saying) for saying in mei.chat.values())


async def test_two_people_never_mix(stage: Stage) -> None:
    mei, bao = stage.resident(1), stage.resident(2)
    await mei.say("It is all very unpleasant")
    await bao.say("They shout at night")
    await mei.say("My mother cannot sleep")

    for one in (mei, bao):
        await one.to_card(await one.say("/report"))
        await one.press("|send|")

    stories = {report.story for report in await evidence.kept(stage.house)}
    assert stories == {
        "It is all very unpleasant\nMy mother cannot sleep",
        "They shout at night",
    }
    assert await stage.rows(tables.draft) == []
