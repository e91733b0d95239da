"""One act of an officer on a case: who may, what becomes of it, and who hears of it.

Every change of state goes through `do`, so that none is without its event, its
clocks set anew, its card changed and its reporters told.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from casework import cards, events, notes, officers, telling, timekeeping
from casework.notes import NewNote
from casework.officers import Officer
from casework.work import Work
from storage import cases, checked, desk, staff
from storage import notes as kept
from storage.desk import History
from triage import checklists, desks, disputes, leads
from triage.cases import DeskCase
from triage.errors import CannotDoThat, Outdated
from triage.leads import Deed, Lead, LeadAct, LeadState, Need
from triage.notes import NoteKind
from triage.permissions import Act
from triage.standing import LIVE, MERGED, WITHDRAWN

LEASE = timedelta(hours=24)
"""How long a case stays with an officer who does nothing with it; our own measure."""

_ACTS = {LeadAct.TAKE_CHARGE: Act.CHARGE}
# What residents would call a step; to pass a case on is none.
_STEPS = frozenset(LeadAct) - {
    LeadAct.CLAIM,
    LeadAct.RELEASE,
    LeadAct.EXPIRE,
    LeadAct.GIVE_ON,
    LeadAct.RECUSE,
    LeadAct.TAKE_CHARGE,
}
_NOTES = {Need.NOTE: NoteKind.EVIDENCE, Need.REASON: NoteKind.REASON}


class NotInTheHouse(CannotDoThat):
    """The case was merged or withdrawn: nobody works on it."""

    text_key = "desk.gone"


class CannotTake(CannotDoThat):
    """Whoever a case is passed on to may not work on it, or is not on duty."""

    text_key = "desk.cannot_take"


class Taken(CannotDoThat):
    """Somebody else has the case."""

    text_key = "desk.taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An act on a case: with what words, and as the case was at *version* if that counts."""

    act: LeadAct
    case_id: bytes
    words: str = field(default="", repr=False)
    version: int | None = None
    given_to: bytes | None = None


async def look(work: Work, officer: Officer, case_id: bytes, act: Act) -> DeskCase:
    """Return a case if *officer* may do *act* with it.

    Raises:
        NoSuchCase: If it is not there, or not theirs.
        Sealed: If two units have not opened it.
        NotInTheHouse: If it was merged into another.
    """
    await officers.demand(work, officer, case_id, act)
    found = await desk.one(work.tx, case_id)
    if found is None:
        raise NotInTheHouse("a case without reports")
    return found


async def look_at(work: Work, officer: Officer, case_id: bytes) -> DeskCase:
    """Return a case, or the one it was merged into, if *officer* may know that it is there.

    Raises:
        NoSuchCase: If it is not there, or not theirs.
    """
    return await look(work, officer, await cases.current(work.tx, case_id), Act.LIST)


async def demand_able(work: Work, officer: Officer, case_id: bytes) -> None:
    """Return if *officer* may be given a case.

    Raises:
        CannotTake: If they may not work on it, or are not on duty.
    """
    if not officer.on_duty or not await officers.may(work, officer, case_id, Act.WORK):
        raise CannotTake("an officer who cannot be given this case")


async def do(work: Work, officer: Officer, wish: Wish) -> DeskCase:
    """Do what *wish* says and return the case as it is then.

    Raises:
        NoSuchCase: If the case is not there, or not theirs.
        Outdated: If it is not as whoever pressed saw it.
        Taken: If it is somebody else's by now.
        CannotDoThat: As `leads.next_state` does.
    """
    before = await look(work, officer, wish.case_id, _ACTS.get(wish.act, Act.WORK))
    if wish.act is LeadAct.CLAIM:
        await _demand_free(work, before, officer)
    if wish.version is not None and wish.version != before.version:
        raise Outdated("a button of an earlier state")
    return await _done(work, before, wish, officer)


async def expire(work: Work, found: DeskCase) -> DeskCase | None:
    """Give a case back whose officer did nothing with it; None if that changed meanwhile."""
    try:
        return await _done(work, found, Wish(act=LeadAct.EXPIRE, case_id=found.id), None)
    except (CannotDoThat, Outdated):
        return None


async def reopen_for_reporter(work: Work, case_id: bytes) -> DeskCase:
    """Open a case again whose reporter says that it is not solved; it goes to another officer.

    Raises:
        CannotDoThat: If it is open, or gone.
    """
    found = await desk.one(work.tx, case_id)
    if found is None:
        raise NotInTheHouse("a case without reports")
    # That they say so is the reason.
    return await _done(work, found, Wish(act=LeadAct.REOPEN, case_id=case_id), None, reporter=True)


def lead_of(found: DeskCase, known: History) -> Lead:
    """Return a case as far as its states go.

    Raises:
        NotInTheHouse: If it was merged or withdrawn.
    """
    if found.state in {MERGED, WITHDRAWN}:
        raise NotInTheHouse("a case in no state of work")
    return Lead(
        state=LeadState(found.state),
        claimant=found.claimant if found.state in LIVE else None,
        claimed_by=known.had_it,
        barred=known.barred,
    )


