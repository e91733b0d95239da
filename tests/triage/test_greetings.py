import pytest

from settings.datafiles import DistrictData
from triage import greetings


@pytest.mark.parametrize(
    "text", ["你好", "您好！", "Hello.", "hi", "在吗？", "在嗎", "Good  morning!"]
)
def test_a_greeting_is_no_story(text: str, data: DistrictData) -> None:
    assert greetings.is_greeting(text, data.lexicon)


@pytest.mark.parametrize(
    "text", ["你好，楼下有人卖黑煤气", "喂狗的人太吵", "救命", "Hello, gas leak", "？", ""]
)
def test_a_story_that_begins_with_one_is_a_story(text: str, data: DistrictData) -> None:
    assert not greetings.is_greeting(text, data.lexicon)
