import re

import pytest

from casework import health
from tests.support import DUTY, Town, press, say

UMBRELLA = "派出所的人是黑社会的保护伞，他们拿刀要砍人"
# Language code, a story with danger in it, the taps to its receipt, and a word of it.
STORIES = [
    (
        "en",
        "Help, gas is leaking in Nanlian community, illegal gas cylinders",
        ["Right now", "Confidential", "Send"],
        "leaking",
    ),
    ("zh-hans", "南联社区煤气泄漏，好浓的煤气味", ["正在发生", "匿名", "提交"], "好浓"),
    ("zh-hant", "南聯社區煤氣洩漏，好濃的煤氣味", ["正在發生", "保密", "提交"], "好濃"),
]


@pytest.mark.parametrize(("code", "story", "taps", "word"), STORIES)
async def test_danger_is_answered_first_and_wakes_the_duty_group(
    town: Town, code: str, story: str, taps: list[str], word: str
) -> None:
    mei, duty = town.phone("Mei", code), town.world.groups[DUTY]

    mei.say(story)
    await mei.until(lambda: len(mei.received) == 2)
    first, second = mei.received
    assert all(number in first.text for number in ("110", "119", "120"))
    assert second.buttons
    sent = await press(mei, *taps)
    post = await duty.wait_for("LG-26-", after=0)

    assert re.findall(r"LG-26-\d{6}-[A-Z]", sent.text)[0] in post.text
    assert "南联社区" in post.text
    assert "瓶装煤气" in post.text or "送气" in post.text
    assert word not in post.text
    assert "Mei" not in post.text
    assert str(mei.person_id) not in post.text


async def test_the_danger_text_is_said_once_a_report(town: Town) -> None:
    mei = town.phone()

    mei.say("Gas is leaking in Nanlian community")
    await mei.until(lambda: len(mei.received) == 2)
    answer = await say(mei, "They also have knives and I smell gas, it is leaking a lot everywhere")

    assert "110" not in answer.text
    assert len(mei.received) == 3


async def test_danger_in_a_short_answer_counts_too(town: Town) -> None:
    mei = town.phone("Mei", "zh-hans")
    await say(mei, "有人卖黑煤气")

    mei.say("着火了")

    assert "119" in (await mei.wait_for("先到安全的地方")).text


async def test_danger_in_a_report_on_an_official_never_reaches_the_duty_group(town: Town) -> None:
    mei, duty = town.phone("Mei", "zh-hans"), town.world.groups[DUTY]
    mei.say(UMBRELLA)
    await mei.wait_for("这件事最接近下面哪一类")
    await press(mei, "保护伞、公职人员包庇", "跳过", "今天", "保密", "提交")

    await say(mei, "/help")
    assert duty.received == []
    assert (await health.of(town.house)).problems == {"no_chat": 1}


async def test_a_quiet_report_wakes_nobody(town: Town) -> None:
    mei, duty = town.phone(), town.world.groups[DUTY]
    await say(mei, "Someone sells illegal gas cylinders in Nanlian community")

    await press(mei, "Today", "Confidential", "Send")

    await say(mei, "/help")
    assert duty.received == []


@pytest.mark.parametrize("words", ["我不想活了", "我唔想生喇，不想活了", "I want to kill myself"])
async def test_who_does_not_want_to_live_is_told_who_listens(town: Town, words: str) -> None:
    mei = town.phone("Mei", "zh-hans")

    mei.say(words)
    first = await mei.wait_for("12356")

    assert "119" not in first.text
