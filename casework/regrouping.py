"""Merge cases, split one, move a report, and take it back.

All that hangs on a report goes with it: its words, files, what its reporter
adds later and its place in the order of arrival, which is its number in the
record. What an act changed is kept (storage/regroupings.py), so that taking it
back gives the same cases again.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from casework import changing, officers
from casework.changing import Change
from casework.officers import Officer
from casework.work import Work
from storage import cases, desk, filed, links, regroupings
from storage.cases import CaseRow, NewCase
from storage.links import Link
from storage.regroupings import Regrouping
from storage.reports import new_id
from triage import grouping
from triage.errors import CannotDoThat
from triage.links import LinkState
from triage.permissions import Act
from triage.standing import LIVE, OPEN

_HISTORY = 50


class CaseNotOpen(CannotDoThat):
    """The case was closed, withdrawn or merged: nothing is put into it or taken out."""

    text_key = "regroup.not_open"


class NotOfOneKind(CannotDoThat):
    """Cases of people who may not meet: ordinary ones, integrity, care."""

    text_key = "regroup.not_of_one_kind"


class NothingToMove(CannotDoThat):
    """No report was named, or one that does not stand in this case, or all of them."""

    text_key = "regroup.nothing_to_move"


class LaterChange(CannotDoThat):
    """Something later builds on it: that has to be taken back first."""

    text_key = "regroup.later_change"


async def merge(work: Work, officer: Officer, from_case: bytes, into_case: bytes) -> int:
    """Put all reports of one case into another; return the number that takes it back.

    Raises:
        NoSuchCase: If one of them is not there, or not theirs.
        CaseNotOpen: If one of them is closed, withdrawn or merged.
        NotOfOneKind: If they may not meet.
        NothingToMove: If both are the same.
    """
    change, source, target = await _begun(work, officer, "merged", from_case, into_case)
    report_ids = await cases.reports_in(work.tx, from_case)
    change.said = await _agreed(work, report_ids, from_case, into_case)
    await change.move(report_ids, from_case, into_case)
    change.shapes[from_case] = grouping.absorbed(source.shape, into_case)
    change.shapes[into_case] = grouping.taken_in(target.shape, source.shape)
    return await change.write()


async def move(work: Work, officer: Officer, report_id: bytes, to_case: bytes) -> int:
    """Put one report into another case; return the number that takes it back.

    The last one of a case takes the case with it: that is a merge.

    Raises:
        NoSuchCase: If the report or the case is not there, or not theirs.
        CaseNotOpen: If one of both cases is closed, withdrawn or merged.
        NotOfOneKind: If they may not meet.
        NothingToMove: If it stands there already.
    """
    from_case = (await case_of(work, report_id)).id
    if await cases.reports_in(work.tx, from_case) == [report_id]:
        return await merge(work, officer, from_case, to_case)
    change, source, target = await _begun(work, officer, "moved", from_case, to_case)
    change.said = [
        *await _agreed(work, [report_id], from_case, to_case),
        *await _apart(work, [report_id], from_case),
    ]
    await change.move([report_id], from_case, to_case)
    change.shapes[to_case] = grouping.taken_in(target.shape, source.shape)
    return await change.write()


async def split(
    work: Work,
    officer: Officer,
    case_id: bytes,
    report_ids: Collection[bytes],
    said: LinkState = LinkState.REFUSED,
) -> tuple[int, bytes]:
    """Put some reports of a case into a new one.

    Args:
        work: The open transaction.
        officer: Who does it.
        case_id: The case.
        report_ids: Reports in it, not all of them.
        said: What is said of them and the case from now on: refused or related.

    Returns:
        The number that takes it back, and the new case.

    Raises:
        NoSuchCase: If the case is not there, or not theirs.
        CaseNotOpen: If it is closed, withdrawn or merged.
        NothingToMove: If a report is not in it, none is named, or all are.
    """
    change = await changing.begin(work, officer, "split", case_id)
    source = await _demand_open(work, officer, case_id)
    there = await cases.reports_in(work.tx, case_id)
    wanted = [one for one in there if one in report_ids]
    if not wanted or len(wanted) != len(set(report_ids)) or len(wanted) == len(there):
        raise NothingToMove("reports that are none, all, or of another case")
    new = await _open_beside(work, source)
    change.case(source)
    # Taken back, it is as if the new one had been merged into the one it came from.
    change.before[new] = grouping.absorbed(source.shape, case_id)
    change.shapes[new] = replace(source.shape, state=OPEN)
    change.said = await _apart(work, wanted, case_id, said)
    await change.move(wanted, case_id, new)
    return await change.write(), new


async def say(
    work: Work, officer: Officer, case_id: bytes, found: Sequence[Link], state: LinkState
) -> int:
    """Say something of links and move nothing; return the number that takes it back.

    The caller has looked whether *officer* may.
    """
    change = await changing.begin(work, officer, "judged", case_id)
    change.said = [(list(found), state)]
    return await change.write()


async def undo(work: Work, officer: Officer, seq: int) -> None:
    """Take back what was done under the number *seq*, exactly.

    Reports that came in since stay where they are, and so does what danger or
    people have changed of a case meanwhile.

    Raises:
        NoSuchCase: If there is no such act, or it had to do with cases of others.
        LaterChange: If something later builds on it, or it was taken back before.
    """
    done = await regroupings.one(work.tx, seq)
    if done is None:
        raise officers.NoSuchCase("no such regrouping")
    for case_id in sorted(done.cases | done.judged_in):
        await officers.demand(work, officer, case_id, Act.REGROUP)
    undone = await changing.begin(work, officer, "undone", min(done.cases | done.judged_in))
    if await regroupings.later(work.tx, done) is not None:
        raise LaterChange("regrouping with a later one")
    if not await regroupings.close(work.tx, seq, undone.seq):
        raise LaterChange("regrouping that was taken back before")
    await changing.take_back(work, done)


async def history(work: Work, officer: Officer, case_id: bytes) -> list[Regrouping]:
    """Return what was done to a case, the latest first.

    Raises:
        NoSuchCase: If it is not there, or not theirs.
    """
    await officers.demand(work, officer, case_id, Act.REGROUP)
    return await regroupings.of_cases(work.tx, [case_id], _HISTORY)


async def case_of(work: Work, report_id: bytes) -> CaseRow:
    """Return the case a report stands in.

    Raises:
        NoSuchCase: If there is no such report.
    """
    found = await filed.one(work.tx, report_id)
    case = await cases.one(work.tx, found.case_id) if found else None
    if case is None:
        raise officers.NoSuchCase("no such report")
    return case


async def _begun(
    work: Work, officer: Officer, verb: str, from_case: bytes, to_case: bytes
) -> tuple[Change, CaseRow, CaseRow]:
    if from_case == to_case:
        raise NothingToMove("from a case into itself")
    change = await changing.begin(work, officer, verb, to_case)
    source = await _demand_open(work, officer, from_case)
    target = await _demand_open(work, officer, to_case)
    if officers.realm(source) is not officers.realm(target):
        raise NotOfOneKind("cases of different realms")
    change.case(source)
    change.case(target)
    return change, source, target


async def _demand_open(work: Work, officer: Officer, case_id: bytes) -> CaseRow:
    found = await officers.demand(work, officer, case_id, Act.REGROUP)
    if found.state not in LIVE:
        raise CaseNotOpen("case in another state")
    return found


async def _open_beside(work: Work, source: CaseRow) -> bytes:
    like = await desk.one(work.tx, source.id)
    if like is None:
        raise officers.NoSuchCase("a case without reports")
    new = NewCase(
        id=new_id(),
        kind=source.kind,
        queue=source.queue,
        desk=source.desk,
        state=OPEN,
        severity=source.severity,
        # The matter is no younger for it.
        opened_at=source.opened_at,
        category=like.category,
        subdistrict=like.subdistrict,
        community=like.community,
        terms=like.terms,
        due_at=like.due_at or source.opened_at,
        look_at=like.look_at,
        repeat_of=source.repeat_of,
    )
    await cases.add(work.tx, new)
    return new.id


async def _agreed(
    work: Work, report_ids: Sequence[bytes], from_case: bytes, to_case: bytes
) -> list[tuple[list[Link], LinkState]]:
    """Return the links between both cases that hold from now on."""
    here = set(await cases.absorbed_by(work.tx, from_case))
    there = set(await cases.absorbed_by(work.tx, to_case))
    found = [one for id_ in report_ids for one in await links.of_report(work.tx, id_)]
    found = [one for one in found if one.case_id in there]
    theirs = set(await cases.reports_in(work.tx, to_case))
    found += [one for one in await links.to_cases(work.tx, here) if one.report_id in theirs]
    return [(found, LinkState.CONFIRMED)] if found else []


async def _apart(
    work: Work,
    report_ids: Sequence[bytes],
    from_case: bytes,
    said: LinkState = LinkState.REFUSED,
) -> list[tuple[list[Link], LinkState]]:
    """Return the links of reports to the case they leave, which hold no longer."""
    here = set(await cases.absorbed_by(work.tx, from_case))
    found = [one for id_ in report_ids for one in await links.of_report(work.tx, id_)]
    found = [one for one in found if one.case_id in here]
    return [(found, said)] if found else []
