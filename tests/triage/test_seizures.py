from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage import seizures
from triage.seizures import BelowZero, Line, Size, State, Total, Unreadable

lines = st.builds(
    Line, size=st.sampled_from(Size), state=st.sampled_from(State), count=st.integers(1, 300)
)
inventories = st.lists(lines, max_size=12)


def one(size: str, state: str, count: int) -> Line:
    return Line(size=Size(size), state=State(state), count=count)


@given(inventories, st.randoms(use_true_random=False))
def test_lines_add_up_to_the_same_in_any_order(some: list[Line], chance: Random) -> None:
    shuffled = list(some)
    chance.shuffle(shuffled)

    assert seizures.total(shuffled) == seizures.total(some)
    assert seizures.total(some).cylinders == sum(line.count for line in some)


@given(inventories)
def test_sizes_and_states_add_up_to_the_counter(some: list[Line]) -> None:
    found = seizures.total(some)

    assert sum(found.count_of(size=size) for size in Size) == found.cylinders
    assert sum(found.count_of(state=state) for state in State) == found.cylinders
    assert found.count_of() == found.cylinders
    for line in some:
        assert found.count_of(line.size, line.state) >= line.count


@given(inventories)
def test_adding_one_by_one_comes_to_the_same(some: list[Line]) -> None:
    before = Total()
    for line in some:
        before = seizures.added(before, line)

    assert before == seizures.total(some)


@given(inventories, lines)
def test_a_correction_takes_back_exactly_what_was_added(some: list[Line], line: Line) -> None:
    before = seizures.total(some)
    back = Line(size=line.size, state=line.state, count=-line.count)

    assert seizures.added(seizures.added(before, line), back) == before


@given(inventories, lines)
def test_nothing_is_taken_below_zero(some: list[Line], line: Line) -> None:
    before = seizures.total(some)
    more = before.count_of(line.size, line.state) + line.count
    correction = Line(size=line.size, state=line.state, count=-more)

    with pytest.raises(BelowZero):
        seizures.added(before, correction)
    with pytest.raises(BelowZero):
        seizures.total([correction, *some])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("15kg 空 3", one("15", "empty", 3)),
        ("3x15kg expired", one("15", "expired", 3)),
        ("50公斤 满 2瓶", one("50", "full", 2)),
        ("50公斤 滿 2瓶", one("50", "full", 2)),
        ("五十公斤满瓶两个", one("50", "full", 2)),
        ("15公斤過期瓶：12個", one("15", "expired", 12)),
        ("5kg 冇碼 4樽", one("5", "no_code", 4)),
        ("3 × 10 KG no QR code", one("10", "no_code", 3)),
        ("three full 15 kg bottles", one("15", "full", 3)),
        ("15-kg cylinders, empty: 7", one("15", "empty", 7)),
        ("４公斤　空瓶　６", one("4", "empty", 6)),
        ("15.0kg实瓶1支", one("15", "full", 1)),
        ("12kg 空 1", one("other", "empty", 1)),
        ("其他规格 无码 2", one("other", "no_code", 2)),
        ("other size 12kg expired 2", one("other", "expired", 2)),
        ("15kg 空 empty 3", one("15", "empty", 3)),
        ("15kg 空 -3", one("15", "empty", -3)),
        ("15公斤 满 减2瓶", one("15", "full", -2)),
        ("minus 4 x 50kg empty", one("50", "empty", -4)),
        ("−4 50kg empty", one("50", "empty", -4)),
    ],
)
def test_a_typed_line_is_read(text: str, line: Line) -> None:
    assert seizures.read(text) == line


@pytest.mark.parametrize(
    "text",
    [
        "",
        "煤气瓶",
        "15kg 3",
        "空 3",
        "15kg 空",
        "15kg 空 0",
        "15kg 空 10000",
        "15kg 5kg 空 3",
        "15kg 空 满 3",
        "15kg 空 3 4",
        "15kg 空-3",
        "15kg - 空 - 3",
        "15kg 空 几个",
        "15kg 未过期 3",
        "15kg 空调 3",
        "30斤 空 3",
        "1015kg 空 3",
        "15kg empty 3 of them at the back",
    ],
)
def test_what_could_be_read_in_two_ways_or_none_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        seizures.read(text)


@given(st.text(max_size=40))
def test_any_text_is_a_line_or_refused(text: str) -> None:
    try:
        found = seizures.read(text)
    except Unreadable:
        return
    assert 0 < abs(found.count) <= seizures.MOST


SIZES = {Size.KG50: "50kg", Size.KG15: "15公斤", Size.KG10: "10 千克", Size.KG5: "5kg"}
SIZES |= {Size.KG4: "4公斤", Size.OTHER: "其他"}
STATES = {State.FULL: "满", State.EMPTY: "empty", State.EXPIRED: "過期", State.NO_CODE: "no code"}


@given(line=lines, corrects=st.booleans())
def test_a_line_that_is_written_plainly_is_read_back(line: Line, *, corrects: bool) -> None:
    sign = "-" if corrects else ""

    found = seizures.read(f"{sign}{line.count} {SIZES[line.size]} {STATES[line.state]}")

    assert abs(found.count) == line.count
    assert (found.size, found.state, found.count < 0) == (line.size, line.state, corrects)


def test_several_lines_are_read_and_a_bad_one_is_named() -> None:
    good = "15kg 空 3\n\n50kg full 2\n"

    assert seizures.read_all(good) == (one("15", "empty", 3), one("50", "full", 2))
    for bad, at in [(f"{good}15kg", 4), ("", 1), ("\n15kg\n", 2)]:
        with pytest.raises(Unreadable) as raised:
            seizures.read_all(bad)
        assert raised.value.params == {"line": at}
