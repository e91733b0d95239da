import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings.datafiles import DistrictData
from triage import kinds
from triage.categories import Categories, Category
from triage.kinds import Guess
from triage.learned import NOTHING
from triage.lexicon import Lexicon, Term

SETS = Path(__file__).parents[1] / "sets"
CODES = st.sampled_from(["gas", "gas.storage", "gas.filling", "city", "dispute.noise"])
SHARES = st.lists(st.tuples(CODES, st.floats(0.01, 0.3)), max_size=3)
SCRIPTS = st.text(st.sampled_from("煤气罐囤噪音物业收保护费出租屋狗警察收钱 gas dog"), max_size=60)


def guess(code: str, p: float) -> Guess:
    return Guess(code=code, group=code.split(".", maxsplit=1)[0], p=p)


def with_new_kind(data: DistrictData) -> tuple[Lexicon, Categories]:
    """A district's own kind: its rows in two files, nothing learned about it."""
    city = data.categories.by_code["city"]
    beach = Category(
        code="dispute.drones",
        group="dispute",
        kind=data.categories.by_code["dispute"].kind,
        severity=city.severity,
        names=city.names,
    )
    term = Term(text="无人机", script="zh-Hans", category="dispute.drones", concept="drone")
    lexicon = Lexicon.of(
        [*data.lexicon.terms, term, replace(term, text="drone")],
        topics=data.lexicon.topics,
        learned=data.lexicon.learned,
    )
    return lexicon, Categories.of([*data.categories.rows, beach])


