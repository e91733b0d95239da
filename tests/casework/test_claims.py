"""Many officers press Claim at once: one gets the case, on either engine."""

import asyncio
from collections import Counter

from casework import caseload, deeds, staffing
from casework.deeds import Taken, Wish
from casework.officers import Officer
from casework.work import Work
from storage.faults import TryAgain
from storage.tables import case
from tests.officers_play import GAS, hired, told, working
from tests.stage import Stage
from triage.errors import CannotDoThat, Outdated
from triage.leads import LeadAct, WrongState
from triage.permissions import Role

MANY = 200


async def pressed(stage: Stage, officer: Officer, case_id: bytes) -> str:
    """Press Claim as the bot does, which tries again what two transactions spoilt each other."""
    while True:
        try:
            async with stage.house.database.write() as tx:
                work = Work(tx=tx, now=stage.now, house=stage.house)
                await deeds.do(work, officer, Wish(act=LeadAct.CLAIM, case_id=case_id))
        except TryAgain:
            continue
        except Taken as error:
            return str(error.params["holder"])
        except Outdated:
            return "outdated"
        except WrongState:
            # Their own already.
            return officer.number
        return "won"


async def test_of_two_hundred_who_press_at_once_one_gets_the_case(stage: Stage) -> None:
    ((case_id, _),) = await told(stage, GAS)
    people = [await hired(stage, Role.VERIFIER) for _ in range(10)]

    answers = await asyncio.gather(
        *(pressed(stage, people[number % 10], case_id) for number in range(MANY))
    )

    (row,) = await stage.rows(case)
    winner = next(one for one in people if one.id == row["claimant"])
    counted = Counter(answers)
    # Whoever has it may press again and again; everybody else is told who has it.
    assert counted["won"] == 1
    assert set(counted) <= {"won", "outdated", winner.number}
    assert row["state"] == "claimed"


async def test_who_comes_second_is_told_who_has_it(stage: Stage) -> None:
    ((case_id, _),) = await told(stage, GAS)
    li, wang = await hired(stage, Role.VERIFIER), await hired(stage, Role.VERIFIER)

    assert await pressed(stage, li, case_id) == "won"
    assert await pressed(stage, wang, case_id) == li.number


async def test_an_old_button_changes_nothing(stage: Stage) -> None:
    ((case_id, _),) = await told(stage, GAS)
    li = await hired(stage, Role.VERIFIER)
    async with working(stage) as work:
        seen = await caseload.current(work, li, case_id)
        await deeds.do(work, li, Wish(act=LeadAct.CLAIM, case_id=case_id))

    outdated = False
    try:
        async with working(stage) as work:
            wish = Wish(act=LeadAct.CHECK, case_id=case_id, version=seen.version)
            await deeds.do(work, li, wish)
    except Outdated:
        outdated = True

    (row,) = await stage.rows(case)
    assert outdated
    assert row["state"] == "claimed"


async def test_whoever_goes_off_duty_keeps_nothing_waiting(stage: Stage) -> None:
    ((case_id, _),) = await told(stage, GAS)
    li, wang = await hired(stage, Role.VERIFIER), await hired(stage, Role.VERIFIER)
    await pressed(stage, li, case_id)

    async with working(stage) as work:
        back = await staffing.set_duty(work, li, on_duty=False)

    assert back == 1
    assert await pressed(stage, wang, case_id) == "won"


async def test_a_case_handed_on_keeps_its_history(stage: Stage) -> None:
    ((case_id, _),) = await told(stage, GAS)
    li, wang = await hired(stage, Role.VERIFIER), await hired(stage, Role.VERIFIER)
    await pressed(stage, li, case_id)
    give = Wish(act=LeadAct.GIVE_ON, case_id=case_id, words="went twice", given_to=wang.id)

    async with working(stage) as work:
        await deeds.do(work, li, give)
        await deeds.do(work, wang, Wish(act=LeadAct.CHECK, case_id=case_id))

    refused = []
    for officer in (li, wang):
        try:
            async with working(stage) as work:
                wish = Wish(act=LeadAct.VERIFY, case_id=case_id, words="seen")
                await deeds.do(work, officer, wish)
        except CannotDoThat as error:
            refused.append(error.text_key)
    assert refused == ["lead.needs_another", "lead.needs_another"]
