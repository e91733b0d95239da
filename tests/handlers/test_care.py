import pytest

from casework.sayings import Saying
from locales.catalogue import label, say
from tests.stage import Stage, keys_of, words_of
from triage.drafts import Mode
from triage.languages import Language

LOW = {
    Language.ZH_HANS: "我最近心里很难受",
    Language.ZH_HANT: "我最近心裏很難受",
    Language.EN: "I feel very low lately and cannot sleep",
}
WISH = {
    Language.ZH_HANS: "我不想活了",
    Language.ZH_HANT: "我唔想生喇，真係不想活了",
    Language.EN: "I want to kill myself",
}
FEAR = {
    Language.ZH_HANS: "我弟弟说他想跳楼，怎么办",
    Language.ZH_HANT: "我弟弟說他想跳樓，怎麼辦",
    Language.EN: "My friend says he wants to kill himself, he is alone at home",
}
HOME = {
    Language.ZH_HANS: "我老公又打我了，打得我全身是伤，我很怕",
    Language.ZH_HANT: "我老公又打我了，打得我全身是傷，我很怕",
    Language.EN: "My husband beats me, he hit me again tonight",
}
# Words for those who tell of others: risk, truth, the scene.
OUT_OF_PLACE = {
    Language.ZH_HANS: ("冒险", "属实", "在哪里", "核实"),
    Language.ZH_HANT: ("冒險", "屬實", "在哪裏", "核實"),
    Language.EN: ("no risk", "believe to be true", "and where", "checks it"),
}

each_language = pytest.mark.parametrize("language", Language)


def all_words(said: list[Saying]) -> str:
    labels = [
        label(button.label.key, one.language, **button.label.params)
        for one in said
        for row in one.buttons
        for button in row
    ]
    return "\n".join([*(words_of(one) for one in said), *labels])


@each_language
@pytest.mark.parametrize("stories", [LOW, WISH], ids=["low", "wish"])
async def test_somebody_in_need_is_not_spoken_to_like_a_witness(
    stage: Stage, stories: dict[Language, str], language: Language
) -> None:
    mei = stage.resident(language=language.lower())
    said = await mei.say(stories[language])
    everything = [*said]

    while (answered := await mei.answer(said[-1:])) is not None:
        said = answered
        everything += said
    everything += await mei.press("|send|")

    assert "card.unsent" in keys_of(everything)
    assert not [words for words in OUT_OF_PLACE[language] if words in all_words(everything)]


@each_language
async def test_who_feels_low_is_thanked_and_told_who_listens_before_any_question(
    stage: Stage, language: Language
) -> None:
    mei = stage.resident(language=language.lower())

    (first,) = await mei.say(LOW[language])
    (second,) = await mei.press("|skip|")

    assert keys_of([first]) == ["note.care", "plain", "question.detail.care"]
    assert "12356" in words_of(first)
    assert "note.care" not in keys_of([second])


@each_language
async def test_the_button_to_talk_asks_for_no_scene(stage: Stage, language: Language) -> None:
    mei = stage.resident(language=language.lower())
    await mei.say("/start")

    (asked,) = await mei.press("k|care")

    assert keys_of([asked]) == ["question.story.care"]
    assert "12356" in words_of(asked)


async def test_what_surely_is_a_nearer_kind_is_not_asked_for(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.say("/start")
    await mei.press("k|care")

    said = await mei.say(LOW[Language.ZH_HANS])

    assert "question.subkind" not in keys_of(said)
    assert (await mei.draft()).kind == "care.self"
    await mei.press("|back|")
    assert (await mei.draft()).kind is None


async def test_who_pressed_that_they_are_safe_is_not_asked_again(stage: Stage) -> None:
    first = stage.house.data.categories.by_code["care.self"].questions[0].texts[Language.ZH_HANS]
    safe, low = stage.resident(1, "zh-hans"), stage.resident(2, "zh-hans")
    await safe.say(WISH[Language.ZH_HANS])

    (after,) = await safe.press("|safe|")
    (asked,) = await low.say(LOW[Language.ZH_HANS])

    assert first not in words_of(after)
    assert "note.care" not in keys_of([after])
    assert first in words_of(asked)


@each_language
async def test_thanks_come_first_and_the_receipt_last_in_one_line(
    stage: Stage, language: Language
) -> None:
    mei = stage.resident(language=language.lower())
    await mei.say(WISH[language])

    *_, sent = [one for one in await mei.press("|tell|") if "duty.danger" not in keys_of([one])]

    keys = keys_of([sent])
    assert keys[:2] == ["sent.thanks.care", "receipt.by.now.care"]
    assert keys[-1] == "sent.receipt.care"
    assert "\n" not in words_of(sent).rsplit("\n\n", 1)[1]
    assert "119" not in words_of(sent)


@each_language
async def test_who_fears_for_somebody_is_told_to_stay_with_them(
    stage: Stage, language: Language
) -> None:
    mei = stage.resident(language=language.lower())
    await mei.say(FEAR[language])

    said = await mei.press("|tell|")

    assert "sent.next.other_now" in keys_of(said)
    assert "sent.next.care_now" not in keys_of(said)


@each_language
async def test_whose_home_is_not_safe_is_not_told_that_the_report_is_checked(
    stage: Stage, language: Language
) -> None:
    mei = stage.resident(language=language.lower())
    await mei.say(HOME[language])

    said = await mei.press("|tell|")

    assert "sent.next.family_now" in keys_of(said)
    assert "sent.next.confidential" not in keys_of(said)


@each_language
@pytest.mark.parametrize("mode", Mode)
async def test_no_receipt_says_that_a_report_is_checked(language: Language, mode: Mode) -> None:
    checked = {"zh-Hans": "核实", "zh-Hant": "核實", "en": "check"}[language]

    assert checked not in say(f"sent.next.{mode}", language)


@each_language
async def test_only_leads_are_warned_of_going_to_find_out(stage: Stage, language: Language) -> None:
    found = {}
    for number, kind in enumerate(("city", "join"), start=1):
        mei = stage.resident(number, language.lower())
        await mei.say("/start")
        await mei.press(f"k|{kind}")
        said = await mei.say("…1 2 3")
        while "question.subdistrict" in keys_of(said) or "question.when" in keys_of(said):
            said = await mei.press("|skip|")
        found[kind] = keys_of(said)[-1]

    assert found == {"city": "question.detail.lead", "join": "question.detail"}
