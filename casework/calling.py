"""Call officers: when something urgent comes in, and when a clock of a case comes further.

The leader looks every few seconds (bot/leading.py); each case that has come further
is a transaction of its own, so that one that cannot be handled holds up no other.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from casework import cards, deeds, events, officers, outbox, telling, timekeeping
from casework.officers import Officer
from casework.sayings import Params, Saying, Text
from casework.work import House, Work
from storage import desk, staff
from triage.cases import DeskCase
from triage.clocks import Stage
from triage.permissions import Act, Role
from triage.routing import Queue
from triage.standing import OPEN

AGAIN = timedelta(minutes=5)
"""After how long an urgent case that nobody has claimed calls again (domain: every 5 min)."""
_MOST = 50
_HEADS = frozenset({Role.SUPERVISOR, Role.INTEGRITY, Role.COUNSELLOR})
_ESCALATED = frozenset({Stage.ESCALATED, Stage.ESCALATED_TWICE})
_ORDER = tuple(Stage)


async def new(work: Work, case_id: bytes) -> None:
    """Show a case in which something came in, and call whoever it is for.

    That is whoever has it. If danger has moved it to where they may not work, they
    have it no longer: nobody waits behind somebody who cannot see it.
    """
    await cards.refresh(work, case_id)
    found = await desk.one(work.tx, case_id)
    if found is None or not found.is_live:
        return
    holder = await _holder(work, found)
    if holder and await officers.may(work, holder, case_id, Act.WORK):
        urgent = found.queue is Queue.URGENT
        await _call(work, found, "desk.call.danger" if urgent else "desk.call.joined", [holder])
        return
    if found.claimant is not None:
        found = await deeds.expire(work, found) or found
    if found.queue is not Queue.URGENT or found.state != OPEN:
        return
    await _call(work, found, "desk.call.urgent", await _on_duty(work, found))
    at = work.now + AGAIN
    if found.look_at is None or found.look_at > at:
        await desk.save(work.tx, found, replace(found, look_at=at))


async def look(house: House, now: datetime) -> int:
    """Give back what was left too long, and see to clocks; return how many cases that were."""
    async with house.database.read() as tx:
        left = await desk.expired(tx, now, _MOST)
        due = await desk.to_look_at(tx, now, _MOST)
        promised = await desk.charges_over(tx, house.settings.district.local(now).date(), _MOST)
    for found in left:
        async with house.database.write() as tx:
            work = Work(tx=tx, now=now, house=house)
            if await deeds.expire(work, found) is not None:
                await _call(work, found, "desk.call.expired", await _on_duty(work, found))
    for found in due:
        async with house.database.write() as tx:
            await _further(Work(tx=tx, now=now, house=house), found.id)
    for found in promised:
        async with house.database.write() as tx:
            await _charge_over(Work(tx=tx, now=now, house=house), found)
    return len(left) + len(due) + len(promised)


async def _further(work: Work, case_id: bytes) -> None:
    """Say what the clocks of a case have come to, each stage once; urgent ones call again."""
    found = await desk.one(work.tx, case_id)
    if found is None or not found.is_live:
        return
    running = await timekeeping.of_case(work, found)
    furthest = timekeeping.furthest(running)
    stage = furthest.stage if furthest else Stage.RUNNING
    before = Stage(found.stage) if found.stage else Stage.RUNNING
    after = await timekeeping.set_anew(work, replace(found, stage=stage))
    waits = found.queue is Queue.URGENT and found.state == OPEN
    if waits:
        soon = work.now + AGAIN
        after = replace(after, look_at=min(after.look_at or soon, soon))
    if not await desk.save(work.tx, found, after):
        return
    if _ORDER.index(stage) > _ORDER.index(before):
        await _tell(work, found, stage)
        if stage in _ESCALATED and before not in _ESCALATED:
            await telling.apologise(work, found)
        await cards.refresh(work, case_id)
    elif waits:
        people = await _on_duty(work, found)
        if stage in _ESCALATED:
            people = [*people, *await _heads(work, found)]
        await _call(work, found, "desk.call.urgent", people)


async def _tell(work: Work, found: DeskCase, stage: Stage) -> None:
    await events.record(
        work,
        f"clock.{stage}",
        actor=events.BOT,
        subject="case",
        subject_id=found.id,
        exact=True,
    )
    holder = await _holder(work, found)
    people = [holder] if holder else await _on_duty(work, found)
    if stage in _ESCALATED:
        people = [*people, *await _heads(work, found)]
    await _call(work, found, f"desk.call.{stage}", people)


async def _charge_over(work: Work, found: DeskCase) -> None:
    """Let a charge whose day has passed climb to the heads, once."""
    if not await desk.save(work.tx, found, replace(found, charge_on=None)):
        return
    await events.record(
        work,
        "charge.over",
        actor=events.BOT,
        subject="case",
        subject_id=found.id,
        exact=True,
    )
    await _call(work, found, "desk.call.charge", await _heads(work, found))


async def _call(work: Work, found: DeskCase, key: str, people: Iterable[Officer]) -> None:
    params: Params = {"reference": found.reference, "severity": found.severity}
    for number in dict.fromkeys(one.number for one in people):
        officer = next(one for one in people if one.number == number)
        saying = Saying(language=officer.language, texts=(Text(key=key, params=params),))
        urgent = found.queue is Queue.URGENT
        await outbox.tell_officer(work, officer.id, saying, now=urgent)


async def _holder(work: Work, found: DeskCase) -> Officer | None:
    row = await staff.with_id(work.tx, found.claimant) if found.claimant else None
    return officers.of_row(row) if row and row.withdrawn_at is None else None


async def _on_duty(work: Work, found: DeskCase) -> list[Officer]:
    """Return who is on duty and may take the case; whoever is awake, if it is urgent."""
    everybody = [officers.of_row(row) for row in await staff.everybody(work.tx) if row.enrolled_at]
    return [
        one
        for one in everybody
        if one.on_duty and await officers.may(work, one, found.id, Act.LIST)
    ]


async def _heads(work: Work, found: DeskCase) -> list[Officer]:
    """Return the heads who may know of the case, on duty or not."""
    everybody = [officers.of_row(row) for row in await staff.everybody(work.tx) if row.enrolled_at]
    return [
        one
        for one in everybody
        if one.roles & _HEADS and await officers.may(work, one, found.id, Act.LIST)
    ]
