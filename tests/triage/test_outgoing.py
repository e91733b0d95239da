import pytest

from triage import outgoing
from triage.outgoing import Concern


@pytest.mark.parametrize(
    "text",
    [
        "几楼？什么时候最多？",
        "請問現在還在繼續嗎？",
        "Which floor is it on, and is it still going on?",
        "车牌的后三位您还记得吗？",
        "他们一般几点出来？从哪个门走？",
        "有没有人受伤？如果有危险，请先打 110。",
        "What does the sign of the shop say?",
        "谢谢您，您说的情况正在核查。",
        "多谢！那辆车是什么颜色的？",
        "Is anyone in danger right now? Then call 119 first.",
        "能不能再发一张照片？",
        "3号楼还是5号楼？",
    ],
)
def test_an_ordinary_question_is_sent_without_a_word(text: str) -> None:
    assert outgoing.concerns(text) == ()


@pytest.mark.parametrize(
    ("text", "concern"),
    [
        ("请看 https://example.com/form", Concern.LINK),
        ("加我 t.me/officer_li", Concern.LINK),
        ("write to li@police.cn", Concern.LINK),
        ("Message @officer_li please", Concern.LINK),
        ("打我电话 13800138000", Concern.NUMBER),
        ("call me at 0755-84123456", Concern.NUMBER),
        ("我是派出所王警官", Concern.NAME),
        ("我姓李，負責您的案件", Concern.NAME),
        ("This is Officer Wang speaking", Concern.NAME),
        ("我们一定会抓住他们", Concern.PROMISE),
        ("保證保密", Concern.PROMISE),
        ("举报成功有奖金", Concern.PROMISE),
        ("The police will come tonight", Concern.PROMISE),
        ("I promise nobody will know", Concern.PROMISE),
        ("您叫什么名字？", Concern.IDENTITY),
        ("請提供您的手機號", Concern.IDENTITY),
        ("你住在哪一栋？", Concern.IDENTITY),
        ("What is your name and address?", Concern.IDENTITY),
    ],
)
def test_what_may_harm_is_pointed_out(text: str, concern: Concern) -> None:
    assert concern in outgoing.concerns(text)


def test_each_concern_is_named_once_in_a_fixed_order() -> None:
    text = "我是王警官，我保证，我保证，https://a.cn 您叫什么？13800138000"

    assert outgoing.concerns(text) == tuple(Concern)
