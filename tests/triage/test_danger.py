import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings.datafiles import DistrictData
from triage import danger
from triage.danger import Danger
from triage.lexicon import HYPERBOLE

SETS = Path(__file__).parents[1] / "sets"
# What was reached on each half: dangers missed, false alarms (benchmarks/understanding_danger.py).
REACHED = {"danger_dev.csv": (5, 13), "danger_held.csv": (6, 5)}
DANGEROUS = [
    ("煤气瓶爆炸，有人受伤", Danger.FIRE),
    ("煤氣罐爆炸喇，有人受傷", Danger.FIRE),
    ("门口有人纵火", Danger.FIRE),
    ("他抱着煤气罐说要同归于尽", Danger.GAS),
    ("炸了，楼塌了", Danger.TRAPPED),
    ("地下室有人呼救", Danger.ASSAULT),
    (
        "市场后门有人用红色三轮车卖煤气，六十五块一瓶，瓶身全是锈，阿伯六十多岁，着火了，快来人",
        Danger.FIRE,
    ),
    ("楼下的店天天倒气，老板说没事，现在煤气泄漏了，气味很大，整层楼都闻到", Danger.GAS),
    ("邻居吵架吵了半年，物业不管，他拿着刀在门口，要砍人", Danger.WEAPON),
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
    ("刚刚转账给骗子了，怎么止付", Danger.FRAUD),
    ("I just sent money to a scammer and he blocked me", Danger.FRAUD),
    ("楼顶坐着一个女的，说要跳楼", Danger.SUICIDE_OTHER),
    ("wo bu xiang huo le", Danger.SUICIDE),
]
HARMLESS = [
    "去年楼下爆炸过一次，希望你们检查",
    "他烧伤的疤还在，公司不赔钱",
    "天花板塌了一块，没人受伤",
    "奶奶吃了好多药血压还是高",
    "他说要同归于尽，那是三个月前的事，现在想调解",
    "被埋怨了一整天",
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
    "这把火锅真辣，老板火了",
    "跳广场舞的音响太大",
    "下周消防演练，大家假装着火",
    "I would kill for a coffee, the parking machine is broken again",
    "the fire sale downstairs is too loud",
    "my phone has a dead battery",
    "the boss gunned down my proposal",
    "煤气费怎么交",
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
def test_danger_is_heard_among_other_dangers(
    data: DistrictData, several: list[tuple[str, Danger]]
) -> None:
    text = "。".join(sentence for sentence, _ in several)

    heard = danger.triggers(text, data.lexicon)

    assert heard
    assert list(heard) == sorted(heard, key=list(Danger).index)
    assert danger.trigger(text, data.lexicon) is heard[0]


@pytest.mark.parametrize(("text", "trigger"), DANGEROUS)
def test_danger_is_heard_in_the_middle_of_a_long_story(
    data: DistrictData, text: str, trigger: Danger
) -> None:
    filling = "我在坂田住了三年，物业费每个月都按时交，停车场收费不合理，请你们看一下。" * 10

    heard = danger.triggers(f"{filling}\n{text}。\n{filling}", data.lexicon)

    assert heard or trigger is None


def test_every_strong_danger_term_is_heard_alone(data: DistrictData) -> None:
    terms = [term for term in data.lexicon.terms if term.category in set(Danger)]
    swallowed = {term.text for term in data.lexicon.terms if term.category == HYPERBOLE}
    strong = [term.text for term in terms if not term.weak and term.text not in swallowed]

    unheard = [text for text in strong if danger.trigger(text, data.lexicon) is None]

    assert unheard == []


def rows(name: str) -> list[dict[str, str]]:
    with (SETS / name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize("name", REACHED)
def test_messages_never_seen_are_heard_as_well_as_was_reached(
    data: DistrictData, name: str
) -> None:
    heard = [(row["trigger"], danger.triggers(row["text"], data.lexicon)) for row in rows(name)]
    real = [(trigger, found) for trigger, found in heard if trigger]

    missed = sum(not found for _, found in real)
    right = sum(trigger in found for trigger, found in real)
    false = sum(bool(found) for trigger, found in heard if not trigger)

    assert missed <= REACHED[name][0]
    assert false <= REACHED[name][1]
    assert right >= 0.8 * len(real)


def test_ordinary_stories_seldom_alarm(data: DistrictData) -> None:
    stories = [row["text"] for row in rows("kinds_dev.csv")]

    alarms = [text for text in stories if danger.trigger(text, data.lexicon)]

    assert len(alarms) <= 0.2 * len(stories)


@pytest.mark.parametrize("piece", ["打", "没有", "煤气", "help me ", ".", "不想活", "没打不", "x"])
def test_no_message_takes_long(data: DistrictData, piece: str) -> None:
    text = (piece * 4000)[:4000]
    begin = time.process_time()

    danger.trigger(text, data.lexicon)

    # 50 ms at rest for the worst.
    assert time.process_time() - begin < 2
