import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import places
from triage.gazetteer import Gazetteer
from triage.languages import Language

COMMUNITIES = [
    ("布吉凤凰", "440307014014"),
    ("平湖的凤凰社区", "440307003012"),
    ("大芬凤凰", "440307014021 440307014014"),
    ("凤凰", "440307003012 440307014014"),
    ("坂田社区", "440307013013"),
    ("Buji Community", "440307014018"),
    ("龍崗社區", "440307016002"),
    ("平湖新南新村", "440307003011"),
    ("南新", "440307012020"),
    ("保安社区", "440307020001"),
    ("小区保安打人", ""),
    ("Bao'an", ""),
    ("六约社区", "440307017016 440307017017 440307017018"),
    ("六约北", "440307017016"),
    ("红棉社区", "440307017016"),
    ("志盛", "440307017011"),
    ("南湾康乐", "440307012012"),
    ("康乐", ""),
    ("沙灣村", "440307012013"),
    ("新木门坏了", ""),
    ("heao", "440307020006"),
    ("He’ao Community", "440307020006"),
    ("南联地铁站B口", ""),
    ("Nanlian metro station, exit B", ""),
    ("南坑市场", "440307013020"),
    ("Kangle, Nanwan", "440307012012"),
    ("in Kangle", "440307012012"),
    ("康乐5栋", "440307012012"),
    ("保安村", "440307020001"),
    ("Bao'an Village, Yuanshan", "440307020001"),
    ("坂田村", "440307013013"),
    ("平湖居委会", "440307003007"),
    ("横岗南村", ""),
    ("周五和周六", ""),
    ("湖南三个老板", ""),
    ("李朗", "440307012003 440307012004"),
    ("住喺墟上", "440307014001 440307003012 440307016007"),
    ("宝龙花园", ""),
    ("四联路", ""),
    ("Nanlian Road", ""),
]
SUBDISTRICTS = [
    *((name, code) for name, code in [("布吉", "14"), ("坂田", "13"), ("平湖", "03")]),
    *((name, code) for name, code in [("坪地", "06"), ("橫崗", "17"), ("寶龍", "19")]),
    ("龙岗", ""),
    ("龙岗区", ""),
    ("Longgang", ""),
    ("龙岗街道", "16"),
    ("龙岗区布吉街道", "14"),
    ("龙岗中心城", "15"),
    ("Longgang sub-district", "16"),
    ("横岗街道大康社区", "20"),
    ("布吉三联社区", "18"),
    ("坂田翠湖社区", "18 13"),
    ("宝龙花园", "14"),
    ("康乐花园", "17"),
    ("横岗福田村", "20"),
    ("吉华路", ""),
    ("从布吉搬到坂田", "13"),
    ("布吉和坂田", "14 13"),
    ("Bantian Street, Longgang", "13"),
    ("南联地铁站B口", "16"),
    ("龙城广场", ""),
]


@pytest.mark.parametrize(("text", "codes"), COMMUNITIES)
def test_communities_are_found_by_name(gazetteer: Gazetteer, text: str, codes: str) -> None:
    assert " ".join(places.find(text, gazetteer).communities) == codes


@pytest.mark.parametrize(("text", "codes"), SUBDISTRICTS)
def test_subdistricts_are_found_by_name(gazetteer: Gazetteer, text: str, codes: str) -> None:
    found = places.find(text, gazetteer).subdistricts

    assert " ".join(code[-2:] for code in found) == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("宝安区西乡", "440306"),
        ("龍華", "440309"),
        ("Futian", "440304"),
        ("Bao'an District", "440306"),
        ("东莞", "441900"),
        ("从福田到坂田", None),
        ("福田路", None),
        ("前途光明", None),
        ("惠州阳光花园", "441300"),
        ("香港旺角", "810000"),
        ("龙华民治", "440309"),
        ("我住龙岗，但是这事发生在南山区科技园", "440305"),
        ("我老家惠州的", None),
        ("湖南来打工的", None),
        ("东莞人在大芬打架", None),
        ("香港片", None),
    ],
)
def test_a_place_outside_is_named(gazetteer: Gazetteer, text: str, code: str | None) -> None:
    assert places.find(text, gazetteer).outside == code


