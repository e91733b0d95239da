from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import clocks, worktime
from triage.clocks import PATIENCE, Clock, ClockKind, Progress, Question, Stage
from triage.holidays import DayKind, SpecialDays
from triage.rules import Terms
from triage.worktime import Calendar, Measure, Period, Shift

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(
    shifts=(Shift(begins=time(9), ends=time(12)), Shift(begins=time(14), ends=time(18))),
    special=SpecialDays(kinds={date(2026, 10, day): DayKind.HOLIDAY for day in range(1, 8)}),
    zone=SHANGHAI,
)
MONDAY = datetime(2026, 9, 28, 10, tzinfo=SHANGHAI)
RUNNING = [Stage.RUNNING, Stage.WARNED, Stage.ESCALATED, Stage.ESCALATED_TWICE]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

periods = st.builds(Period, n=st.integers(1, 20), measure=st.sampled_from(Measure))
terms = st.builds(
    Terms,
    first_answer=st.one_of(st.none(), periods),
    next_step=st.one_of(st.none(), periods),
    done=periods,
    escalate_after=st.one_of(st.none(), periods),
)
later = st.timedeltas(timedelta(), timedelta(days=60))


def after(**known: int) -> datetime:
    return MONDAY + timedelta(**known)


def all_of(given_terms: Terms, progress: Progress, now: datetime) -> dict[ClockKind, Clock]:
    return {one.kind: one for one in clocks.clocks(given_terms, progress, CALENDAR, now)}


def stage_of(progress: Progress, now: datetime, done: str = "4h") -> Stage:
    return all_of(Terms(done=Period.read(done)), progress, now)[ClockKind.DONE].stage


@pytest.mark.parametrize(
    ("now", "stage"),
    [
        (after(hours=3), Stage.RUNNING),
        (after(hours=3, seconds=1), Stage.WARNED),
        (after(hours=4), Stage.WARNED),
        (after(hours=4, seconds=1), Stage.ESCALATED),
        (after(hours=12, seconds=1), Stage.ESCALATED_TWICE),
    ],
)
def test_a_clock_warns_then_escalates_and_again_at_three_times(now: datetime, stage: Stage) -> None:
    assert stage_of(Progress(opened_at=MONDAY), now) is stage


def test_what_is_done_in_time_is_kept_and_what_is_late_stays_broken() -> None:
    kept = Progress(opened_at=MONDAY, done_at=after(hours=4))
    late = Progress(opened_at=MONDAY, done_at=after(hours=5))

    assert stage_of(kept, after(days=30)) is Stage.KEPT
    assert stage_of(late, after(days=30)) is Stage.BROKEN
    assert stage_of(late, after(hours=3)) is Stage.RUNNING


def test_a_term_in_working_time_stands_still_over_a_holiday() -> None:
    eve = datetime(2026, 9, 30, 17, tzinfo=SHANGHAI)

    (clock,) = clocks.clocks(
        Terms(first_answer=Period.read("1wd")), Progress(opened_at=eve), CALENDAR, eve + 5 * DAY
    )

    assert clock.stage is Stage.RUNNING
    assert clock.due_at == datetime(2026, 10, 8, 17, tzinfo=SHANGHAI)


def test_a_question_to_the_reporter_is_a_first_answer() -> None:
    progress = Progress(opened_at=MONDAY, questions=(Question(asked_at=after(hours=1)),))

    found = all_of(Terms(first_answer=Period.read("2h")), progress, after(hours=8))

    assert found[ClockKind.FIRST_ANSWER].stage is Stage.KEPT


def test_the_next_step_and_idleness_count_from_the_last_step() -> None:
    progress = Progress(opened_at=MONDAY, stepped_at=after(hours=6))
    wanted = Terms(next_step=Period.read("4h"), escalate_after=Period.read("8h"))

    found = all_of(wanted, progress, after(hours=7))

    assert found[ClockKind.NEXT_STEP].due_at == after(hours=10)
    assert found[ClockKind.IDLE].due_at == after(hours=14)


