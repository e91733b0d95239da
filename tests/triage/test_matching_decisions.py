import time
from pathlib import Path

import pytest

from settings import matchfiles
from tests.triage.matching_play import CROWD, placed, read
from triage.matching import decide
from triage.matching.decide import Decision, Look, Thresholds

WEIGHTS = matchfiles.load(Path(__file__).parents[2] / "data" / matchfiles.FILE)
LIMITS = Thresholds(link=0.9, suggest=0.2)
LONG = "泉星小区飞歌酒吧每天晚上唱歌到两点，整栋楼都睡不着，报过三次警也没有用"
SECONDS = 20.0


def look(p: float, case: str = "c1", alike: float = 0.3, contradiction: str = "") -> Look:
    return Look(p=p, alike=alike, case=case, contradiction=contradiction)


def decided(*looks: Look, text: str = LONG) -> decide.Verdict:
    return decide.verdict(looks, read(text), read(LONG), LIMITS)


@pytest.mark.parametrize(
    ("p", "decision"),
    [(0.1, Decision.NEW), (0.5, Decision.SUGGESTED), (0.95, Decision.LINKED)],
)
def test_two_thresholds_decide(p: float, decision: Decision) -> None:
    assert decided(look(p)).decision is decision


@pytest.mark.parametrize(
    ("looks", "held"),
    [
        ([look(0.99, contradiction="another city")], "another city"),
        ([look(0.99), look(0.6, case="c2")], "fits several cases"),
        ([look(0.99), *[look(0.01)] * 9], "unlike the rest of its case"),
        (
            [look(0.99), look(0.6, contradiction="another number before 栋")],
            "contradicts another report of its case",
        ),
        ([look(0.99, alike=0.9)] * 4, "many copies of one text"),
    ],
)
def test_a_link_is_held_back(looks: list[Look], held: str) -> None:
    verdict = decided(*looks)

    assert (verdict.decision, verdict.held) == (Decision.SUGGESTED, held)


@pytest.mark.parametrize("text", ["又来了，还是那家", "same again here", "啊" * 4000])
def test_a_text_that_says_little_is_only_suggested(text: str) -> None:
    assert decided(look(0.99), text=text).decision is Decision.SUGGESTED


def test_the_same_story_in_the_other_script_and_width_is_found() -> None:
    again = "泉星小區飛歌酒吧每天晚上唱歌到兩點，整棟樓都睡不著，報過三次警也沒有用"

    first, second = placed([LONG, again], WEIGHTS)

    assert first.lead == first.id
    assert second.matches[0].id == first.id
    assert second.matches[0].score > 0.5
    assert "泉星" in second.matches[0].reasons


def test_a_clone_with_the_place_swapped_is_not_linked() -> None:
    story = "无网约车驾驶证，无网约车资格证，希望上路设卡排查，这么多非法营运小车不控制，影响出行"

    _, clone = placed(
        [f"希望A市重视滴滴的问题。{story}", f"希望B市重视滴滴的问题。{story}"], WEIGHTS
    )

    assert clone.lead == clone.id
    assert clone.matches[0].decision is not Decision.LINKED


def test_another_building_is_not_linked() -> None:
    story = "楼上每天半夜拖凳子掉珠子，小孩跑来跑去，从十一点到一点多"

    _, other = placed([f"麒麟山东园3栋{story}", f"麒麟山东园5栋{story}"], WEIGHTS)

    assert other.lead == other.id


def test_nobody_is_compared_with_later_reports() -> None:
    some = placed([LONG, *CROWD[:5], LONG], WEIGHTS)

    order = [one.id for one in some]
    for at, one in enumerate(some):
        assert all(found.id not in order[at:] for found in one.matches)


def test_the_same_file_gives_the_same_answer() -> None:
    assert placed([LONG, *CROWD], WEIGHTS) == placed([LONG, *CROWD], WEIGHTS)


@pytest.mark.parametrize(
    "text",
    [
        "啊" * 4000,
        "煤气\u200d" * 1300,
        "，".join(CROWD * 9),
        "a" * 4000,
        "an" * 2000,
        "7栋" * 1300,
    ],
)
def test_a_text_made_to_match_everything_costs_little_and_links_nothing(text: str) -> None:
    begin = time.process_time()

    found = placed([text, *CROWD[:3], text[::-1], text + "。"], WEIGHTS)

    assert time.process_time() - begin < SECONDS
    assert found[0].lead == found[0].id


def test_a_flood_of_copies_stops_being_linked() -> None:
    found = placed([LONG] * 40, WEIGHTS)

    joined = [one for one in found if one.lead != one.id]
    assert len(joined) <= decide.FLOOD