@pytest.mark.parametrize("half", ["dev", "held"])
def test_stories_by_somebody_else_are_guessed(data: DistrictData, half: str) -> None:
    with (SETS / f"kinds_{half}.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    first = among = decided = right = 0
    for row in rows:
        found = kinds.guesses(row["text"], data.lexicon, data.categories)
        codes = [one.code for one in found]
        sure = kinds.sure(found)
        first += codes[0] == row["code"]
        among += row["code"] in codes[:3]
        decided += sure is not None
        right += sure in {row["code"], data.categories.by_code[row["code"]].group}

    assert first / len(rows) >= 0.93
    assert among / len(rows) >= 0.98
    assert decided / len(rows) >= 0.85
    assert right / decided >= 0.95


def test_only_kinds_that_a_report_may_have_are_guessed(data: DistrictData) -> None:
    found = kinds.guesses("煤气瓶、液化气，私自充装", data.lexicon, data.categories)

    assert found[0].code == "gas.filling"
    assert [one.code for one in found if data.categories.in_group(one.code)] == []


def test_three_are_guessed_at_least_and_eight_at_most(data: DistrictData) -> None:
    for text in ("楼上噪音扰民", "有人", "gas", "他们很坏，不敢说"):
        found = kinds.guesses(text, data.lexicon, data.categories)
        assert 3 <= len(found) <= 8 or found == ()


def test_a_word_counts_once_however_often_it_is_said(data: DistrictData) -> None:
    once = kinds.guesses("噪音，占道，噪音", data.lexicon, data.categories)

    assert kinds.guesses("噪音，占道，噪音，占道，噪音", data.lexicon, data.categories) == once


@pytest.mark.parametrize("text", ["", "你好", "hi", "?!", "👍"])
def test_nothing_is_guessed_from_nothing(data: DistrictData, text: str) -> None:
    assert kinds.guesses(text, data.lexicon, data.categories) == ()


def test_no_guess_is_not_sure() -> None:
    assert kinds.sure(()) is None


def test_a_word_that_stands_in_all_stories_is_not_sure(data: DistrictData) -> None:
    for text in ("老板很坏", "有人", "报警了", "help me please"):
        found = kinds.guesses(text, data.lexicon, data.categories)
        assert kinds.sure(found) is None, text


def test_a_kind_added_later_is_found_by_its_words(data: DistrictData) -> None:
    lexicon, categories = with_new_kind(data)

    for text in ("楼上邻居天天用无人机对着我家窗户拍", "A drone flies by our window every night"):
        found = kinds.guesses(text, lexicon, categories)
        assert "dispute.drones" in [one.code for one in found[:3]], text


def test_a_kind_added_later_takes_nothing_from_others(data: DistrictData) -> None:
    lexicon, categories = with_new_kind(data)
    story = "坂田有人在出租屋里囤煤气罐"

    assert kinds.guesses(story, lexicon, categories) == kinds.guesses(
        story, data.lexicon, data.categories
    )


def test_words_alone_guess_where_nothing_was_learned(data: DistrictData) -> None:
    lexicon = replace(data.lexicon, learned=NOTHING)

    found = kinds.guesses("有人收保护费，高利贷", lexicon, data.categories)

    assert {one.code for one in found} == {"lead.gang.protection_fee", "lead.gang.usury_debt"}
    assert sum(one.p for one in found) == pytest.approx(1)


def test_a_kind_that_the_district_dropped_is_not_guessed(data: DistrictData) -> None:
    fewer = Categories.of(row for row in data.categories.rows if row.code != "dispute.pets")

    found = kinds.guesses("邻居的狗天天叫，狗屎没人铲", data.lexicon, fewer)

    assert found
    assert "dispute.pets" not in [one.code for one in found]


def test_the_best_guess_is_sure_when_it_is_likely_enough() -> None:
    assert kinds.sure((guess("gas.storage", 0.65), guess("city", 0.2))) == "gas.storage"
    assert kinds.sure((guess("gas.storage", 0.64), guess("city", 0.2))) is None


def test_guesses_torn_inside_a_group_give_the_group() -> None:
    assert kinds.sure((guess("gas.storage", 0.5), guess("gas.filling", 0.36))) == "gas"
    assert kinds.sure((guess("gas.storage", 0.5), guess("city", 0.36))) is None


def test_a_story_that_may_accuse_an_official_is_never_guessed_away() -> None:
    umbrella = Guess(code="lead.umbrella", group="lead.umbrella", p=0.15)

    assert kinds.sure((guess("gas.storage", 0.8), umbrella)) is None
    assert kinds.sure((replace(umbrella, p=0.8), guess("city", 0.1))) == "lead.umbrella"


@pytest.mark.parametrize(
    "text",
    [
        "保护伞",
        "收保护费的那伙人，每个月给派出所的所长送钱",
        "赌场天天开，城管来之前就有人通风报信",
        "卖黑煤气的跟街道办的人一起吃饭，检查都提前知道",
        "嗰個阿sir收咗佢錢，次次掃場都冇嘢",
        "The police officer takes money from the casino every month",
        "Someone in the street office told him that I reported the gas den",
        "楼下有人收保护费，警察是他表哥，还威胁我别再告",
    ],
)
def test_an_accused_official_is_noticed(data: DistrictData, text: str) -> None:
    assert kinds.names_official(text, data.lexicon, data.categories)
    assert kinds.sure(kinds.guesses(text, data.lexicon, data.categories)) in {
        None,
        "lead.umbrella",
    }


@pytest.mark.parametrize(
    "text",
    [
        "我报警了，没有人来",
        "I called the police and nobody came",
        "楼上太吵了，报过警，警察来了就停，走了又吵",
        "楼道里有人给电动车充电，打过12345",
        "老板拖欠工资，劳动局说在处理",
        "狗咬了我，派出所让我先去打针",
    ],
)
def test_that_the_police_was_called_accuses_nobody(data: DistrictData, text: str) -> None:
    assert not kinds.names_official(text, data.lexicon, data.categories)


@given(SHARES)
def test_what_is_sure_was_guessed(shares: list[tuple[str, float]]) -> None:
    found = tuple(guess(code, p) for code, p in sorted(shares, key=lambda one: -one[1]))

    assert kinds.sure(found) in {None, *(g.code for g in found), *(g.group for g in found)}


@given(SCRIPTS)
def test_shares_are_sorted_and_at_most_one_together(data: DistrictData, text: str) -> None:
    shares = [one.p for one in kinds.guesses(text, data.lexicon, data.categories)]

    assert shares == sorted(shares, reverse=True)
    assert all(share > 0 for share in shares)
    assert sum(shares) <= 1 + 1e-9


@given(SCRIPTS)
def test_both_scripts_are_guessed_alike(data: DistrictData, text: str) -> None:
    traditional = text.translate(str.maketrans("气罐护费装", "氣罐護費裝"))

    assert kinds.guesses(text, data.lexicon, data.categories) == kinds.guesses(
        traditional, data.lexicon, data.categories
    )


@pytest.mark.parametrize(
    "text",
    ["凤凰社区很乱", "南联社区有点问题", "布吉街道那边有事", "something odd in Nanlian community"],
)
def test_the_name_of_a_place_tells_no_kind_for_sure(data: DistrictData, text: str) -> None:
    found = kinds.guesses(text, data.lexicon, data.categories)

    assert kinds.sure(found) is None
