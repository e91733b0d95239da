"""What is counted of cases, week by week, on either engine."""

from collections import Counter
from datetime import timedelta

from casework import deeds, figures
from casework.deeds import Wish
from storage.figures import Span, counted
from storage.tables import case
from tests.officers_play import GAS, NOISE, OFFICIAL, hired, told, working
from tests.stage import Stage
from triage.figures import GroupedBy
from triage.leads import LeadAct
from triage.permissions import Role

LOCKED = "园山街道大康社区出租屋逃生门被铁链锁死"


async def test_cases_are_counted_as_they_came_in_and_as_they_stand(stage: Stage) -> None:
    ((first, _), *_) = await told(stage, GAS, LOCKED, NOISE, OFFICIAL)
    head = await hired(stage, Role.SUPERVISOR, Role.VERIFIER)
    async with working(stage) as work:
        await deeds.do(work, head, Wish(act=LeadAct.CLAIM, case_id=first))
        await deeds.do(work, head, Wish(act=LeadAct.CHECK, case_id=first))
    rows = [row for row in await stage.rows(case) if row["queue"] in figures.COUNTED]
    day = timedelta(days=1)
    this_week = Span(since=stage.now - day, until=stage.now + day, now=stage.now)
    next_week = Span(since=stage.now + day, until=stage.now + 8 * day, now=stage.now + 90 * day)

    async with working(stage) as work:
        here = await counted(work.tx, GroupedBy.QUEUE, this_week, figures.COUNTED)
        later = await counted(work.tx, GroupedBy.TERRITORY, next_week, figures.COUNTED)

    received = Counter(row["queue"] for row in rows)
    assert {name: counts.received for name, counts in here.items()} == received
    assert sum(counts.answered for counts in here.values()) == 1
    assert sum(counts.on_time for counts in here.values()) == 1
    assert sum(counts.claimed for counts in here.values()) == 1
    assert sum(counts.open for counts in here.values()) == len(rows) - 1
    assert sum(counts.received for counts in later.values()) == 0
    assert sum(counts.overdue for counts in later.values()) == len(rows)


async def test_small_groups_are_masked_and_sealed_ones_are_nowhere(stage: Stage) -> None:
    await told(stage, GAS, NOISE, OFFICIAL)
    head = await hired(stage, Role.SUPERVISOR)

    async with working(stage) as work:
        found = await figures.of_week(work, head)

    assert set(found.rows) == {"verification", "mediation"}
    assert found.rows["mediation"]["received"] is None
    assert found.total["received"] is None
