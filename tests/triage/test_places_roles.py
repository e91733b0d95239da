import pytest

from triage import places
from triage.gazetteer import Gazetteer

# A story, and where it happens: the last four digits of the community, else the
# last two of the sub-district.
STORIES = [
    ("从布吉坐车到坂田岗头新围仔，一下车就被围住", "3002"),
    ("我住甘坑那边，但事情发生在坂田新雪社区", "3023"),
    ("我住羅湖，來大芬村買畫", "4021"),
    ("我在福田上班，住在坂田岗头，楼下有人放贷", "3002"),
    ("早上从平湖过来，路过布吉没事，到了沙塘布也没事，偏偏到南湾樟树布社区被拦住", "2018"),
    ("五聯嗰邊，唔係六聯，成班人打交", "6017"),
    ("注意是新南社区不是南新", "3011"),
    ("平湖的凤凰社区，不是布吉那个", "3012"),
    ("横岗福田村那边（不是福田区），园山的", "20"),
    ("爱联站A口，不在爱联社区，只知道是龙城街道", "15"),
    ("坐三号线在荷坳下车，塘坑社区菜场里", "7018"),
    ("说是坂田其实是布吉南三", "4019"),
    ("Not in Buji, it is in Bantian, Yangmei", "3015"),
    ("We took the metro from Buji to Longcheng, came out at Shengping community", "5008"),
    ("near Wuhe village, Bantian", "3008"),
    ("我由東莞返嚟，喺坂田楊美村樓下畀人截住", "3015"),
    ("我老公在东莞，我在南坑被打", "3020"),
    ("园山街道银荷社区荷坳", "0005"),
    ("广东省深圳市龙岗区横岗街道四联社区排榜村3号", "7003"),
    ("坂田雪象村上雪工业区3号楼地下室", "13"),
    ("横岗松柏路有人飙车", "17"),
    ("平湖的凤凰大道上", "03"),
    ("贝尔路地铁站C口", "13"),
    ("坂田工业区", "13"),
]


@pytest.mark.parametrize(("text", "place"), STORIES)
def test_it_happens_where_the_story_says(gazetteer: Gazetteer, text: str, place: str) -> None:
    found = places.find(text, gazetteer)
    first = found.candidates[0]

    assert (first.community or first.subdistrict).endswith(place)
    assert len(place) == 4 or first.community is None
    assert not found.ask


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("坪地的坪东还是坪西我分不清", "6010 6011"),
        ("布吉茂业社区和南三社区都有", "4008 4019"),
        ("六约社区，以前是一个", "7016 7017 7018"),
    ],
)
def test_what_the_story_leaves_open_is_asked(gazetteer: Gazetteer, text: str, codes: str) -> None:
    found = places.find(text, gazetteer)

    assert [code[-4:] for code in found.communities] == codes.split()
    assert found.ask


def test_the_name_of_a_place_left_is_still_better_than_none(gazetteer: Gazetteer) -> None:
    assert places.find("从南联村出来就被打", gazetteer).communities == ("440307016006",)
