"""What an officer's act on the grouping of reports changes, kept so that it can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from casework import events
from casework.officers import Officer
from casework.work import Work
from storage import cases, regroupings
from storage.cases import CaseRow
from storage.links import Link
from storage.regroupings import Moved, Regrouping, Reshaped
from triage import grouping
from triage.grouping import Shape
from triage.links import LinkState
from triage.standing import MERGED


@dataclass(slots=True, kw_only=True)
class Change:
    """One act, while it is done. `shapes` is what becomes of each case, `said` of links."""

    work: Work
    officer: Officer
    verb: str
    seq: int
    shapes: dict[bytes, Shape] = field(default_factory=dict)
    before: dict[bytes, Shape] = field(default_factory=dict)
    said: list[tuple[list[Link], LinkState]] = field(default_factory=list)
    _moved: list[Moved] = field(default_factory=list)

    def case(self, found: CaseRow) -> None:
        """Let the act have to do with a case, which stays as it is so far."""
        self.before[found.id] = self.shapes[found.id] = found.shape

    async def move(self, report_ids: Sequence[bytes], from_case: bytes, to_case: bytes) -> None:
        """Put reports from one case into another."""
        await cases.put(self.work.tx, report_ids, to_case)
        self._moved += [
            Moved(report_id=one, from_case=from_case, to_case=to_case) for one in report_ids
        ]

    async def write(self) -> int:
        """Write all of it down; return its number in the record."""
        tx = self.work.tx
        for case_id, shape in self.shapes.items():
            stands = await cases.stands(tx, case_id)
            self.shapes[case_id] = grouping.settled(shape, stands=stands)
        changed = tuple(
            Reshaped(case_id=case_id, before=self.before[case_id], after=shape)
            for case_id, shape in self.shapes.items()
            if shape != self.before[case_id]
        )
        for one in changed:
            await cases.reshape(tx, one.case_id, one.after)
        whole = Regrouping(
            seq=self.seq,
            verb=self.verb,
            actor=self.officer.number,
            undone_seq=None,
            moved=tuple(self._moved),
            reshaped=changed,
        )
        await regroupings.add(tx, whole)
        for found, state in self.said:
            await regroupings.relink(tx, self.seq, found, state=state, by=self.officer.number)
        return self.seq


async def begin(work: Work, officer: Officer, verb: str, case_id: bytes) -> Change:
    """Begin an act, recorded as one about the case *case_id*.

    From here on nobody else confirms a report or regroups until the transaction
    ends: what is read after this is as it stays.
    """
    seq = await events.record(
        work,
        f"cases.{verb}",
        actor=officer.number,
        subject="case",
        subject_id=case_id,
        exact=True,
    )
    return Change(work=work, officer=officer, verb=verb, seq=seq)


async def take_back(work: Work, done: Regrouping) -> None:
    """Give reports, links and cases back as they were before *done*.

    What danger or people have changed of a case since stays.
    """
    for one in done.moved:
        await cases.put(work.tx, [one.report_id], one.from_case)
    await regroupings.unlink(work.tx, done.seq)
    back = {one.case_id: one for one in done.reshaped}
    for case_id in done.cases:
        found = await cases.one(work.tx, case_id)
        if found is not None:
            shape = await _shape_before(work, found, back.get(case_id))
            await cases.reshape(work.tx, case_id, shape)


async def _shape_before(work: Work, found: CaseRow, done: Reshaped | None) -> Shape:
    shape = grouping.taken_back(found.shape, done.before, done.after) if done else found.shape
    # A case that was made for some reports and has got others since goes on for these.
    if shape.state == MERGED and await cases.reports_in(work.tx, found.id):
        shape = replace(shape, state=found.state, absorbed_into=None)
    return grouping.settled(shape, stands=await cases.stands(work.tx, found.id))
