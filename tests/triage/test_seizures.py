import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import seizures
from triage.seizures import SIZES, BelowZero, CylinderState, Line, UnreadableSeizure

lines = st.builds(
    Line,
    size=st.sampled_from(SIZES),
    state=st.sampled_from(CylinderState),
    count=st.integers(1, 200),
)


@pytest.mark.parametrize(
    ("text", "size", "state", "count"),
    [
        ("15kg 空 3", "15", CylinderState.EMPTY, 3),
        ("50公斤 满 2瓶", "50", CylinderState.FULL, 2),
        ("3 x 15kg expired", "15", CylinderState.EXPIRED, 3),
        ("10 公斤 無碼 12", "10", CylinderState.NO_CODE, 12),
        ("5KG no code 7", "5", CylinderState.NO_CODE, 7),
        ("12kg full 1", "other", CylinderState.FULL, 1),
        ("15kg empty -2", "15", CylinderState.EMPTY, -2),
    ],
)
def test_a_line_is_read_in_three_languages(
    text: str, size: str, state: CylinderState, count: int
) -> None:
    assert seizures.read(text) == Line(size=size, state=state, count=count)


@pytest.mark.parametrize(
    "text",
    ["", "some cylinders", "15kg 3", "空 3", "15kg 空", "15kg 空 0", "15kg 空满 3", "15kg 空 3 4"],
)
def test_what_does_not_say_how_many_of_what_is_refused(text: str) -> None:
    with pytest.raises(UnreadableSeizure):
        seizures.read(text)


@given(st.lists(lines, max_size=12), st.randoms(use_true_random=False))
def test_lines_add_up_to_the_counter_in_any_order(
    given_lines: list[Line], chance: random.Random
) -> None:
    mixed = chance.sample(given_lines, len(given_lines))

    assert seizures.totals(mixed) == seizures.totals(given_lines)
    assert sum(seizures.totals(mixed).values()) == seizures.total(given_lines)


@given(st.lists(lines, max_size=8), lines)
def test_no_more_is_taken_back_than_was_seized(before: list[Line], line: Line) -> None:
    back = Line(size=line.size, state=line.state, count=-line.count)
    there = seizures.totals(before).get((line.size, line.state), 0)

    if there >= line.count:
        seizures.demand_fits(before, back)
    else:
        with pytest.raises(BelowZero):
            seizures.demand_fits(before, back)
