"""Whatever officers merge, split, move and say: taken back, everything is as it was.

Residents add to their reports meanwhile; that stays, and stays where it belongs.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from bot import runtime
from casework import judging, regrouping, witnesses
from casework.judging import NoSuchLink
from casework.regrouping import CaseNotOpen, LaterChange, NothingToMove
from casework.work import Work
from storage import cases
from storage.matching_tables import link
from storage.tables import case, report
from tests.casework import grouping_play as play
from tests.casework.grouping_play import GAS, LI
from tests.casework.test_placing import AGAIN, STORY
from tests.stage import Stage
from tests.support import Installation
from triage.standing import MERGED

T = TypeVar("T")
WHICH = st.integers(0, 1000)


class Grouping(RuleBasedStateMachine):
    """Five reports, two of them linked; every rule is a press of an officer."""

    template: Path

    @initialize()
    def residents_send(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        shutil.copytree(self.template, self.folder / "installation")
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        installation = Installation(folder=self.folder / "installation")
        house = self.run(self.stack.enter_async_context(runtime.opened(installation.settings())))
        self.stage = Stage(house=house)
        self.reports = self.run(play.told(self.stage, STORY, AGAIN, *GAS))
        # What it looked like before each act that was not taken back.
        self.done: list[tuple[int, dict[str, Any]]] = []

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(coroutine)

    def act(self, does: Any, *given: Any) -> None:
        """Let an officer do something; what is refused changes nothing."""
        before = self.run(play.everything(self.stage))

        async def done() -> int:
            async with play.working(self.stage) as work:
                result = await does(work, LI, *given)
                return int(result[0] if isinstance(result, tuple) else result)

        try:
            seq = self.run(done())
        except (CaseNotOpen, NothingToMove, NoSuchLink):
            assert self.run(play.everything(self.stage)) == before
        else:
            self.done.append((seq, before))

    def case(self, which: int) -> bytes:
        rows = self.run(self.stage.rows(case))
        found: bytes = sorted(row["id"] for row in rows)[which % len(rows)]
        return found

    def report(self, which: int) -> bytes:
        return self.reports[which % len(self.reports)]

    @rule(source=WHICH, into=WHICH)
    def merge(self, source: int, into: int) -> None:
        self.act(regrouping.merge, self.case(source), self.case(into))

    @rule(which=WHICH, into=WHICH)
    def move(self, which: int, into: int) -> None:
        self.act(regrouping.move, self.report(which), self.case(into))

    @rule(which=WHICH, some=st.sets(st.integers(0, 4), max_size=3))
    def split(self, which: int, some: set[int]) -> None:
        here = self.run(play.case_of(self.stage, self.report(which)))
        self.act(regrouping.split, here, [self.reports[one] for one in some])

    @rule(said=st.sampled_from([judging.same, judging.different, judging.related]), which=WHICH)
    def judge(self, said: Any, which: int) -> None:
        rows = self.run(self.stage.rows(link))
        found = sorted(rows, key=lambda row: bytes(row["id"]))[which % len(rows)]
        self.act(said, found["report_id"], found["case_id"])

    @rule()
    def undo_the_last(self) -> None:
        if self.done:
            seq, before = self.done.pop()
            self.run(self._undo(seq))
            assert self.run(play.everything(self.stage)) == before

    @rule(which=WHICH)
    def undo_any(self, which: int) -> None:
        """What others build on stays; the rest can be taken back in any order."""
        if not self.done:
            return
        at = which % len(self.done)
        try:
            self.run(self._undo(self.done[at][0]))
        except LaterChange:
            assert at < len(self.done) - 1
        else:
            # What came before is no longer what each of the later ones saw.
            del self.done[at:]

    async def _undo(self, seq: int) -> None:
        async with play.working(self.stage) as work:
            await regrouping.undo(work, LI, seq)

    @invariant()
    def every_report_stands_in_one_case_that_is_there(self) -> None:
        async def look() -> None:
            async with self.stage.house.database.read() as tx:
                work = Work(tx=tx, now=self.stage.now, house=self.stage.house)
                for row in await self.stage.rows(report):
                    found = await cases.one(work.tx, row["case_id"])
                    assert found
                    assert found.state != MERGED
                    assert found.absorbed_into is None

        if hasattr(self, "reports"):
            self.run(look())

    @invariant()
    def nobody_is_lost_and_the_order_holds(self) -> None:
        async def look() -> None:
            rows = await self.stage.rows(report)
            known = 0
            for case_id in {row["case_id"] for row in rows}:
                async with play.working(self.stage) as work:
                    known += (await witnesses.of_case(work, LI, case_id)).known
                    found = await witnesses.arrivals(work, LI, case_id)
                assert [one.seq for one in found] == sorted(one.seq for one in found)
            assert known == len(self.reports)

        if hasattr(self, "reports"):
            self.run(look())

    def teardown(self) -> None:
        if hasattr(self, "runner"):
            self.run(self.stack.aclose())
            self.runner.close()
            shutil.rmtree(self.folder)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_any_regrouping_taken_back_gives_the_same_cases(template: Path) -> None:
    class Here(Grouping):
        pass

    Here.template = template
    run_state_machine_as_test(
        Here, settings=settings(max_examples=12, stateful_step_count=15, deadline=None)
    )
