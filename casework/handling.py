"""What an officer does with a case besides moving it on: put it aside, send it elsewhere, note."""

from dataclasses import replace
from datetime import date, timedelta

from casework import cards, deeds, events, notes, timekeeping
from casework.cards import NoSuchDesk
from casework.deeds import Wish
from casework.notes import NewNote
from casework.officers import Officer
from casework.work import Work
from storage import cases, checked, desk
from triage.cases import DeskCase
from triage.checklists import Item
from triage.desks import Desk
from triage.errors import CannotDoThat, Invalid, Outdated
from triage.leads import LeadAct
from triage.notes import NoteKind
from triage.permissions import Act
from triage.realms import realm_of
from triage.routing import Queue

LONGEST_SNOOZE = timedelta(days=7)
"""How long a case may be put aside at a time; our own measure."""


class OtherRealm(CannotDoThat):
    """A case of integrity or care stays there, and no other may come to it."""

    text_key = "desk.other_realm"


class TooLong(Invalid):
    """A day that is past, or too far off."""

    text_key = "desk.bad_day"


class NoSuchItem(Invalid):
    """The checklist of this kind has no such item."""

    text_key = "desk.no_such_item"


async def note(work: Work, officer: Officer, case_id: bytes, kind: NoteKind, text: str) -> DeskCase:
    """Write a note about a case and return it; whoever has it has it for longer.

    Raises:
        NoSuchCase: If it is not there, or not theirs.
        NothingWritten: If there are no words in it.
        NoteTooLong: If it has too many.
    """
    found = await deeds.look(work, officer, case_id, Act.WORK)
    await notes.write(work, officer, found, kind, text)
    return await _touched(work, officer, found, stepped=kind is NoteKind.EVIDENCE)


async def snooze(
    work: Work, officer: Officer, case_id: bytes, lasts: timedelta, version: int | None = None
) -> DeskCase:
    """Put an open case aside for a while; its clocks run on.

    Raises:
        NoSuchCase: If it is not there, or not theirs.
        Outdated: If it is not as whoever pressed saw it.
        TooLong: If that is longer than a week.
    """
    found = await deeds.look(work, officer, case_id, Act.WORK)
    _demand_version(found, version)
    if not timedelta() < lasts <= LONGEST_SNOOZE:
        raise TooLong("a pause out of bounds")
    after = replace(found, snoozed_until=work.now + lasts)
    return await _kept(work, officer, found, after, ("case.snoozed", ""))


async def reroute(
    work: Work, officer: Officer, case_id: bytes, to: tuple[Queue, str], reason: str
) -> DeskCase:
    """Send a case to another queue and desk; whoever has it gives it back.

    Raises:
        NoSuchCase: If it is not there, or not theirs.
        NoSuchDesk: If that desk does not serve that queue.
        OtherRealm: If it would leave integrity or care, or come there.
        NothingWritten: If no reason is given.
    """
    found = await deeds.look(work, officer, case_id, Act.REROUTE)
    queue, code = to
    wanted: Desk | None = work.house.data.routing.desks.get(code)
    if wanted is None or queue not in wanted.queues:
        raise NoSuchDesk("no desk of this name in that queue")
    if realm_of(queue, found.kind) is not realm_of(found.queue, found.kind):
        raise OtherRealm("from one realm to another")
    if not found.is_live:
        raise deeds.NotInTheHouse("a case that is closed")
    notes.demand_words(reason)
    after = replace(
        found,
        queue=queue,
        desk=code,
        state="open",
        claimant=None,
        claimed_until=None,
        snoozed_until=None,
    )
    return await _kept(work, officer, found, after, ("case.rerouted", reason))


async def charge(work: Work, officer: Officer, case_id: bytes, by: date, reason: str) -> DeskCase:
    """Take a case upon oneself with a day by which it is done; when that is past, it climbs.

    Raises:
        NoSuchCase: If it is not there, or they may not.
        TooLong: If the day is past or more than 90 days off.
        CannotDoThat: As `leads.next_state` does.
    """
    today = work.house.settings.district.local(work.now).date()
    if not today <= by <= today + timedelta(days=90):
        raise TooLong("a day out of bounds")
    wish = Wish(act=LeadAct.TAKE_CHARGE, case_id=case_id, words=reason)
    found = await deeds.do(work, officer, wish)
    after = replace(found, charge_by=officer.id, charge_on=by)
    if not await desk.save(work.tx, found, after):
        raise Outdated("somebody was faster")
    return replace(after, version=found.version + 1)


async def checklist(work: Work, officer: Officer, case_id: bytes) -> list[tuple[Item, bool]]:
    """Return what has to be done before a lead counts as verified, and whether it is.

    Raises:
        NoSuchCase: If the case is not there, or not theirs.
    """
    found = await deeds.look(work, officer, case_id, Act.WORK)
    there = await checked.items(work.tx, await cases.absorbed_by(work.tx, case_id))
    known = work.house.data.checklists.items_for(found.category)
    return [(item, item.code in there) for item in known]


async def tick(work: Work, officer: Officer, case_id: bytes, item: str) -> DeskCase:
    """Say that an item of the checklist was done, or take that back.

    Raises:
        NoSuchCase: If the case is not there, or not theirs.
        NoSuchItem: If its kind has no such item.
    """
    found = await deeds.look(work, officer, case_id, Act.WORK)
    known = work.house.data.checklists.items_for(found.category)
    if item not in {one.code for one in known}:
        raise NoSuchItem("no such item")
    there = await checked.items(work.tx, await cases.absorbed_by(work.tx, case_id))
    verb = "checklist.unticked" if item in there else "checklist.ticked"
    seq = await _recorded(work, officer, case_id, verb)
    if item in there:
        await checked.untick(work.tx, case_id, item)
    else:
        await checked.tick(work.tx, case_id, item, officer=officer.number, seq=seq)
    return await _touched(work, officer, found, stepped=False)


async def _kept(
    work: Work, officer: Officer, before: DeskCase, after: DeskCase, said: tuple[str, str]
) -> DeskCase:
    verb, reason = said
    after = await timekeeping.set_anew(work, after)
    if not await desk.save(work.tx, before, after):
        raise Outdated("somebody was faster")
    seq = await _recorded(work, officer, before.id, verb)
    if reason:
        await notes.keep(
            work, after, NewNote(officer=officer, kind=NoteKind.REASON, text=reason, seq=seq)
        )
    await cards.refresh(work, before.id)
    return replace(after, version=before.version + 1)


async def _touched(work: Work, officer: Officer, found: DeskCase, *, stepped: bool) -> DeskCase:
    """Let whoever has a case have it longer, because they work on it."""
    after = found
    if found.claimant == officer.id:
        after = replace(after, claimed_until=work.now + deeds.LEASE)
    if stepped:
        after = replace(after, stepped_at=work.now)
    after = await timekeeping.set_anew(work, after)
    if after == found:
        return found
    if not await desk.save(work.tx, found, after):
        raise Outdated("somebody was faster")
    return replace(after, version=found.version + 1)


async def _recorded(work: Work, officer: Officer, case_id: bytes, verb: str) -> int:
    return await events.record(
        work, verb, actor=officer.number, subject="case", subject_id=case_id, exact=True
    )


def _demand_version(found: DeskCase, version: int | None) -> None:
    if version is not None and version != found.version:
        raise Outdated("a button of an earlier state")
