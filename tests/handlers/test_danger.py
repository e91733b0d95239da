import re

import pytest

from casework import health
from locales.catalogue import label
from tests.support import DUTY, Town, press, say, to_card
from triage.languages import language_from_telegram

UMBRELLA = "派出所的人是黑社会的保护伞，他们拿刀要砍人"
# Language code, a story with danger in it, how to be known, a word of it.
STORIES = [
    (
        "en",
        "Help, gas is leaking in Nanlian community, illegal gas cylinders",
        "confidential",
        "leaking",
    ),
    ("zh-hans", "南联社区煤气泄漏，好浓的煤气味", "anonymous", "好浓"),
    ("zh-hant", "南聯社區煤氣洩漏，好濃的煤氣味", "confidential", "好濃"),
]


@pytest.mark.parametrize(("code", "story", "mode", "word"), STORIES)
async def test_danger_is_answered_first_and_wakes_the_duty_group(
    town: Town, code: str, story: str, mode: str, word: str
) -> None:
    mei, duty = town.phone("Mei", code), town.world.groups[DUTY]

    first = await say(mei, story)
    assert "119" in first.text
    await to_card(mei, mode)
    sent = await press(mei, label("button.send", language_from_telegram(code)))
    post = await duty.wait_for("LG-26-", after=0)

    assert re.findall(r"LG-26-\d{6}-[A-Z]", sent.text)[0] in post.text
    assert "南联社区" in post.text
    assert "气" in post.text
    assert word not in post.text
    assert "Mei" not in post.text
    assert str(mei.person_id) not in post.text


async def test_the_danger_text_is_said_once_a_report(town: Town) -> None:
    mei = town.phone()

    first = await say(mei, "Gas is leaking in Nanlian community")
    answer = await say(mei, "I smell gas, it is leaking a lot everywhere")

    assert "119" in first.text
    assert "119" not in answer.text
    assert answer.text.startswith("I have kept what you wrote.")
    assert len(mei.received) == 2


async def test_danger_in_a_short_answer_counts_too(town: Town) -> None:
    mei = town.phone("Mei", "zh-hans")
    await say(mei, "有人卖黑煤气")

    mei.say("着火了")

    assert "119" in (await mei.wait_for("马上离开")).text


async def test_danger_in_a_report_on_an_official_never_reaches_the_duty_group(town: Town) -> None:
    mei, duty = town.phone("Mei", "zh-hans"), town.world.groups[DUTY]
    await say(mei, UMBRELLA)
    await to_card(mei)
    await press(mei, "提交")

    await say(mei, "/help")
    assert duty.received == []
    assert (await health.of(town.house)).problems == {"no_chat": 1}


async def test_a_quiet_report_wakes_nobody(town: Town) -> None:
    mei, duty = town.phone(), town.world.groups[DUTY]
    await say(mei, "Someone sells gas cylinders without a licence in Nanlian community")

    await to_card(mei)
    await press(mei, "Send")

    await say(mei, "/help")
    assert duty.received == []


@pytest.mark.parametrize("words", ["我不想活了", "我唔想生喇，不想活了", "I want to kill myself"])
async def test_who_does_not_want_to_live_is_told_who_listens(town: Town, words: str) -> None:
    mei = town.phone("Mei", "zh-hans")

    mei.say(words)
    first = await mei.wait_for("12356")

    assert "119" not in first.text
