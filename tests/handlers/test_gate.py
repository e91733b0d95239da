from collections.abc import AsyncIterator

import pytest

from bot import runtime
from casework.sayings import Saying
from locales.catalogue import label
from storage import tables
from tests.durability import evidence
from tests.stage import STORY, Stage, keys_of, words_of
from tests.support import DUTY, Installation
from triage.danger import Danger
from triage.drafts import Mode
from triage.languages import Language

FIRE = "Help, our house is on fire"
KNIFE = "有人拿刀砍人"
# What is written, and in which language it is answered.
DANGERS = [
    (FIRE, Language.EN),
    ("南联社区着火了，快来人", Language.ZH_HANS),
    ("南聯社區著火了，快來人", Language.ZH_HANT),
]
# In each language: a wish to die, a child in danger, and what is claimed where somebody hears it.
WISH = {
    Language.ZH_HANS: "我不想活了",
    Language.ZH_HANT: "我唔想生喇，真係不想活了，邊個幫下我",
    Language.EN: "I want to kill myself",
}
CHILD = {
    Language.ZH_HANS: "隔壁天天打孩子，打得很惨",
    Language.ZH_HANT: "隔壁天天打孩子，打得很慘",
    Language.EN: "My neighbour beats his child every night, the child is screaming",
}
CLAIMS = ("值班人员", "值班人員", "真人", "请人联系", "請人聯絡", "duty officer", "those on duty")
WAKING = [("我不想活了", Danger.SUICIDE), ("隔壁天天打孩子，打得很惨", Danger.CHILD)]


@pytest.fixture
async def unattended(installation: Installation) -> AsyncIterator[Stage]:
    """A house whose configuration names no chat of people on duty, as `init` leaves it."""
    installation.configure(telegram__chats__duty=0)
    async with runtime.opened(installation.settings()) as house:
        yield Stage(house=house)


def verbs(saying: Saying) -> list[str]:
    return [button.data.split("|")[3] for row in saying.buttons for button in row]


@pytest.mark.parametrize(("story", "language"), DANGERS)
async def test_nothing_is_asked_before_somebody_is_safe(
    stage: Stage, story: str, language: Language
) -> None:
    mei = stage.resident(language=language.lower())

    (first,) = await mei.say(story)
    (second,) = await mei.say("It is all very unpleasant")
    (third,) = await mei.show()
    (asked,) = await mei.press("|safe|")

    assert "119" in words_of(first)
    assert verbs(first) == verbs(second) == verbs(third) == ["tell", "safe"]
    assert keys_of([second]) == keys_of([third]) == ["danger.waiting"]
    assert asked.texts[0].key.startswith("question.")


@pytest.mark.parametrize(("story", "language"), DANGERS)
@pytest.mark.parametrize("spoken", ["en", "zh-hans", "zh-hant"])
async def test_danger_is_answered_in_the_language_of_the_message(
    stage: Stage, story: str, language: Language, spoken: str
) -> None:
    mei = stage.resident(language=spoken)

    (first,) = await mei.say(story)
    (asked,) = await mei.press("|safe|")

    assert first.language is language
    assert stage.house.data.dangers[Danger.FIRE].words[language][:6] in words_of(first)
    assert asked.language.lower() == spoken


