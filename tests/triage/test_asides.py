import pytest

from settings.datafiles import DistrictData
from triage.asides import Aside


@pytest.mark.parametrize(
    "text",
    [
        *("你好", "您好！", "Hello.", "hi", "在吗？", "在嗎", "Good  morning!", "早晨"),
        *("同志", "同志你好，我想问一下", "你好，我要举报", "請問一下，我想反映個情況"),
        *("Excuse me, I have a question", "Hello, I'd like to report something"),
    ],
)
def test_a_greeting_is_no_story(text: str, data: DistrictData) -> None:
    assert data.asides.meant(text) is Aside.GREETING


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("请问这里可以举报吗", Aside.MAY),
        ("你好，請問可唔可以喺度舉報？", Aside.MAY),
        ("How does this work?", Aside.MAY),
        ("請問可以匿名舉報嗎？", Aside.ANONYMOUS),
        ("Can I report something anonymously?", Aside.ANONYMOUS),
    ],
)
def test_a_question_to_the_bot_is_no_story(text: str, meant: Aside, data: DistrictData) -> None:
    assert data.asides.meant(text) is meant


@pytest.mark.parametrize(
    "text",
    [
        *("你好，楼下有人卖黑煤气", "喂狗的人太吵", "救命", "Hello, gas leak", "？", ""),
        *("我想举报警察", "可以举报房东吗", "Can I report my landlord?", "你", "你们的"),
        "你好" * 40,
    ],
)
def test_a_story_that_begins_with_one_is_a_story(text: str, data: DistrictData) -> None:
    assert data.asides.meant(text) is None
