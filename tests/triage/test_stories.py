import time

import pytest

from settings.datafiles import DistrictData
from triage import danger, kinds, places

# Story, the kind that need not be asked for, the trigger, communities by their last
# four digits, sub-districts by their last two. "" stands for none.
STORIES = [
    ("坂田雪象村上雪工业区有人在出租屋里囤煤气罐", "gas.storage", "", "", "13"),
    ("布吉凤凰社区楼上每天半夜打麻将吵死了", "dispute.noise", "", "4014", "14"),
    (
        "There is a van full of gas cylinders behind Nanlian market",
        "gas.storage",
        "",
        "6006",
        "16",
    ),
    ("樓下舖頭有人收保護費", "lead.gang.protection_fee", "", "", ""),
    ("隔离屋成日打仔", "", "danger.child", "", ""),
    ("平湖凤凰社区有个赌场，每晚都开", "lead.gang.vice", "", "3012", "03"),
    ("鳳凰社區樓梯間有人叉電", "rental.ebike", "", "3012 4014", "03 14"),
    ("Someone is charging e-bikes in the stairwell in Longgang", "rental.ebike", "", "", ""),
    (
        "横岗六约有人放高利贷，暴力催收，上门泼红油漆",
        "lead.gang.usury_debt",
        "",
        "7016 7017 7018",
        "17",
    ),
    ("龍崗南約村屋入面擺滿石油氣罉", "gas.storage", "", "9001", "19"),
    ("我不想活了", "care.self", "danger.suicide", "", ""),
    ("老公打我，我很害怕", "dispute.family", "danger.dv", "", ""),
    ("有人拿刀在砍人！坂田五和地铁站A出口", "lead.gang.venue_enforcers", "danger.weapon", "", "13"),
    ("闻到很浓的煤气味，在大芬村", "gas", "danger.gas", "4021", "14"),
    ("屋企有陣煤氣味好濃，布吉木棉灣", "gas", "danger.gas", "4026", "14"),
    ("My landlord will not return my deposit, Pinghu", "dispute.lease", "", "", "03"),
    (
        "老板跑路了，拖欠我们十几个人三个月工资，园山大康",
        "dispute.wages",
        "",
        "0004",
        "20",
    ),
    ("新南社区有个仓库放满煤气瓶", "gas.storage", "", "3011", "03"),
    ("南新社区有个仓库放满煤气瓶", "gas.storage", "", "2020", "12"),
    ("派出所有人给赌场通风报信，收了黑钱", "lead.umbrella", "", "", ""),
    ("The noise from upstairs is killing me every night", "dispute.noise", "", "", ""),
    ("The fire exit in our building is locked, Shuijing", "rental.escape", "", "8006", "18"),
    ("no fire extinguisher on my floor in Henggang", "rental.equipment", "", "", "17"),
    ("楼上漏水漏到我家天花板，找过物业没人理", "dispute.leak_renovation", "", "", ""),
    ("有人高空抛物，砸坏了车，龙岗中心城", "dispute.falling_objects", "", "", "15"),
    ("楼道里堆满杂物，怕着火", "rental.escape", "", "", ""),
    ("要是爆炸整栋楼都完了，楼下存了上百个煤气罐", "gas.storage", "", "", ""),
    ("电梯困人了快来，万科第五园", "dispute.property", "danger.trapped", "3012", "13"),
    ("我想找人聊聊，最近压力大睡不着", "care.self", "", "", ""),
    ("学校门口有校外混混收学生保护费，三联社区", "lead.gang.campus", "", "8004", "18"),
    ("想报名参加大家谈", "join", "", "", ""),
    ("村委分红不透明，股份合作公司黑幕，嶂背", "dispute.coop", "", "5020", "15"),
    ("Can you help me get my wages? The boss has not paid us", "dispute.wages", "", "", ""),
    ("狗一直叫，晚上很吵，坪地六联", "dispute", "", "6006", "06"),
    ("夜市烧烤摊油烟很大，占道经营，龙岗老街", "city", "", "", "16"),
    ("Loan sharks come for usury every month in Bantian", "lead.gang.usury_debt", "", "", "13"),
    ("Someone smells gas near Buji station", "gas", "danger.gas", "", "14"),
    ("三合一作坊住人，晚上锁门，横岗保安社区", "rental.mixed_use", "", "0001", "20"),
    ("医院门口号贩子一直拉人", "lead.gang.medical", "", "", ""),
    ("被网上的人裸聊敲诈，刚转了钱", "lead.gang.online", "danger.fraud", "", ""),
    ("劏房一間房住六個人，坂田南坑", "rental.mixed_use", "", "3020", "13"),
    ("鄰居霸車位，成日泊車泊喺我個位", "dispute.parking", "", "", ""),
    (
        "佢哋開片，十幾個人揸刀，喺龍崗墟",
        "lead.gang.venue_enforcers",
        "danger.weapon",
        "6007",
        "16",
    ),
    ("there is a gambling den above the shop in Dafen", "lead.gang.vice", "", "4021", "14"),
    ("业主按金唔退，仲要加租", "dispute.lease", "", "", ""),
    ("最近治安差，希望多派人巡逻，尚景社区", "join", "", "5006", "15"),
]


@pytest.mark.parametrize(("story", "kind", "trigger", "communities", "subdistricts"), STORIES)
def test_a_story_is_understood(
    *, data: DistrictData, story: str, kind: str, trigger: str, communities: str, subdistricts: str
) -> None:
    found = places.find(story, data.gazetteer)

    assert (kinds.sure(kinds.guesses(story, data.lexicon, data.categories)) or "") == kind
    assert (danger.trigger(story, data.lexicon) or "") == trigger
    assert [code[-4:] for code in found.communities] == communities.split()
    assert [code[-2:] for code in found.subdistricts] == subdistricts.split()


@pytest.mark.parametrize("word", ["南联站", "被打扰", "煤气", "枪", "fire exit ", "老公打我吵死了"])
def test_the_longest_message_takes_no_more_than_its_share(data: DistrictData, word: str) -> None:
    story = (word * 4096)[:4096]
    start = time.process_time()

    kinds.guesses(story, data.lexicon, data.categories)
    places.find(story, data.gazetteer)
    danger.trigger(story, data.lexicon)

    assert time.process_time() - start < 4
