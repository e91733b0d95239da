import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings.datafiles import DistrictData
from triage import danger
from triage.danger import Danger
from triage.lexicon import HYPERBOLE

DANGEROUS = [
    ("漏气了，快来", Danger.GAS),
    ("你们是不是漏气了", Danger.GAS),
    ("樓梯有好大陣煤氣味", Danger.GAS),
    ("楼下正在倒气", Danger.GAS),
    ("I can smell gas in the corridor", Danger.GAS),
    ("着火啦", Danger.FIRE),
    ("電錶箱冒煙", Danger.FIRE),
    ("There is a fire on the third floor", Danger.FIRE),
    ("没有水，但是着火了", Danger.FIRE),
    ("他手里有枪", Danger.WEAPON),
    ("he has a knife", Danger.WEAPON),
    ("救命啊有人打我", Danger.ASSAULT),
    ("没有人救我", Danger.ASSAULT),
    ("they want to kill me", Danger.ASSAULT),
    ("佢老公成日打老婆", Danger.DV),
    ("My husband hits me", Danger.DV),
    ("隔壁天天打孩子", Danger.CHILD),
    ("missing child in the park", Danger.CHILD),
    ("活着没意思，我在天台上", Danger.SUICIDE),
    ("我唔想做人喇", Danger.SUICIDE),
    ("I don’t want to live any more", Danger.SUICIDE),
    ("他们知道是我举报的", Danger.REPRISAL),
    ("困𨋢啊", Danger.TRAPPED),
    ("we are stuck in the lift", Danger.TRAPPED),
]
HARMLESS = [
    "楼上吵死了",
    "嘈到想死",
    "the noise is killing me",
    "深夜被打扰，被打断睡眠",
    "小孩拿水枪喷人",
    "fire escape blocked, fire extinguishers gone",
    "my boss wants to fire me",
    "没有漏气，就是想举报黑煤气",
    "there is no fire here",
    "存了这么多，万一爆炸怎么办",
    "怕引发火灾",
    "怕他们报复我",
    "afraid of retaliation",
    "天台上有人种菜",
    "跳楼价大甩卖的喇叭",
    "二手煙好大煙味",
    "Can you help me with my deposit?",
    "工地切割钢管的声音",
    "老公打我电话我没接",
    "网吧让未成年人上网",
    "drapes, begun, fired",
    "你好",
]


@pytest.mark.parametrize(("text", "trigger"), DANGEROUS)
def test_danger_is_heard(data: DistrictData, text: str, trigger: Danger) -> None:
    assert danger.trigger(text, data.lexicon) is trigger


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_words_start_nothing(data: DistrictData, text: str) -> None:
    assert danger.trigger(text, data.lexicon) is None


def test_a_figure_of_speech_beside_a_danger_hides_nothing(data: DistrictData) -> None:
    assert danger.trigger("吵死了，还拿刀出来", data.lexicon) is Danger.WEAPON


@given(st.lists(st.sampled_from(DANGEROUS), min_size=1, max_size=4))
def test_the_most_urgent_of_several_dangers_is_answered(
    data: DistrictData, several: list[tuple[str, Danger]]
) -> None:
    text = "。".join(sentence for sentence, _ in several)
    expected = min((trigger for _, trigger in several), key=list(Danger).index)

    assert danger.trigger(text, data.lexicon) is expected


def test_every_danger_term_of_the_lexicon_starts_its_own_danger(data: DistrictData) -> None:
    terms = [term for term in data.lexicon.terms if term.category in set(Danger)]
    swallowed = {hit.text for hit in data.lexicon.terms if hit.category == HYPERBOLE}

    unheard = [term.text for term in terms if danger.trigger(term.text, data.lexicon) is None]

    assert set(unheard) <= swallowed
    assert {term.category for term in terms} == set(Danger)
