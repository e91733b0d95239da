import pytest

from tests.stage import Stage, keys_of, words_of
from triage.languages import Language

DOORS = {
    Language.ZH_HANS: ("布吉大芬社区3栋1502有人卖黑煤气", ("楼栋：3", "房号：1502")),
    Language.ZH_HANT: ("布吉大芬社區3棟三樓有人賣黑煤氣", ("樓棟：3", "樓層：3")),
    Language.EN: ("Gas is sold in Dafen, building 3, room 1502", ("Building: 3", "Room: 1502")),
}


@pytest.mark.parametrize("language", Language)
async def test_building_floor_and_room_are_shown(stage: Stage, language: Language) -> None:
    mei = stage.resident(language=language.lower())
    story, lines = DOORS[language]

    (card,) = await mei.to_card(await mei.say(story))

    for line in lines:
        assert line in words_of(card).split("\n")


async def test_a_wrong_number_is_put_right_by_editing_the_message(stage: Stage) -> None:
    mei = stage.resident()
    (card,) = await mei.to_card(await mei.say("Mr Wu sells gas in Dafen, phone 13800138000"))
    assert "13800138000" in str([t.params for t in card.texts if t.key == "card.noticed"])

    said = await mei.press("A number is wrong")
    (card,) = await mei.edit(mei.last, "Mr Wu sells gas in Dafen, phone 13900139000")

    assert keys_of(said) == ["note.numbers"]
    (noticed,) = [str(text.params["text"]) for text in card.texts if text.key == "card.noticed"]
    assert "13900139000" in noticed
    assert "13800138000" not in noticed


async def test_a_place_is_said_once_and_in_one_line(stage: Stage) -> None:
    mei = stage.resident(language="zh-hant")
    await mei.say("樓下有人賣黑煤氣")
    await mei.say("坂田")
    said = await mei.say("四季花城3棟")

    (card,) = await mei.to_card(said)

    assert "地點：坂田街道 · 四季花城社區 · 四季花城3棟" in words_of(card).split("\n")


SOLD = "楼下有人卖黑煤气"


async def test_skip_after_change_keeps_the_place(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.to_card(await mei.say(f"布吉大芬社区{SOLD}"))
    before = await mei.draft()

    await mei.press("改地点")
    (card,) = await mei.press("跳过")

    assert "地点：布吉街道 · 大芬社区" in words_of(card)
    after = await mei.draft()
    assert (after.community, after.settled) == (before.community, before.settled)
    assert after.before is None


@pytest.mark.parametrize("question", ["kind", "subdistrict", "when", "detail", "mode"])
async def test_back_after_change_keeps_the_answer(stage: Stage, question: str) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    for move in ("|kind|city", "|subdistrict|440307014", "|skip|", "|when|now"):
        await mei.press(move)
    said = await mei.say("in front of the bakery")
    before = words_of((await mei.to_card(said))[0])

    await mei.press(f"|change|{question}")
    (card,) = await mei.press("|back|")

    assert words_of(card) == before


async def test_a_place_that_is_not_known_stands_beside_the_one_that_is_kept(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.to_card(await mei.say(f"布吉大芬社区{SOLD}"))
    await mei.press("改地点")
    await mei.say("老戏院后面")

    (card,) = await mei.press("跳过")

    assert "地点：布吉街道 · 大芬社区 · 老戏院后面" in words_of(card)


@pytest.mark.parametrize(
    ("moves", "kept"),
    [
        (["|enough|"], ["in front of the bakery", None, None]),
        (["|skip|", "|enough|"], ["in front of the bakery", None, None]),
        (["=behind the school", "|enough|"], ["behind the school", None, None]),
    ],
)
async def test_answers_that_are_not_changed_after_all_stay(
    stage: Stage, moves: list[str], kept: list[str | None]
) -> None:
    mei = stage.resident()
    await mei.say("It is all very unpleasant")
    for move in ("|kind|city", "|skip|", "|skip|"):
        await mei.press(move)
    await mei.say("in front of the bakery")
    await mei.press("|skip|")
    await mei.to_card(await mei.press("|enough|"))

    await mei.press("|change|detail")
    for move in moves:
        said = await (mei.say(move[1:]) if move.startswith("=") else mei.press(move))

    assert keys_of(said)[0] == "card.title"
    assert [one.words for one in (await mei.draft()).answers] == kept


async def test_another_place_takes_the_place_of_the_first(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.to_card(await mei.say(f"布吉大芬社区{SOLD}"))
    await mei.press("改地点")

    await mei.say("南联社区")

    draft = await mei.draft()
    assert (draft.subdistrict, draft.before) == ("440307016", None)


async def test_a_card_without_numbers_offers_no_button_for_them(stage: Stage) -> None:
    mei = stage.resident()

    (card,) = await mei.to_card(await mei.say("It is all very unpleasant"))

    assert not any(button.data.endswith("|numbers|") for row in card.buttons for button in row)
