from hypothesis import given
from hypothesis import strategies as st

from triage import grouping
from triage.categories import Severity
from triage.grouping import Shape
from triage.routing import Queue
from triage.standing import MERGED, OPEN, WITHDRAWN

SHAPES = st.builds(
    Shape,
    state=st.sampled_from([OPEN, WITHDRAWN, MERGED, "closed"]),
    queue=st.sampled_from(Queue),
    desk=st.sampled_from(["", "duty", "gas"]),
    severity=st.sampled_from(Severity),
    absorbed_into=st.none() | st.binary(min_size=1, max_size=2),
)


@given(before=SHAPES, after=SHAPES)
def test_taken_back_at_once_a_case_is_what_it_was(before: Shape, after: Shape) -> None:
    assert grouping.taken_back(after, before, after) == before


@given(before=SHAPES, after=SHAPES, severity=st.sampled_from(Severity))
def test_what_has_changed_since_stays(before: Shape, after: Shape, severity: Severity) -> None:
    now = Shape(
        state=after.state,
        queue=Queue.URGENT,
        desk=after.desk,
        severity=severity,
        absorbed_into=after.absorbed_into,
    )

    back = grouping.taken_back(now, before, after)

    assert back.severity == (before.severity if severity is after.severity else severity)
    assert back.queue == (before.queue if after.queue is Queue.URGENT else Queue.URGENT)
    assert (back.state, back.absorbed_into) == (before.state, before.absorbed_into)
    assert back.desk == before.desk


@given(shape=SHAPES, other=SHAPES)
def test_what_takes_in_another_is_as_urgent_as_the_more_urgent(shape: Shape, other: Shape) -> None:
    whole = grouping.taken_in(shape, other)

    assert whole.severity == min(shape.severity, other.severity)
    assert (whole.queue is Queue.URGENT) == (Queue.URGENT in {shape.queue, other.queue})
    assert grouping.taken_in(whole, other) == whole
    assert whole.state == shape.state
    assert whole.desk in {shape.desk, other.desk}


@given(shape=SHAPES, stands=st.booleans())
def test_a_case_is_withdrawn_when_no_report_stands_unless_it_is_over(
    shape: Shape, stands: bool
) -> None:
    settled = grouping.settled(shape, stands=stands)

    if shape.state in {OPEN, WITHDRAWN}:
        assert settled.state == (OPEN if stands else WITHDRAWN)
    else:
        assert settled == shape


@given(shape=SHAPES)
def test_an_absorbed_case_says_into_which(shape: Shape) -> None:
    gone = grouping.absorbed(shape, b"other")

    assert (gone.state, gone.absorbed_into) == (MERGED, b"other")
    assert (gone.queue, gone.severity) == (shape.queue, shape.severity)
