"""Every use case of officers is walked with every role and territory: who may, and who may not.

What is not theirs is answered as what is not there. A use case that is not in the
table below makes the first test fail.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import product

import pytest

import casework
from casework import (
    asking,
    cards,
    caseload,
    deeds,
    dossier,
    figures,
    handling,
    judging,
    officers,
    regrouping,
    searching,
    seizing,
    twin,
    witnesses,
)
from casework.deeds import Wish
from casework.officers import NoSuchCase, Officer, Sealed
from casework.work import Work
from storage import openings
from storage.tables import case, report
from tests.officers_play import GAS, NOISE, OFFICIAL, SAD, hired, told, working
from tests.stage import Stage
from triage.errors import BridgeError, NotFound
from triage.leads import LeadAct
from triage.notes import NoteKind
from triage.permissions import Act, Duty, NotYourDuty, Role
from triage.permissions import kinds as kinds_of
from triage.permissions import may as may_duty
from triage.routing import Queue
from triage.staffing import may_work

Use = Callable[[Work, Officer, bytes, bytes], Awaitable[object]]

TODAY_IN_A_WEEK = timedelta(days=7)


async def charged(work: Work, officer: Officer, case_id: bytes, report_id: bytes) -> None:
    del report_id
    day = (work.now + TODAY_IN_A_WEEK).date()
    await handling.charge(work, officer, case_id, day, "too long")


# What each use case needs, and how it is called on a case and one of its reports.
USES: dict[str, tuple[Act, Use]] = {
    "deeds.look": (Act.READ, lambda w, o, c, _: deeds.look(w, o, c, Act.READ)),
    "deeds.look_at": (Act.LIST, lambda w, o, c, _: deeds.look_at(w, o, c)),
    "deeds.do": (Act.WORK, lambda w, o, c, _: deeds.do(w, o, Wish(act=LeadAct.CLAIM, case_id=c))),
    "caseload.current": (Act.LIST, lambda w, o, c, _: caseload.current(w, o, c)),
    "dossier.read": (Act.READ, lambda w, o, c, _: dossier.read(w, o, c)),
    "dossier.reporters": (Act.ASK, lambda w, o, c, _: dossier.reporters(w, o, c)),
    "dossier.contact": (Act.WORK, lambda w, o, c, r: dossier.contact(w, o, r, c)),
    "handling.note": (
        Act.WORK,
        lambda w, o, c, _: handling.note(w, o, c, NoteKind.NOTE, "seen"),
    ),
    "handling.snooze": (
        Act.WORK,
        lambda w, o, c, _: handling.snooze(w, o, c, timedelta(hours=1)),
    ),
    "handling.reroute": (
        Act.REROUTE,
        lambda w, o, c, _: handling.reroute(w, o, c, (Queue.VERIFICATION, "district"), "why"),
    ),
    "handling.charge": (Act.CHARGE, charged),
    "handling.checklist": (Act.WORK, lambda w, o, c, _: handling.checklist(w, o, c)),
    "handling.tick": (Act.WORK, lambda w, o, c, _: handling.tick(w, o, c, "enough.place")),
    "asking.ask": (Act.ASK, lambda w, o, c, r: asking.ask(w, o, c, r, "Which floor?")),
    "asking.reply": (Act.ASK, lambda w, o, c, r: asking.reply(w, o, c, r, "when.still")),
    "seizing.seize": (Act.WORK, lambda w, o, c, _: seizing.seize(w, o, c, "15kg empty 3")),
    "twin.confirm": (Act.LIST, lambda w, o, c, _: twin.confirm(w, o, c)),
    "judging.shown": (Act.READ, lambda w, o, c, _: judging.shown(w, o, c)),
    "judging.open_case": (Act.READ, lambda w, o, c, _: judging.open_case(w, o, c)),
    "regrouping.history": (Act.REGROUP, lambda w, o, c, _: regrouping.history(w, o, c)),
    "regrouping.merge": (Act.REGROUP, lambda w, o, c, r: regrouping.split(w, o, c, [r])),
    "witnesses.of_case": (Act.READ, lambda w, o, c, _: witnesses.of_case(w, o, c)),
    "witnesses.arrivals": (Act.READ, lambda w, o, c, _: witnesses.arrivals(w, o, c)),
}
# Asked without a case, or tested where they stand: what they show or change is their own.
ELSEWHERE = {
    "caseload.called": "tests/casework/test_every_use_case_asks.py",
    "caseload.mine": "shows what the officer has",
    "caseload.next_of": "below",
    "caseload.waiting": "below",
    "searching.search": "below",
    "figures.of_week": "below",
    "cards.bind": "below",
    "changing.begin": "called by use cases that have asked",
    "dossier.demand_file": "tests/officers/test_files.py",
    "deeds.allowed": "asks `officers.may` for each act",
    "deeds.demand_able": "asks `officers.may` for whoever is given a case",
    "deeds.expire": "nobody asks",
    "errands.begin": "an officer's own",
    "errands.end": "an officer's own",
    "handling.checklist": "in the table",
    "judging.same": "tests/casework/test_judging.py",
    "judging.different": "tests/casework/test_judging.py",
    "judging.related": "tests/casework/test_judging.py",
    "notes.write": "the caller asks",
    "officers.demand": "what all of them ask",
    "officers.may": "what all of them ask",
    "regrouping.move": "tests/casework/test_regrouping.py",
    "regrouping.say": "tests/casework/test_regrouping.py",
    "regrouping.split": "in the table as merge",
    "regrouping.undo": "tests/casework/test_regrouping.py",
    "staffing.set_duty": "an officer's own",
}
TERRITORIES = ((), ("南湾",), ("龙岗街道",))


class Undone(Exception):
    """Raised so that nothing stays of a try."""


def use_cases() -> set[str]:
    """Return every public coroutine of casework that an officer asks for."""
    found = set()
    for module in pkgutil.iter_modules(casework.__path__):
        whole = importlib.import_module(f"casework.{module.name}")
        for name, function in inspect.getmembers(whole, inspect.iscoroutinefunction):
            own = function.__module__ == whole.__name__ and not name.startswith("_")
            if own and "officer" in inspect.signature(function).parameters:
                found.add(f"{module.name}.{name}")
    return found


def test_every_use_case_of_officers_is_walked() -> None:
    assert use_cases() - USES.keys() - ELSEWHERE.keys() == set()


async def is_let_in(stage: Stage, officer: Officer, use: Use, ids: tuple[bytes, bytes]) -> bool:
    """Return whether a use case did anything else than say that there is no such thing."""
    try:
        async with working(stage) as work:
            await use(work, officer, *ids)
            raise Undone  # noqa: TRY301 - from inside the transaction
    except (NotFound, Sealed):
        return False
    except (BridgeError, Undone):
        return True


async def cases(stage: Stage) -> dict[bytes, tuple[Queue, str, str | None]]:
    """Tell a story of each queue; return what decides who may see its case."""
    await told(stage, GAS, NOISE, OFFICIAL, SAD, "南联社区有人拿刀砍人，快来")
    return {
        row["id"]: (Queue(row["queue"]), row["kind"], row["subdistrict"])
        for row in await stage.rows(case)
    }


@pytest.mark.parametrize("role", Role)
async def test_whoever_may_not_is_told_that_there_is_no_such_case(stage: Stage, role: Role) -> None:
    there = await cases(stage)
    rows = {row["id"]: row for row in await stage.rows(case)}
    reports = {row["case_id"]: row["id"] for row in await stage.rows(report)}
    gazetteer = stage.house.data.gazetteer
    assert {queue for queue, _, _ in there.values()} == set(Queue)

    for territories, (case_id, (queue, kind, town)) in product(TERRITORIES, there.items()):
        officer = await hired(stage, role, territories=territories, unit="a")
        codes = frozenset().union(*(gazetteer.territories_called(word) for word in territories))
        row = rows[case_id]
        for name, (act, use) in USES.items():
            # The rule that is told in docs/staff.md, beside the one that the queries carry.
            here = may_work(
                roles={role},
                territories=codes,
                desks=(),
                queue=queue,
                desk=row["desk"],
                subdistrict=town,
                community=row["community"],
            )
            # People in need wait in the urgent queue for counsellors, who have no other there.
            care = kind == "care" and (not codes or not codes.isdisjoint({town, row["community"]}))
            allowed = (here or care) and kind in kinds_of({role}, act, queue)
            # Two units have not opened it: that it is there is all they may know.
            if queue is Queue.INTEGRITY and act is not Act.LIST:
                allowed = False
            let_in = await is_let_in(stage, officer, use, (case_id, reports[case_id]))
            assert let_in == allowed, (name, role, queue, kind, territories)


async def test_a_sealed_case_opens_when_two_units_want_it(stage: Stage) -> None:
    ((case_id, _),) = await told(stage, OFFICIAL)
    one = await hired(stage, Role.INTEGRITY, unit="discipline")
    friend = await hired(stage, Role.INTEGRITY, unit="discipline")
    other = await hired(stage, Role.INTEGRITY, unit="police")

    opened = []
    for officer in (one, friend, other):
        async with working(stage) as work:
            opened.append(await twin.confirm(work, officer, case_id))
            if not opened[-1]:
                with pytest.raises(Sealed):
                    await dossier.read(work, officer, case_id)

    assert opened == [False, False, True]
    async with working(stage) as work:
        assert (await dossier.read(work, one, case_id)).told
        assert await openings.units(work.tx, case_id) == {"discipline", "police"}


async def test_what_names_an_official_is_nowhere_for_others(stage: Stage) -> None:
    ((case_id, _),) = await told(stage, OFFICIAL)
    reference = (await stage.rows(report))[0]["reference"]
    everybody = await hired(stage, *(role for role in Role if role is not Role.INTEGRITY), unit="a")

    async with working(stage) as work:
        assert await caseload.waiting(work, everybody) == []
        assert await caseload.next_of(work, everybody) is None
        assert await searching.search(work, everybody, "保护伞 赌场") == []
        week = await figures.of_week(work, everybody)
        assert week.rows == {}
        assert all(not count for count in week.total.values())
        with pytest.raises(NoSuchCase):
            await caseload.called(work, everybody, reference)
        assert not await officers.may(work, everybody, case_id, Act.LIST)


@pytest.mark.parametrize("role", Role)
async def test_duties_of_the_house_are_those_of_their_roles(stage: Stage, role: Role) -> None:
    officer = await hired(stage, role)
    uses: dict[Duty, Callable[[Work], Awaitable[object]]] = {
        Duty.FIGURES: lambda work: figures.of_week(work, officer),
        Duty.TOPICS: lambda work: cards.bind(work, officer, Queue.URGENT, "duty", (-1, 7)),
    }

    for duty, use in uses.items():
        async with working(stage) as work:
            try:
                await use(work)
                done = True
            except NotYourDuty:
                done = False
        assert done == may_duty({role}, duty), (role, duty)
