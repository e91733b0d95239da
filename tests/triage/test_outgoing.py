import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings.datafiles import DistrictData
from triage import outgoing
from triage.outgoing import ConcernKind, Wordings

LINK, NUMBER, NAME = ConcernKind.LINK, ConcernKind.NUMBER, ConcernKind.NAME
PROMISE, IDENTITY, RISK = ConcernKind.PROMISE, ConcernKind.IDENTITY, ConcernKind.RISK
CALLS = ["请看 https://example.org/a", "t.me/example", "@someone_there", "write to a@example.org"]


def kinds(text: str, data: DistrictData) -> set[ConcernKind]:
    return {one.kind for one in outgoing.concerns(text, data.outgoing)}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *((LINK, text) for text in CALLS),
        (LINK, "詳情見 www.example.gov.cn"),
        (LINK, "Join our channel at telegram.me/example"),
        (NUMBER, "请打138 0013 8000"),
        (NUMBER, "請致電 0755-2888 0000"),
        (NUMBER, "Call me on +86 138-0013-8000"),
        (NUMBER, "您的身份证是440307199001011234吗？"),
        (NUMBER, "加微信 wx: example_2026"),
        (NUMBER, "Your receipt is 1234 5678 9012 3456."),
        (NAME, "您好，我是王警官。"),
        (NAME, "我姓李，负责这件事"),
        (NAME, "您好，我叫陳大文。"),
        (NAME, "有事找龍崗所張隊長"),
        (NAME, "I am Officer Wang."),
        (NAME, "i'm officer li, from the gas desk"),
        (NAME, "My name is Anna"),
        (NAME, "Ask for Inspector Miller."),
        (PROMISE, "我们会尽快抓人"),
        (PROMISE, "警察一会就到，警察会过来的。"),
        (PROMISE, "我們馬上派人過去"),
        (PROMISE, "我哋會即刻嚟"),
        (PROMISE, "举报有奖励"),
        (PROMISE, "我们绝对保密，没有人会知道是您"),
        (PROMISE, "我們保證三天內解決"),
        (PROMISE, "我们正在调查他"),
        (PROMISE, "The police will come tonight."),
        (PROMISE, "He will soon be arrested"),
        (PROMISE, "There is a reward for this."),
        (PROMISE, "Nobody will ever know that it was you"),
        (PROMISE, "Others have already reported him."),
        (PROMISE, "我们会派警察来，好吗？"),
        (PROMISE, "不用担心，警察会来"),
        (PROMISE, "Don't worry, the police will come."),
        (PROMISE, "Don't worry the police will come."),
        (IDENTITY, "您叫什么名字？"),
        (IDENTITY, "請問貴姓？"),
        (IDENTITY, "你住哪里？"),
        (IDENTITY, "你叫咩名呀？"),
        (IDENTITY, "请发身份证照片"),
        (IDENTITY, "What is your name and where do you live?"),
        (IDENTITY, "Please send your ID card."),
        (IDENTITY, "留个电话好吗"),
        (RISK, "您能跟着他看看吗？"),
        (RISK, "可以進去看一下嗎？"),
        (RISK, "Could you go in and take a picture?"),
        (RISK, "Please film them next time"),
    ],
)
def test_what_to_think_twice_about_is_found(
    kind: ConcernKind, text: str, data: DistrictData
) -> None:
    assert kind in kinds(text, data)


@pytest.mark.parametrize(
    "text",
    [
        "几楼？什么时候？",
        "幾樓？而家仲有冇？",
        "Which floor, and at what time?",
        "他们一共几个人，怎么称呼他？",
        "店叫什么名字？车牌是多少？",
        "对方的手机号您知道吗？",
        "警察来过吗？后来有没有再来？",
        "警察会来收东西吗？",
        "Do the police come often? Will he be there tonight?",
        "有人被抓过吗？",
        "他有没有跟踪您？",
        "现在有危险吗？有危险请打110或119，火警119。",
        "请不要发身份证，也不用说您的姓名。",
        "We do not need your name.",
        "Please do not follow them and don't go in.",
        "我们不能保证有人来，也不能承诺奖励。",
        "We cannot promise a reward.",
        "请勿偷拍，请不要跟着他们。",
        "您发来的内容正在核查。",
        "What you sent is being checked.",
        "我是负责这件事的民警。",
        "对方民警怎么说？",
        "I am the officer on your case.",
        "编号 LG-26-004217-K，8月1日20点，大约30瓶，每瓶15公斤",
        "20260801 晚上 10:30 左右，3.5万元",
        "我马上看，我高兴您写来。",
    ],
)
def test_an_ordinary_question_gives_no_warning(text: str, data: DistrictData) -> None:
    assert kinds(text, data) == set()


def test_the_questions_that_the_bot_asks_give_no_warning(data: DistrictData) -> None:
    asked = [
        text
        for category in data.categories.rows
        for question in category.questions
        for text in question.texts.values()
    ]

    assert len(asked) > 400
    assert [text for text in asked if kinds(text, data)] == []


def test_a_warning_tells_what_it_is_about_and_keeps_it_out_of_logs(data: DistrictData) -> None:
    (concern,) = outgoing.concerns("几楼？\n请看 https://example.org/a", data.outgoing)

    assert (concern.text_key, concern.found) == ("outgoing.link", "https://example.org/a")
    assert "example" not in repr(concern)


def test_the_same_words_twice_are_one_warning_and_kinds_have_an_order(data: DistrictData) -> None:
    text = "您叫什么名字？警察会来。\n您叫什么名字？我是王警官。"

    found = [one.kind for one in outgoing.concerns(text, data.outgoing)]

    assert found == [NAME, PROMISE, IDENTITY]


@given(text=st.text(max_size=80))
def test_any_text_can_be_looked_at_and_without_words_only_forms_are_found(text: str) -> None:
    found = outgoing.concerns(text, Wordings.of({}))

    assert {one.kind for one in found} <= {LINK, NUMBER, NAME}


@given(st.text(max_size=30), st.sampled_from(CALLS))
def test_a_link_is_found_wherever_it_stands(before: str, call: str) -> None:
    found = outgoing.concerns(f"{before}\n{call}", Wordings.of({}))

    assert LINK in {one.kind for one in found}


def test_a_term_with_a_gap_stays_within_its_clause() -> None:
    wordings = Wordings.of({"promise": ["police…come", "我们会…来"]})

    def found(text: str) -> bool:
        return bool(outgoing.concerns(text, wordings))

    assert found("The police are about to come.")
    assert found("我們會很快就來")
    assert not found("Police. Come in.")
    assert not found("我们会看，一起来")
    assert not found("policemen come")