def test_clocks_wait_14_days_for_a_reporter_and_then_go_on() -> None:
    asked = after(hours=1)
    progress = Progress(opened_at=MONDAY, questions=(Question(asked_at=asked),))

    assert stage_of(progress, asked + PATIENCE) is Stage.RUNNING
    assert stage_of(progress, asked + PATIENCE + 4 * HOUR) is Stage.ESCALATED
    assert clocks.is_waiting(progress.questions, asked + PATIENCE - HOUR)
    assert not clocks.not_reached(progress.questions, asked + PATIENCE - HOUR)
    assert not clocks.is_waiting(progress.questions, asked + PATIENCE)
    assert clocks.not_reached(progress.questions, asked + PATIENCE)


@given(terms, later, later, later)
def test_time_alone_never_takes_a_clock_back(
    wanted: Terms, start: timedelta, first: timedelta, second: timedelta
) -> None:
    progress = Progress(opened_at=MONDAY + start)
    sooner = MONDAY + start + first

    before, then = (all_of(wanted, progress, now) for now in (sooner, sooner + second))

    for kind, clock in before.items():
        assert RUNNING.index(clock.stage) <= RUNNING.index(then[kind].stage)
        assert clock.due_at == then[kind].due_at


@given(terms, later, later, st.lists(st.tuples(later, st.one_of(st.none(), later)), max_size=3))
def test_a_clock_warns_before_it_is_due_and_escalates_again_at_three_times(
    wanted: Terms,
    start: timedelta,
    since: timedelta,
    asked: list[tuple[timedelta, timedelta | None]],
) -> None:
    opened = MONDAY + start
    questions = tuple(
        Question(asked_at=opened + at, answered_at=None if takes is None else opened + at + takes)
        for at, takes in asked
    )
    now = opened + since
    progress = Progress(opened_at=opened, questions=questions)

    for clock in clocks.clocks(wanted, progress, CALENDAR, now):
        assert clock.warns_at < clock.due_at < clock.second_at
        assert {clock.warns_at.tzinfo, clock.due_at.tzinfo, clock.second_at.tzinfo} == {UTC}
    period = wanted.done
    assert period is not None
    done = all_of(wanted, progress, now)[ClockKind.DONE]
    still = clocks.pauses(questions, now)
    once, thrice = (
        worktime.passed(opened, end, period.measure, CALENDAR, still)
        for end in (done.due_at, done.second_at)
    )
    assert thrice == 3 * once


@given(terms, later, st.timedeltas(timedelta(), PATIENCE))
def test_no_clock_moves_while_the_reporter_is_asked(
    wanted: Terms, until: timedelta, waited: timedelta
) -> None:
    asked = MONDAY + until
    progress = Progress(opened_at=MONDAY, questions=(Question(asked_at=asked),))

    before, then = (all_of(wanted, progress, now) for now in (asked, asked + waited))

    assert {kind: one.stage for kind, one in before.items()} == {
        kind: one.stage for kind, one in then.items()
    }


@given(terms, later, later, later)
def test_asking_never_makes_a_term_end_sooner(
    wanted: Terms, asked: timedelta, takes: timedelta, since: timedelta
) -> None:
    question = Question(asked_at=MONDAY + asked, answered_at=MONDAY + asked + takes)
    plain, asking = Progress(opened_at=MONDAY), Progress(opened_at=MONDAY, questions=(question,))
    now = MONDAY + asked + takes + since

    before, then = (all_of(wanted, progress, now) for progress in (plain, asking))

    for kind, clock in before.items():
        assert clock.due_at <= then[kind].due_at <= clock.due_at + 2 * PATIENCE + 10 * DAY


@given(terms, later, later)
def test_what_was_kept_stays_kept_and_what_was_broken_stays_broken(
    wanted: Terms, done: timedelta, since: timedelta
) -> None:
    progress = Progress(opened_at=MONDAY, done_at=MONDAY + done)

    first, then = (all_of(wanted, progress, now) for now in (MONDAY + done, MONDAY + done + since))

    assert {one.stage for one in first.values()} <= {Stage.KEPT, Stage.BROKEN}
    assert {kind: one.stage for kind, one in first.items()} == {
        kind: one.stage for kind, one in then.items()
    }
    assert all(clocks.is_broken(one) == (one.stage is Stage.BROKEN) for one in first.values())
