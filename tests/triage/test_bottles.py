import pytest

from triage import bottles


@pytest.mark.parametrize(
    "text",
    ["有十幾個樽", "三十多瓶煤气", "20个大瓶", "about 30 bottles", "ten gas cylinders", "几十罐"],
)
def test_a_number_of_bottles_is_one(text: str) -> None:
    assert bottles.counted(text)


@pytest.mark.parametrize(
    "text", ["一瓶煤气", "a gas bottle", "瓶装煤气", "三个人", "两个瓶盖", "13800138000", ""]
)
def test_anything_else_is_no_number_of_bottles(text: str) -> None:
    assert not bottles.counted(text)


@pytest.mark.parametrize("text", ["細嗰隻", "大瓶", "都是小的", "small ones"])
def test_their_size_is_told(text: str) -> None:
    assert bottles.sized(text)


@pytest.mark.parametrize("text", ["大约三十瓶", "大家", "about ten"])
def test_their_size_is_not_told(text: str) -> None:
    assert not bottles.sized(text)
