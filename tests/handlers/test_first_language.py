import pytest

from tests.stage import Stage, keys_of
from triage.languages import Language

STORIES = {
    Language.EN: "The neighbours shout at night",
    Language.ZH_HANS: "楼上邻居每天半夜装修，吵得睡不着",
    Language.ZH_HANT: "樓上鄰居每天半夜裝修，吵得睡不著",
}


@pytest.mark.parametrize("spoken", Language)
@pytest.mark.parametrize("phone", Language)
async def test_the_first_message_decides_the_language(
    stage: Stage, phone: Language, spoken: Language
) -> None:
    mei = stage.resident(language=phone.lower())
    await mei.say("/start")

    (asked,) = await mei.say(STORIES[spoken])
    (again,) = await mei.say("/report")

    assert (asked.language, again.language) == (spoken, spoken)
    menu = stage.menus.get(mei.user_id)
    assert phone is spoken or (menu and menu.language is spoken)


async def test_what_comes_later_changes_nothing(stage: Stage) -> None:
    mei = stage.resident(language="en")
    await mei.say(STORIES[Language.ZH_HANS])

    (said,) = await mei.say("and they have three dogs, too")

    assert said.language is Language.ZH_HANS


async def test_a_language_that_was_chosen_stays(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.say("/language")
    await mei.press("l|en")

    (said,) = await mei.say(STORIES[Language.ZH_HANS])

    assert said.language is Language.EN


@pytest.mark.parametrize("line", ["ok", "KTV", "hello", "123"])
async def test_a_word_of_no_language_decides_nothing(stage: Stage, line: str) -> None:
    mei = stage.resident(language="zh-hans")

    said = await mei.say(line)

    assert {one.language for one in said} == {Language.ZH_HANS}
    assert keys_of(said)