async def allowed(work: Work, officer: Officer, found: DeskCase) -> list[LeadAct]:
    """Return what *officer* may do with a case now, if the words for it are there."""
    if found.state in {MERGED, WITHDRAWN}:
        return []
    known = await desk.history(work.tx, found.id)
    lead = lead_of(found, known)
    fit = []
    for act in LeadAct:
        needed = _ACTS.get(act, Act.WORK)
        deed = _deed(officer, act, frozenset(Need), given_to=b"somebody")
        try:
            leads.next_state(lead, deed, disputes.moves_of(found.kind))
        except CannotDoThat:
            continue
        if await officers.may(work, officer, found.id, needed):
            fit.append(act)
    return fit


async def given(work: Work, found: DeskCase) -> frozenset[Need]:
    """Return what is there for a case already: a note of what was found, the whole checklist."""
    here = await cases.absorbed_by(work.tx, found.id)
    there: set[Need] = set()
    if await kept.count(work.tx, here, NoteKind.EVIDENCE):
        there.add(Need.NOTE)
    items = work.house.data.checklists.items_for(found.category)
    if checklists.is_complete(items, await checked.items(work.tx, here)):
        there.add(Need.CHECKLIST)
    return frozenset(there)


async def _done(
    work: Work, before: DeskCase, wish: Wish, officer: Officer | None, *, reporter: bool = False
) -> DeskCase:
    known = await desk.history(work.tx, before.id)
    lead = lead_of(before, known)
    if wish.act is LeadAct.CLAIM and officer:
        _demand_another(work, before, known, officer)
    there = await given(work, before) if wish.act is LeadAct.VERIFY else frozenset()
    if wish.words:
        there |= {Need.NOTE, Need.REASON}
    if reporter:
        there |= {Need.REASON}
    deed = _deed(officer, wish.act, there, given_to=wish.given_to, by_reporter=reporter)
    lead = leads.after(lead, deed, disputes.moves_of(before.kind))
    after = await _after(work, before, lead, wish.act)
    if not await desk.save(work.tx, before, after):
        raise Outdated("somebody was faster")
    await desk.put_history(work.tx, before.id, History(had_it=lead.claimed_by, barred=lead.barred))
    await _written(work, before, wish, officer, reporter=reporter)
    await cards.refresh(work, before.id)
    await telling.of_state(work, before, after, wish.act)
    return replace(after, version=before.version + 1)


async def _demand_free(work: Work, found: DeskCase, officer: Officer) -> None:
    if found.is_live and found.claimant not in {None, officer.id}:
        holder = await staff.with_id(work.tx, found.claimant or b"")
        raise Taken("a case of somebody else", holder=holder.number if holder else "—")


def _demand_another(work: Work, found: DeskCase, known: History, officer: Officer) -> None:
    wanted = work.house.data.routing.desks.get(found.desk)
    if wanted is not None:
        desks.demand_other(wanted, officer.id, known.had_it)


def _deed(
    officer: Officer | None,
    act: LeadAct,
    there: frozenset[Need],
    *,
    given_to: bytes | None,
    by_reporter: bool = False,
) -> Deed:
    return Deed(
        act=act,
        officer=officer.id if officer else None,
        roles=officer.roles if officer else frozenset(),
        by_reporter=by_reporter,
        given=there,
        given_to=given_to if act is LeadAct.GIVE_ON else None,
    )


async def _after(work: Work, before: DeskCase, lead: Lead, act: LeadAct) -> DeskCase:
    """Return the case with its new state, officer and times."""
    live = lead.state in LIVE
    after = replace(
        before,
        state=lead.state,
        claimant=lead.claimant,
        claimed_until=work.now + LEASE if lead.claimant else None,
        snoozed_until=None,
        done_at=None if live else (before.done_at or work.now),
    )
    if act in _STEPS:
        after = replace(
            after, stepped_at=work.now, answered_at=before.answered_at or work.now, stage=None
        )
    if act is LeadAct.REOPEN:
        after = replace(after, done_at=None, stage=None)
    if not live:
        after = replace(after, charge_by=None, charge_on=None)
    return await timekeeping.set_anew(work, after)


async def _written(
    work: Work, before: DeskCase, wish: Wish, officer: Officer | None, *, reporter: bool
) -> None:
    """Record the act, and keep the words that came with it."""
    clock = events.RESIDENT if reporter else events.BOT
    seq = await events.record(
        work,
        f"case.{wish.act}",
        actor=officer.number if officer else clock,
        subject="case",
        subject_id=before.id,
        exact=not reporter,
    )
    if wish.words and officer:
        needs = {
            need
            for move in disputes.moves_of(before.kind)
            if (move.state, move.act) == (before.state, wish.act)
            for need in move.needs & _NOTES.keys()
        }
        kind = NoteKind.REASON if Need.REASON in needs else NoteKind.NOTE
        if Need.NOTE in needs and wish.act not in {LeadAct.RELEASE, LeadAct.GIVE_ON}:
            kind = NoteKind.EVIDENCE
        new = NewNote(officer=officer, kind=kind, text=wish.words, seq=seq)
        await notes.keep(work, before, new)
