import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.matching import normal
from triage.matching.exchanged import is_exchanged

STORY = (
    "{}门口那块空地，每晚七点半到九点半跳广场舞，两个大音箱对着我们楼，小孩作业都写不了，"
    "业委会去说过，当面关小人一走又开大"
)
ESTATES = ("尚景花园", "尚景欣园", "石湖龙小区", "赤石岗村", "信义御城2栋", "信义御城3栋", "富民路")
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


def told(text: str) -> str:
    return normal.normal(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STORY.format("尚景花园"), STORY.format("尚景欣园")),
        (
            "龙东石湖龙小区进村那条路的路灯黑了一个多星期了，女孩子晚上下班都不敢走",
            "龙东赤石岗村进村那条路的路灯黑了一个多星期了，女孩子晚上下班都不敢走",
        ),
        (
            "夜宵摊有个叫豹哥的每个月收三百茶水钱，不给就掀桌子，锅都砸瘪",
            "夜宵摊有个叫阿标的每个月收三百茶水钱，不给就掀桌子，锅都砸瘪",
        ),
        (
            "蓝色三轮电动车满街送石油气，打尾号3309的电话十分钟就到，没有牌子",
            "蓝色三轮电动车满街送石油气，打尾号3390的电话十分钟就到，没有牌子",
        ),
    ],
)
def test_a_copy_with_another_place_or_name_is_noticed(one: str, other: str) -> None:
    assert is_exchanged(told(one), told(other))
    assert is_exchanged(told(other), told(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STORY.format("尚景花园"), STORY.format("尚景花园")),
        (STORY.format("尚景花园"), STORY.format("尚景花园") + "，已经一个月了"),
        (
            "信义御城2栋电梯坏了一部两个星期了，早上等二十分钟，物业只会说等配件",
            "信义御城2栋两部电梯坏了一部快两个星期，早高峰等二十分钟，物业就会说在等配件",
        ),
        ("", ""),
        ("坂田有人倒气", "南联社区地铁口旁边换煤气瓶"),
    ],
)
def test_the_same_place_in_other_words_is_no_exchange(one: str, other: str) -> None:
    assert not is_exchanged(told(one), told(other))


@given(one=st.sampled_from(ESTATES), other=st.sampled_from(ESTATES))
def test_every_other_estate_is_noticed(one: str, other: str) -> None:
    texts = told(f"我住在{STORY.format(one)}"), told(f"我住在{STORY.format(other)}")

    assert is_exchanged(*texts) == (one != other)


@given(name=st.text(HAN, min_size=1, max_size=4), other=st.text(HAN, min_size=1, max_size=4))
def test_the_order_does_not_matter(name: str, other: str) -> None:
    texts = STORY.format(f"{name}花园"), STORY.format(f"{other}花园")

    assert is_exchanged(*texts) == is_exchanged(*reversed(texts))


@given(text=st.text(max_size=60))
def test_a_text_exchanges_nothing_with_itself(text: str) -> None:
    assert not is_exchanged(text, text)
