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


async def test_a_card_without_numbers_offers_no_button_for_them(stage: Stage) -> None:
    mei = stage.resident()

    (card,) = await mei.to_card(await mei.say("It is all very unpleasant"))

    assert not any(button.data.endswith("|numbers|") for row in card.buttons for button in row)