def test_every_name_of_a_community_leads_to_it(gazetteer: Gazetteer) -> None:
    for community in gazetteer.communities:
        for language in Language:
            found = places.find(community.names[language], gazetteer).communities
            assert community.code in found
            assert len(found) == 1 or community.names[Language.ZH_HANS] == "凤凰社区"


def test_every_alias_leads_to_its_place(gazetteer: Gazetteer) -> None:
    for community in gazetteer.communities:
        for alias in community.aliases:
            found = places.find(alias, gazetteer)
            assert community.code in found.communities
            assert found.ask == (len(found.communities) > 1)
    for town in gazetteer.subdistricts:
        for name in (*town.names.values(), *town.aliases):
            found = places.find(name, gazetteer)
            assert found.communities == ()
            assert found.subdistricts == (town.code,)
            assert not found.ask


def test_a_subdistrict_lists_its_communities_by_pinyin(gazetteer: Gazetteer) -> None:
    pingdi = gazetteer.communities_of("440307006")
    names = [community.names[Language.EN] for community in pingdi]

    assert len(gazetteer.communities) == 111
    assert len(names) == 9
    assert names == sorted(names)


@pytest.mark.parametrize("name", ["龙岗", "龍崗區", "Longgang", "Longgang district", "baoan"])
def test_a_name_that_is_too_wide_has_to_be_asked(gazetteer: Gazetteer, name: str) -> None:
    found = places.find(f"{name} you ren da jia", gazetteer)

    assert found.ask
    assert found.candidates == ()
    assert found.outside is None


def test_namesakes_are_asked_with_equal_shares(gazetteer: Gazetteer) -> None:
    found = places.find("凤凰社区有人收保护费", gazetteer)

    assert found.ask
    assert [one.community for one in found.candidates[:2]] == ["440307003012", "440307014014"]
    assert found.candidates[0].p == found.candidates[1].p


def test_a_community_that_contradicts_its_subdistrict_is_asked(gazetteer: Gazetteer) -> None:
    found = places.find("坂田翠湖社区", gazetteer)

    assert found.ask
    assert found.candidates[0].community == "440307018007"
    assert found.candidates[1].subdistrict == "440307013"


def test_every_place_outside_has_numbers_to_call(gazetteer: Gazetteer) -> None:
    shenzhen = gazetteer.place_outside("440306")
    hong_kong = gazetteer.place_outside("810000")

    assert shenzhen is not None
    assert (shenzhen.call, shenzhen.emergency) == ("0755-12345", "110")
    assert hong_kong is not None
    assert (hong_kong.call, hong_kong.emergency) == ("1823", "999")


def test_codes_are_looked_up(gazetteer: Gazetteer) -> None:
    community = gazetteer.community("440307020001")
    town = gazetteer.subdistrict("440307020")
    outside = gazetteer.place_outside("440306")

    assert community is not None
    assert community.subdistrict_code == "440307020"
    assert town is not None
    assert town.names[Language.EN] == "Yuanshan Sub-district"
    assert outside is not None
    assert outside.names[Language.ZH_HANT] == "寶安區"
    assert gazetteer.community("1") is None


@given(st.lists(st.sampled_from([*COMMUNITIES, *SUBDISTRICTS]), max_size=5))
def test_whatever_is_found_exists(gazetteer: Gazetteer, names: list[tuple[str, str]]) -> None:
    found = places.find("，".join(name for name, _ in names), gazetteer)

    assert sum(one.p for one in found.candidates) < 1.01
    assert len(found.candidates) <= 5
    for code in found.communities:
        community = gazetteer.community(code)
        assert community is not None
        assert community.subdistrict_code in found.subdistricts
    assert all(gazetteer.subdistrict(code) for code in found.subdistricts)
