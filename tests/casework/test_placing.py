from storage.matching_tables import COUNTS, POSTINGS, indexed, link
from storage.tables import case, report
from tests.stage import Stage
from triage.realms import Realm

STORY = (
    "回龙埔综合市场后面每天天没亮就有一台红色三轮卖煤气，六十五一瓶，瓶子锈得字都看不清，"
    "骑车的是个六十几岁的阿伯，电话尾号3390"
)
AGAIN = (
    "回龙埔市场后门，红色三轮车凌晨卖煤气，六十五块一瓶，瓶身全是锈看不清字，"
    "阿伯六十多岁，送气电话尾号3390"
)
OTHER = "四季花城小区三期楼下停车场被人用地锁占了八个公共车位，物业说管不了，已经半年"


async def test_two_people_who_tell_of_one_incident_are_one_case(stage: Stage) -> None:
    await stage.resident(1).send_report(STORY)

    await stage.resident(2).send_report(AGAIN)

    first, second = await stage.rows(report)
    (found,) = await stage.rows(link)
    assert found["report_id"] == second["id"]
    assert found["beside_id"] == first["id"]
    assert found["probability"] > 0.2
    assert len(await stage.rows(indexed)) == 2
    assert await stage.rows(POSTINGS[Realm.ORDINARY])
    assert await stage.rows(COUNTS[Realm.ORDINARY])


async def test_another_matter_is_another_case(stage: Stage) -> None:
    await stage.resident(1).send_report(STORY)

    await stage.resident(2).send_report(OTHER)

    assert len(await stage.rows(case)) == 2
    assert not await stage.rows(link)