async def test_two_dangers_are_answered_at_once_the_more_urgent_first(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")

    (said,) = await mei.say(f"着火了，火很大！{KNIFE}！")

    shown = words_of(said)
    first, second, *_ = (await mei.draft()).dangers
    texts = [
        stage.house.data.dangers[Danger(one)].words[Language.ZH_HANS] for one in (first, second)
    ]
    assert 0 <= shown.find(texts[0][:4]) < shown.find(texts[1][:4])


async def test_a_danger_is_answered_once_and_a_new_one_closes_the_gate_again(
    stage: Stage,
) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.say("着火了，快来人")
    await mei.press("|safe|")

    same = await mei.say("真的着火了，就在我们这一栋的三楼，烟很大")
    other = await mei.say(f"现在{KNIFE}")

    assert "danger.waiting" not in keys_of(same)
    assert verbs(same[0]) != ["tell", "safe"]
    assert verbs(other[0]) == ["tell", "safe"]
    assert (await mei.draft()).dangers == (Danger.WEAPON, Danger.FIRE)


async def test_what_to_do_stays_on_the_screen(stage: Stage) -> None:
    mei = stage.resident()
    (gate,) = await mei.say(FIRE)
    (number,) = mei.chat

    await mei.press("|safe|")
    await mei.to_card(await mei.say("/report"))
    await mei.press("|send|")

    assert mei.chat[number] is gate
    assert max(mei.chat) > number


@pytest.mark.parametrize(("story", "language"), DANGERS)
async def test_one_tap_tells_the_duty_officer(stage: Stage, story: str, language: Language) -> None:
    mei = stage.resident(language=language.lower())
    await mei.say(story)

    said = await mei.press("|tell|")

    (report,) = await evidence.kept(stage.house)
    (case,) = await stage.rows(tables.case)
    assert "sent.receipt" in keys_of(said)
    assert (report.story, report.mode, report.danger) == (story, Mode.CONFIDENTIAL, True)
    assert (case["queue"], case["severity"]) == ("urgent", "S0")
    (post,) = stage.chats[DUTY].values()
    assert post.texts[0].params["reference"] == report.reference
    assert story not in words_of(post)
    assert await stage.rows(tables.draft) == []


async def test_a_report_told_to_the_duty_officer_keeps_what_was_chosen_before(
    stage: Stage,
) -> None:
    mei = stage.resident()
    await mei.to_card(await mei.say(STORY), "anonymous")
    await mei.say(FIRE)

    await mei.press("|tell|")

    (report,) = await evidence.kept(stage.house)
    assert report.mode == Mode.ANONYMOUS
    assert not report.has_reporter
    assert report.story == f"{STORY}\n{FIRE}"


async def test_an_old_button_to_tell_says_where_the_draft_stands(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(FIRE)
    old = mei.data("|tell|")
    await mei.press("|safe|")

    said = await mei.press_data(old)

    assert keys_of(said)[0] == "error.outdated"
    assert await stage.rows(tables.report) == []


async def test_a_draft_without_danger_cannot_be_told(stage: Stage) -> None:
    mei = stage.resident()
    await mei.say(STORY)

    said = await mei.press_data(mei.data("|discard|").replace("discard", "tell"))

    assert keys_of(said) == ["error.cannot_do_that"]
    assert await stage.rows(tables.report) == []


@pytest.mark.parametrize(("words", "danger"), WAKING)
async def test_duty_hears_at_once_of_a_child_and_of_a_wish_to_die_and_hears_no_word(
    stage: Stage, words: str, danger: Danger
) -> None:
    mei = stage.resident(language="zh-hans")
    await mei.say("我在南联社区")

    said = await mei.say(words)

    (post,) = stage.chats[DUTY].values()
    assert keys_of([post]) == [f"duty.at_once.{danger.removeprefix('danger.')}"]
    assert post.texts[0].params["place"] == "龙岗街道 · 南联社区"
    assert words not in words_of(post)
    assert not post.buttons
    assert await stage.rows(tables.report) == []
    assert "danger.told_duty" in keys_of([one for one in said if one is not post])


async def test_who_wants_to_die_is_asked_whether_somebody_may_write(stage: Stage) -> None:
    mei = stage.resident(language="zh-hans")
    said = await mei.say("我不想活了")

    assert mei.data("可以，请人联系我").endswith("|tell|")
    assert "12356" in words_of(said[-1])
    assert keys_of(said[-1:])[-1] == "danger.may_contact"
    await mei.press("|tell|")

    (report,) = await stage.rows(tables.report)
    assert report["category"] == "care.self"
    assert report["reporter_id"] is not None


async def test_nobody_is_woken_by_another_danger_before_the_report(stage: Stage) -> None:
    await stage.resident().say(FIRE)

    assert DUTY not in stage.chats


async def test_danger_counts_wherever_it_is_written(stage: Stage) -> None:
    for number, way in enumerate(("answer", "caption", "edit", "name", "pending"), start=1):
        mei = stage.resident(number)
        await mei.to_card(await mei.say("It is all very unpleasant"))
        first = mei.last
        match way:
            case "answer":
                await mei.press("|change|when")
                said = await mei.say("着火了")
            case "caption":
                said = await mei.show(FIRE)
            case "edit":
                said = await mei.edit(first, FIRE)
            case "name":
                await mei.press("|change|mode")
                await mei.press("|mode|named")
                said = await mei.say(FIRE)
            case _:
                stage.now = stage.now.replace(hour=stage.now.hour + 2)
                said = await mei.say(FIRE)

        assert verbs(said[0]) == ["tell", "safe"], way
        assert "119" in words_of(said[0])


async def test_no_danger_is_no_gate(stage: Stage) -> None:
    for number, words in enumerate(("楼上吵死了", "The noise is killing me"), start=1):
        (said,) = await stage.resident(number).say(words)

        assert verbs(said) != ["tell", "safe"]


def all_words(said: list[Saying]) -> str:
    """Return everything that is said in a private chat, buttons too."""
    labels = [
        label(button.label.key, one.language, **button.label.params)
        for one in said
        for row in one.buttons
        for button in row
    ]
    return "\n".join([*(words_of(one) for one in said), *labels])


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("stories", [WISH, CHILD], ids=["suicide", "child"])
async def test_nobody_is_told_to_be_on_duty_where_no_chat_is(
    unattended: Stage, stories: dict[Language, str], language: Language
) -> None:
    mei = unattended.resident(language=language.lower())

    await mei.say(stories[language])
    gate = mei.chat[max(mei.chat)]
    await mei.press("|tell|")
    sent = mei.chat[max(mei.chat)]

    nobody = "danger.nobody.care" if stories is WISH else "danger.nobody"
    assert nobody in keys_of([gate])
    assert {"receipt.by.nobody", "danger.nobody.care"}.intersection(keys_of([sent]))
    assert gate.language is sent.language is language
    assert not [claim for claim in CLAIMS if claim in all_words([gate, sent])]


async def test_a_child_in_danger_is_told_to_nobody_in_what_is_added_or_refused(
    unattended: Stage,
) -> None:
    mei = unattended.resident()
    await mei.send_report()
    await mei.say("/add")
    await mei.say(CHILD[Language.EN])
    await mei.press("Done")
    for letter in "abcd":
        await mei.say(letter * 3900)
    await mei.say(CHILD[Language.EN] + "x" * 3000)

    warned = [one for one in mei.chat.values() if "danger.nobody" in keys_of([one])]

    assert len(warned) == 2
    assert not [claim for claim in CLAIMS if claim in all_words(list(mei.chat.values()))]


async def test_a_report_on_an_official_is_with_nobody_where_its_team_has_no_chat(
    stage: Stage,
) -> None:
    mei = stage.resident(language="zh-hans")

    await mei.say("派出所的人是黑社会的保护伞，他们拿刀要砍人")
    gate = mei.chat[max(mei.chat)]
    await mei.press("|tell|")
    sent = mei.chat[max(mei.chat)]

    assert not [claim for claim in CLAIMS if claim in all_words([gate, sent])]
    assert "receipt.by.nobody" in keys_of([sent])
    assert DUTY not in stage.chats


async def test_status_goes_on_saying_that_nobody_is_on_duty(unattended: Stage) -> None:
    mei = unattended.resident()
    await mei.say(FIRE)
    await mei.press("|tell|")

    said = await mei.say("/status")

    assert keys_of(said)[-2:] == ["status.open", "receipt.by.nobody"]
