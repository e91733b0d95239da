import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import places, sounds
from triage.gazetteer import Gazetteer
from triage.languages import Language

# A name as people type it, and the community by the last four digits of its code.
SPELLINGS = [
    ("白泥坑那边", "3008"),
    ("鹅工岭工业区6号楼", "3006"),
    ("付城坳村口桥底下", "3009"),
    ("平湖荷花社区", "3013"),
    ("下李郎工业区", "2004"),
    ("丹竹投社区", "2014"),
    ("南湾吉夏村", "2016"),
    ("冈头村二栋", "3002"),
    ("坂田马鞍塘", "3007"),
    ("四季花成小区", "3011"),
    ("第5园社区", "3012"),
    ("板田社区", "3013"),
    ("杨梅村", "3015"),
    ("大发铺村牌坊", "3018"),
    ("橡角塘村", "3022"),
    ("龙岗南连", "6006"),
    ("龙岗虚", "6007"),
    ("橫崗4聯村", "7003"),
    ("木绵湾村口", "4026"),
    ("黄角坑社区", "5011"),
    ("獐背村", "5020"),
    ("土李朗社区", "2003"),
    ("坂田向角塘", "3022"),
    ("龍崗甘坑", "8003"),
    ("廿坑社区", "8003"),
    ("丹竹社区", "2014"),
    ("回龙龙埔社区", "5004"),
    ("上朗李社区", "2003"),
    ("园山银河社区", "0005"),
    ("坪地年峰村", "6007"),
    ("园山宝安社区", "0001"),
    ("布吉南山社区", "4019"),
    ("bǎn tián gǎng tóu", "3002"),
    ("ban3 tian2 gang3 tou2", "3002"),
    ("ping hu liang an tian", "3002"),
    ("si fang pu cun", "6008"),
    ("wulianshequ", "6017"),
    ("da kang cun", "0004"),
    ("wo zhu zai bu ji nan san", "4019"),
    ("Dafapoo, Bantian", "3018"),
    ("Egonglin, Pinghu", "3006"),
    ("Zangshubu village", "2018"),
    ("Hui-long-pu", "5004"),
    ("Maoye comunity, Buji", "4008"),
    ("Dan竹头 community", ""),
    ("Xingyuan community", ""),
]
# Everyday words that sound or look like a place.
WORDS = [
    "我们一心想办好这件事",
    "不急的，你们慢慢处理",
    "计划生育的人来收钱",
    "一进村口就被拦住",
    "胶布都化了",
    "等了半天没人来",
    "平地上停满电动车",
    "deng le ban tian dou mei ren lai",
    "wo men tong xin xie li",
    "I am longing for help",
    "it is not safe, somebody is hanging around",
    "出于自卫",
    "排成长龙",
    "新生儿",
]


@pytest.mark.parametrize(("text", "code"), SPELLINGS)
def test_a_misspelt_name_is_understood(gazetteer: Gazetteer, text: str, code: str) -> None:
    found = places.find(f"{text}，有人打架", gazetteer)

    assert [one[-4:] for one in found.communities] == ([code] if code else [])


@pytest.mark.parametrize("text", WORDS)
def test_an_everyday_word_is_no_place(gazetteer: Gazetteer, text: str) -> None:
    found = places.find(text, gazetteer)

    assert found == places.Found()


def test_every_community_is_found_by_its_sound(gazetteer: Gazetteer) -> None:
    for community in gazetteer.communities:
        name = community.names[Language.EN].removesuffix(" Community").lower().replace("'", "")
        town = gazetteer.subdistrict(community.subdistrict_code)
        assert town is not None
        for text in (f"{name} she qu", f"{name}shequ", f"{name} cun, {town.names[Language.EN]}"):
            found = places.find(f"{text}, you ren da jia", gazetteer)
            assert community.code in found.communities


def test_a_likeness_in_the_named_subdistrict_is_meant(gazetteer: Gazetteer) -> None:
    found = places.find("龙城问景社区", gazetteer)

    assert found.communities == ("440307015006",)


@given(st.text(alphabet="坂田南联龙岗墟村社区在从不是布吉新,。 abnltigo'", max_size=120))
def test_no_text_is_too_strange(gazetteer: Gazetteer, text: str) -> None:
    found = places.find(text, gazetteer)

    assert all(one.subdistrict for one in found.candidates)
    assert found.outside is None or not found.candidates


def test_a_sound_is_compared_as_southerners_hear_it() -> None:
    assert sounds.merged("zhang shu bu") == "zan su bu"
    assert sounds.merged("liang'an") == "lian'an"
    assert sounds.loose("fang") == "han"
    assert sounds.toneless("shān xià") == "shan xia"
    assert "xia cun" in list(sounds.spoken("厦村"))
