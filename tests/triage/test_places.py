import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings.datafiles import DistrictData
from triage import places
from triage.languages import Language
from triage.places import Found

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
    ("南联地铁站B口", "440307016006"),
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
    ("从布吉搬到坂田", "14 13"),
    ("龙城广场", ""),
]


@pytest.mark.parametrize(("text", "codes"), COMMUNITIES)
def test_communities_are_found_by_name(data: DistrictData, text: str, codes: str) -> None:
    assert " ".join(places.find(text, data.gazetteer).communities) == codes


@pytest.mark.parametrize(("text", "codes"), SUBDISTRICTS)
def test_subdistricts_are_found_by_name(data: DistrictData, text: str, codes: str) -> None:
    found = places.find(text, data.gazetteer).subdistricts

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
    ],
)
def test_a_place_outside_is_named(data: DistrictData, text: str, code: str | None) -> None:
    assert places.find(text, data.gazetteer).outside == code


def test_every_name_of_a_community_leads_to_it(data: DistrictData) -> None:
    for community in data.gazetteer.communities:
        for language in Language:
            found = places.find(community.names[language], data.gazetteer).communities
            assert community.code in found
            assert len(found) == 1 or community.names[Language.ZH_HANS] == "凤凰社区"


def test_every_alias_leads_to_its_place(data: DistrictData) -> None:
    for community in data.gazetteer.communities:
        for alias in community.aliases:
            assert community.code in places.find(alias, data.gazetteer).communities
    for town in data.gazetteer.subdistricts:
        for name in (*town.names.values(), *town.aliases):
            assert places.find(name, data.gazetteer) == Found(subdistricts=(town.code,))


def test_a_subdistrict_lists_its_communities_by_pinyin(data: DistrictData) -> None:
    pingdi = data.gazetteer.communities_of("440307006")
    names = [community.names[Language.EN] for community in pingdi]

    assert len(data.gazetteer.communities) == 111
    assert len(names) == 9
    assert names == sorted(names)


def test_codes_are_looked_up(data: DistrictData) -> None:
    community = data.gazetteer.community("440307020001")
    town = data.gazetteer.subdistrict("440307020")
    outside = data.gazetteer.place_outside("440306")

    assert community is not None
    assert community.subdistrict_code == "440307020"
    assert town is not None
    assert town.names[Language.EN] == "Yuanshan Sub-district"
    assert outside is not None
    assert outside.names[Language.ZH_HANT] == "寶安區"
    assert data.gazetteer.community("1") is None


@given(st.lists(st.sampled_from([*COMMUNITIES, *SUBDISTRICTS]), max_size=5))
def test_whatever_is_found_exists(data: DistrictData, names: list[tuple[str, str]]) -> None:
    found = places.find("，".join(name for name, _ in names), data.gazetteer)

    for code in found.communities:
        community = data.gazetteer.community(code)
        assert community is not None
        assert community.subdistrict_code in found.subdistricts
    assert all(data.gazetteer.subdistrict(code) for code in found.subdistricts)
